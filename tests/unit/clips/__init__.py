"""Clips: decoding, following, fusing, summing up, showing."""
