"""Overload and faults: what breaks while the gateway serves, and what clients see of it."""
