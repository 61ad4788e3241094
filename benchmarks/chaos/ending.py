"""Nothing that a scenario starts outlives it: processes, and time itself."""

import ctypes
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import psutil

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: orphans of our children become ours
_END_SECONDS = 20.0


class Overdue(Exception):
    """A scenario took longer than it may."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise Overdue in the block after so many seconds."""

    def overdue(number: int, frame: FrameType | None) -> None:
        raise Overdue(f"it took longer than {seconds:.0f} s")

    signal.signal(signal.SIGALRM, overdue)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def all_ended() -> Iterator[None]:
    """End every process that the block started and that still runs, with its descendants."""
    before = set(psutil.Process().children(recursive=True))
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        left = [p for p in psutil.Process().children(recursive=True) if p not in before]
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.terminate()
        _, stubborn = psutil.wait_procs(left, _END_SECONDS)
        for process in stubborn:
            with suppress(psutil.NoSuchProcess):
                process.kill()
