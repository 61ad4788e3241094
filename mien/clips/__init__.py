"""Clips and live video: faces and voice over time, fused on the circumplex."""
