"""Refusals made beforehand: why a route is full, and the bytes that say so.

path ──door──> Overloaded ──> head and body, kept for the next ──> + date, id, web origin
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from mien.errors import PROBLEM_MEDIA_TYPE, MienError, Overloaded
from mien.telemetry import failures
from mien.telemetry.trail import HEADER, request_id
from recommender_api.safe_headers import lacking
from services import metrics
from services.rollout.choosing import VERSION_HEADER

EXPOSED = ("Retry-After", HEADER, VERSION_HEADER)
"""Headers that a page of another origin may read."""

_COUNT_SECONDS = 0.1
_FULL = Overloaded("there is no room for more", 1)
_EXPOSED_LINE = f"access-control-expose-headers: {', '.join(EXPOSED)}\r\n".encode()


@dataclass(slots=True)
class Doors:
    """By path, what raises Overloaded where a request has no room; and which web origins may read
    the refusal."""

    by_path: Mapping[bytes, Callable[[], None]] = field(default_factory=dict)
    origins: tuple[str, ...] = ()
    refused: Counter[bytes] = field(default_factory=Counter)

    def refusal(self, path: bytes) -> Overloaded | None:
        """Why a request to this path is refused now; None where it is not."""
        door = self.by_path.get(path)
        if door is not None:
            try:
                door()
            except Overloaded as full:
                return full
        return None

    def count(self, path: bytes) -> None:
        """Count a refusal: in the metrics, which cost more than the answer, ten times a second."""
        if not self.refused:
            asyncio.get_running_loop().call_later(_COUNT_SECONDS, self._tell)
        self.refused[path] += 1

    def cross_origin(self, origin: bytes) -> bytes:
        """The headers that let a page of this origin read the answer, as the application's."""
        if not origin:
            return b""
        if "*" in self.origins:
            return b"access-control-allow-origin: *\r\n" + _EXPOSED_LINE
        if origin.decode("latin-1") in self.origins:
            return b"access-control-allow-origin: " + origin + b"\r\n" + _EXPOSED_LINE
        return _EXPOSED_LINE

    def _tell(self) -> None:
        for path, number in self.refused.items():
            metrics.REQUESTS.labels(path.decode(), 429).inc(number)
            failures.refused("POST", path.decode(), _FULL, number)
        self.refused.clear()


def answer(full: Overloaded, is_secure: bool, more: bytes, given_id: str = "") -> bytes:
    """The whole response; `more` are further header lines."""
    identity = f"{HEADER}: {request_id(given_id)}\r\n".encode()
    return b"".join(
        (STATUS_LINE[full.status], more, identity, _rest(full.detail, full.retry_after, is_secure))
    )


@lru_cache(maxsize=256)
def _rest(detail: str, retry_after: int, is_secure: bool) -> bytes:
    """The headers and the body that do not depend on the request."""
    return rest_of(Overloaded(detail, retry_after), {"vary": "Origin", **lacking((), is_secure)})


def rest_of(error: MienError, more: Mapping[str, str]) -> bytes:
    """An error's response after the status line; `more` are further headers."""
    body = json.dumps(error.problem(), separators=(",", ":")).encode()
    headers = {
        "content-type": PROBLEM_MEDIA_TYPE,
        "content-length": str(len(body)),
        **error.headers(),
        **more,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return lines.encode("latin-1") + b"\r\n" + body
