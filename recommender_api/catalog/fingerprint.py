"""What a catalog's content is recognised by when it is loaded again."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

READER_VERSION = 1
"""Raise it when a reader makes other records of the same file, so that it is loaded again."""

_PIECE = 2**20


def fingerprint(path: Path) -> str:
    """SHA-256, in hexadecimal, over a file's bytes or over a folder's file names and bytes."""
    digest = hashlib.sha256(str(READER_VERSION).encode())
    for file in _files(path):
        digest.update(file.name.encode("utf-8", "surrogateescape"))
        with file.open("rb") as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
    return digest.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.is_file())
    else:
        yield path
