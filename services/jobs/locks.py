"""Locks that end with the process that holds them, also between machines that share a folder.

`flock` keeps them where the file lies: on this machine, or at the server of a network folder, which
gives up those of a machine that is gone once its lease has run out.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Wait until nobody else is in this block."""
    file = _opened(path)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


@contextmanager
def unless_taken(path: Path) -> Iterator[bool]:
    """Whether nobody else is in this block, which keeps others out; False where the lock's folder
    is gone."""
    try:
        file = _opened(path)
    except FileNotFoundError:
        yield False
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(file)


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
