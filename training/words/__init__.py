"""Fits and measures how Mien reads text."""
