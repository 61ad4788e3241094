"""Mien reads apparent expression from faces, voices and words."""

__version__ = "0.1.0"
