"""Room for the files in which a worker counts.

The client library maps them into memory with holes, and a process that writes into a hole which a
full disk cannot fill is ended by the kernel (SIGBUS). So their room is taken at the start; and a
server's folder lies in memory, where there is some, so that a full disk keeps no worker from
starting.
"""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from mien.errors import StorageFull

MEMORY = Path("/dev/shm")
FILE_BYTES = 256 * 1024
"""Of one kind of a process's metrics; the library takes a file as long as it finds it."""
_MUST_BE_FREE = 64 * FILE_BYTES
_HEAD_BYTES = 8
_KINDS = ("counter", "histogram", "summary", "gauge_livesum", "gauge_livemax")


def home() -> Path | None:
    """Where a server's folder goes; None: where other temporary folders are."""
    in_memory = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > _MUST_BE_FREE
    return MEMORY if in_memory else None


def reserve_room() -> None:
    """Take the room of this process's files, before its first metric; nothing where it counts
    alone. Raises StorageFull."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder is None:
        return
    try:
        _release_room(Path(folder))
        for kind in _KINDS:
            _reserve(Path(folder) / f"{kind}_{os.getpid()}.db")
    except OSError as error:
        raise StorageFull(f"{folder} has no room for metrics: {error.strerror}") from error


def _release_room(folder: Path) -> None:
    """Dead workers' counters stay, since they count on in the sums, but not the room beyond."""
    for file in folder.glob("*.db"):
        pid = file.stem.rpartition("_")[2]
        if pid.isdecimal() and not lives(int(pid)):
            with suppress(FileNotFoundError):
                used = int.from_bytes(file.read_bytes()[:4], sys.byteorder)
                os.truncate(file, min(file.stat().st_size, max(used, _HEAD_BYTES)))


def lives(pid: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _reserve(path: Path) -> None:
    with path.open("ab") as file:
        os.posix_fallocate(file.fileno(), 0, file.tell() or FILE_BYTES)
