"""Bytes to arrays, with limits."""
