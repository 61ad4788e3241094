"""The times of a live stream's pictures and sound, on one clock."""

import time

from mien.client.sources import Piece

PCM_BYTES_A_SECOND = 32_000
MILLISECOND = 0.001
"""What a server tells times by."""


class Stamps:
    """Seconds since the stream began, for what comes without a time of its own."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._last = -MILLISECOND

    def picture(self, piece: Piece) -> tuple[float, bytes]:
        """The time and the bytes of a picture. Raises ValueError for a time that does not grow."""
        if isinstance(piece, bytes):
            later = max(self._now(), self._last + MILLISECOND)
            seconds, data = round(later, 3), piece
        else:
            seconds, data = round(piece[0], 3), piece[1]
            if seconds <= self._last:
                raise ValueError(
                    f"a picture at {seconds:g} s after one at {self._last:g} s: times must grow by "
                    "a millisecond at least"
                )
        self._last = seconds
        return seconds, data

    def sound(self, piece: Piece) -> tuple[float, bytes]:
        """The time at which a piece of sound began, and its bytes; it ends as it comes."""
        if isinstance(piece, bytes):
            return max(0.0, self._now() - len(piece) / PCM_BYTES_A_SECOND), piece
        return piece

    def _now(self) -> float:
        return time.monotonic() - self._began
