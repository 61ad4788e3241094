"""From an emotion to films and products: mapping, ranking, diversity, pages and their routes."""
