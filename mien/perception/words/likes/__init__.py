"""Likes and dislikes that a line states, and what they are about."""
