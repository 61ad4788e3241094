"""Trains, evaluates and exports the shipped models; nothing here is installed where they serve."""
