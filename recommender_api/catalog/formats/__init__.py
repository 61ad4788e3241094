"""One reader for each catalog format, and what tells the formats apart."""
