"""Checks what ships in `starter/` against the data sets: `make check-starter`."""
