"""How often one caller may ask: a bucket of a minute's requests for each, filled evenly.

    request --credential a gate took lately?--> key   ──> free here: keys have limits of their own
                                          └──> token ──> the token's bucket  ─┐
            --none, or not yet known──────────> the address's bucket ─────────┴─> on | RateLimited

Counts are this process's alone, in memory that many addresses cannot fill: a guard against floods.
What must be exact, the limits of keys, is counted in the database (`rates`).
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from recommender_api.access.addresses import place_of
from recommender_api.access.errors import RateLimited
from recommender_api.access.gate import Caller

MOST_REMEMBERED = 50_000
KNOWN_SECONDS = 60.0
MINUTE = 60.0

Value = TypeVar("Value")


class Callers:
    """Everybody who asked lately; safe between threads."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._full: OrderedDict[str, float] = OrderedDict()
        """When each bucket will be full again (GCRA's theoretical arrival time)."""
        self._known: OrderedDict[str, tuple[float, bool]] = OrderedDict()
        self._lock = threading.Lock()

    def admit(self, address: str, credential: str | None) -> None:
        """Count a request; `credential` is the hash of what it showed. Raises RateLimited."""
        now = self._clock()
        with self._lock:
            until, is_key = self._known.get(credential or "", (0.0, False))
            if credential is None or until < now:
                self._count(place_of(address), now)
            elif not is_key:
                self._count(credential, now)

    def recognise(self, credential: str, caller: Caller) -> None:
        """A gate took this credential: for a while it need not count for its address."""
        with self._lock:
            known = (self._clock() + KNOWN_SECONDS, caller.viewer_id is None)
            _remember(self._known, credential, known)

    def _count(self, name: str, now: float) -> None:
        full = max(self._full.get(name, now), now) + MINUTE / self._per_minute
        wait = full - now - MINUTE
        if wait > 1e-6:  # sums of fractions
            limit = f"{self._per_minute} requests a minute are a caller's limit"
            raise RateLimited(limit, math.ceil(wait))
        _remember(self._full, name, full)


def _remember(all_of_them: OrderedDict[str, Value], name: str, value: Value) -> None:
    """The least recent goes for the newest; to be forgotten is to have a full bucket."""
    all_of_them[name] = value
    all_of_them.move_to_end(name)
    if len(all_of_them) > MOST_REMEMBERED:
        all_of_them.popitem(last=False)
