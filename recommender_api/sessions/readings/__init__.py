"""Apparent expressions over the time of a session: taken, stored once, given back."""
