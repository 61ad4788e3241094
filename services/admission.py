"""Which pictures are taken while more come than can be read.

    a place is free ─────────────────────────────> taken
    none is: refused, and from now on, until a second passes without a refusal,
        expected wait up to MIEN_QUEUE_SECONDS ──> taken
        longer ──────────────────────────────────> Overloaded

A burst may fill every place: it is read, and over. Demand that goes on would keep every place
filled, and everybody would wait for the whole queue without one more picture being read. (CoDel
tells a burst from a standing queue alike: Nichols, Jacobson 2012.)
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mien.errors import Overloaded

CALM_SECONDS = 1.0


class Admission:
    """Places of pictures that wait or are being read, at most `places`; `pace` tells the seconds
    that one takes, 0 where that is not known yet."""

    def __init__(
        self,
        places: int,
        most_seconds: float,
        pace: Callable[[], float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.taken = 0
        self._places, self._most_seconds = places, most_seconds
        self._pace, self._clock = pace, clock
        self._pressed_until = 0.0

    def check(self) -> None:
        """Raise Overloaded where one more picture is not taken now."""
        wait = self.taken * self._pace()
        if self.taken >= self._places or (wait > self._most_seconds and self._is_pressed()):
            self._pressed_until = self._clock() + CALM_SECONDS
            raise Overloaded("more pictures wait than can be read soon", max(1, math.ceil(wait)))

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place; raises Overloaded."""
        self.check()
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1

    def _is_pressed(self) -> bool:
        return self._clock() < self._pressed_until
