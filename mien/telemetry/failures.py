"""One line for each request that failed, and why; refusals by the thousand are counted instead.

500 with an exception ─> a line, with its trace
429, 503 and the like ─> a line at once, then one a second of a kind, with `count`
4xx ─> nothing, or a line without detail at MIEN_LOG_LEVEL=debug
"""

import logging
import threading
from dataclasses import dataclass, field
from typing import Any

from mien.errors import MienError
from mien.telemetry.logs import FIELDS
from mien.telemetry.trail import Trail

logger = logging.getLogger("mien.requests")

QUIET_SECONDS = 1.0
_TOO_MANY = 429


def tell(trail: Trail, seconds: float) -> None:
    """Log what became of a request, where that is worth a line."""
    if trail.error is not None:
        _write(logging.ERROR, trail, seconds)
    elif _is_ours(trail.status):
        _REFUSALS.take(trail, seconds)
    elif trail.status >= 400 and logger.isEnabledFor(logging.DEBUG):
        trail.detail = ""  # it may repeat what the client sent
        _write(logging.DEBUG, trail, seconds)


def refused(method: str, route: str, problem: MienError, count: int) -> None:
    """Log requests that were refused before the application heard of them."""
    if _is_ours(problem.status):
        trail = Trail("", method, route)
        trail.note(problem)
        _REFUSALS.take(trail, 0.0, count)


def _is_ours(status: int) -> bool:
    """Whether the server failed, or had no room, so that an operator wants to know."""
    return status >= 500 or status == _TOO_MANY


def _write(level: int, trail: Trail, seconds: float, count: int = 1) -> None:
    fields: dict[str, Any] = {
        "method": trail.method,
        "route": trail.route,
        "status": trail.status,
        "code": trail.code,
        "seconds": round(seconds, 4),
        "count": count if count > 1 else None,
        "request_id": trail.id,
        "trace_id": trail.trace_id,
    }
    said = " ".join(trail.detail.split()) or "the request was refused"
    logger.log(level, "%s", said, exc_info=trail.error, extra={FIELDS: fields})


@dataclass(slots=True)
class _Held:
    trail: Trail
    seconds: float
    count: int = 0


@dataclass(slots=True)
class _Refusals:
    """At most one line in QUIET_SECONDS for each route, status and code."""

    _held: dict[tuple[str, int, str], _Held] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, trail: Trail, seconds: float, count: int = 1) -> None:
        key = (trail.route, trail.status, trail.code)
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                held.trail, held.seconds, held.count = trail, seconds, held.count + count
                return
            self._hold(key, _Held(trail, seconds))
        _write(_level(trail), trail, seconds, count)

    def _hold(self, key: tuple[str, int, str], held: _Held) -> None:
        self._held[key] = held
        later = threading.Timer(QUIET_SECONDS, self._look_back, (key,))
        later.daemon = True
        later.start()

    def _look_back(self, key: tuple[str, int, str]) -> None:
        with self._lock:
            held = self._held.pop(key)
            if held.count:
                self._hold(key, _Held(held.trail, held.seconds))
        if held.count:
            _write(_level(held.trail), held.trail, held.seconds, held.count)


def _level(trail: Trail) -> int:
    """Who refuses since it is busy does what it should."""
    return logging.WARNING if trail.status in (_TOO_MANY, 503) else logging.ERROR


_REFUSALS = _Refusals()
