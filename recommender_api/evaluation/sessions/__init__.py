"""Evaluation of what sessions teach, on simulated viewers whose tastes are hidden."""
