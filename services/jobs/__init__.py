"""Long work that outlives a request: clips to analyse, as files, run by their own process."""
