"""Catalogs: their files, formats and records."""
