"""Model files, inference sessions and the batches that feed them."""
