"""Readers for the training data: files of other people's making into NumPy arrays."""
