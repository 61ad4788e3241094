"""The talk about an item: a tree of questions as data, read by lexicons, answered in kind."""
