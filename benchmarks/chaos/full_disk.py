"""A small file system of a scenario's own, which can be filled."""

import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.chaos.tally import NotRun

_BLOCK = bytes(64 * 1024)
_REFILL_SECONDS = 0.05


@contextmanager
def small_disk(mebibytes: int) -> Iterator[Path]:
    """A folder on it. Raises NotRun where this user may not mount one."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", folder]
        if os.getuid() != 0 or subprocess.run(command, capture_output=True).returncode:
            raise NotRun("this user may not mount a tmpfs to fill")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Keep the disk of a folder full, also when something on it is removed, until the end."""
    over = threading.Event()
    filler = threading.Thread(target=_fill, args=(folder / "filling", over))
    filler.start()
    try:
        yield
    finally:
        over.set()
        filler.join()
        (folder / "filling").unlink()


def _fill(path: Path, over: threading.Event) -> None:
    with path.open("wb", buffering=0) as file:
        while not over.is_set():
            with suppress(OSError):
                while file.write(_BLOCK):
                    pass
            over.wait(_REFILL_SECONDS)
