"""Viewers, their consent, what is held about them, and its deletion."""
