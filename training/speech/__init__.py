"""The speech model: how a voice apparently sounds, from log-mel spectrograms."""
