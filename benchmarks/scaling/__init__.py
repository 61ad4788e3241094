"""A model of how far Mien scales: what it needs for so many viewers, and what breaks first."""
