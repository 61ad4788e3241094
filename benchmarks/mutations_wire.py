"""Seeded hostile HTTP: what comes over a connection before it is anybody's request.

request line, headers, length, chunks, upgrades, pipelines --one broken, or several--> bytes
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import mutations_wire_parts as parts
from benchmarks.load import HOST
from benchmarks.mutations import damaged


@dataclass(frozen=True, slots=True)
class Wire:
    """Bytes to send. `ends` says that nothing is missing: an answer or the end of the connection
    must come."""

    data: bytes
    ends: bool = True


def valid(path: str = "/limits") -> bytes:
    """A request that must be answered 200."""
    return _request(f"GET {path} HTTP/1.1")


def bad_wire(rng: random.Random) -> Wire:
    """Bytes of one connection, broken somewhere or everywhere."""
    kinds: tuple[Callable[[random.Random], Wire], ...] = (
        *(_target, _method, _version, _header, _header, _length, _coding, _chunks),
        *(_pipeline, _handshake, _frames, _cut, _any, _any),
    )
    return rng.choice(kinds)(rng)


def _request(line: str, headers: str = "", body: bytes = b"") -> bytes:
    """Each character is one byte, so that those above 127 are no UTF-8."""
    head = f"{line}\r\nHost: {HOST}\r\n{headers}\r\n"
    return head.encode("latin-1") + body


def _body(rng: random.Random) -> bytes:
    return rng.choice((b"", b"hello", json.dumps({"evidence": []}).encode(), rng.randbytes(3_000)))


def _path(rng: random.Random) -> str:
    return rng.choice(parts.PATHS)


def _target(rng: random.Random) -> Wire:
    target = rng.choice(parts.TARGETS).replace("PATH", _path(rng))
    method = rng.choice(("GET", "GET", "HEAD", "OPTIONS", "DELETE"))
    return Wire(_request(f"{method} {target} HTTP/1.1"))


def _method(rng: random.Random) -> Wire:
    return Wire(_request(f"{rng.choice(parts.METHODS)} {_path(rng)} HTTP/1.1"), ends=False)


def _version(rng: random.Random) -> Wire:
    line = f"GET {_path(rng)} {rng.choice(parts.VERSIONS)}".rstrip()
    return Wire(_request(line), ends=False)


def _header(rng: random.Random) -> Wire:
    headers = "".join(f"{header}\r\n" for header in rng.sample(parts.HEADERS, rng.randint(1, 3)))
    body = _body(rng)
    line = f"POST {_path(rng)} HTTP/1.1"
    return Wire(_request(line, f"{headers}Content-Length: {len(body)}\r\n", body))


def _length(rng: random.Random) -> Wire:
    lengths = [rng.choice(parts.LENGTHS) for _ in range(rng.randint(1, 2))]
    headers = "".join(f"Content-Length: {length}\r\n" for length in lengths)
    return Wire(_request(f"POST {_path(rng)} HTTP/1.1", headers, b"hello"), ends=False)


def _coding(rng: random.Random) -> Wire:
    headers = f"Transfer-Encoding: {rng.choice(parts.CODINGS)}\r\n"
    headers += rng.choice(("", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n"))
    body = b"5\r\nhello\r\n0\r\n\r\n" + rng.choice((b"", valid()))
    return Wire(_request(f"POST {_path(rng)} HTTP/1.1", headers, body), ends=False)


def _chunks(rng: random.Random) -> Wire:
    headers = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
    return Wire(
        _request(f"POST {_path(rng)} HTTP/1.1", headers, rng.choice(parts.CHUNKS)), ends=False
    )


def _pipeline(rng: random.Random) -> Wire:
    requests = [valid(rng.choice(("/limits", "/api/v1/genres", "/healthz", "/nothing")))] * 3
    spoilt = _request(f"POST {_path(rng)} HTTP/1.1", "Content-Length: 3\r\n", b"{}}")
    return Wire(b"".join([*requests, spoilt, *requests, rng.randbytes(rng.choice((0, 20)))]))


def _handshake(rng: random.Random) -> Wire:
    line = f"{rng.choice(('GET', 'GET', 'POST'))} {rng.choice(('/stream', _path(rng)))} HTTP/1.1"
    return Wire(_request(line, rng.choice(parts.HANDSHAKES)))


def _frames(rng: random.Random) -> Wire:
    headers = parts.UPGRADE + parts.KEY + parts.NEWEST
    frames = b"".join(rng.choice(parts.FRAMES) for _ in range(rng.randint(1, 4)))
    return Wire(_request("GET /stream HTTP/1.1", headers, frames))


def _cut(rng: random.Random) -> Wire:
    """A whole request, of which the end never comes."""
    body = rng.randbytes(2_000)
    whole = _request(f"POST {_path(rng)} HTTP/1.1", f"Content-Length: {len(body)}\r\n", body)
    return Wire(whole[: rng.randrange(len(whole))], ends=False)


def _any(rng: random.Random) -> Wire:
    """Damage anywhere in any of the others."""
    sound = rng.choice((_header, _chunks, _pipeline, _frames, _target))(rng)
    return Wire(damaged(rng, sound.data), ends=False)
