"""Recommends films and products by apparent expression; knows no vision or speech model."""
