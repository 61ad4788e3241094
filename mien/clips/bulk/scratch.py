"""A folder for as long as a clip is read.

A killed process leaves its folder behind. Each is locked by who uses it, so one that can be locked
was left, and the next worker of the node removes it.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

PREFIX, LOCK = "mien-bulk-", "lock"


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of this process, to be made where it is needed."""
    with TemporaryDirectory(prefix=PREFIX) as place, (Path(place) / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Path(place) / "clip"


def sweep() -> None:
    """Remove what killed processes left; what is in use or another user's stays."""
    for place in Path(gettempdir()).glob(f"{PREFIX}*"):
        try:
            with (place / LOCK).open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(place)
        except OSError:
            continue
