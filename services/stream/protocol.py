"""What goes over `WS /stream`.

    client: kind u8 · seconds f64, little-endian · payload      a picture or a piece of sound
    server: JSON text {"type": "sample" | "error", …}

Times are the client's own, in seconds from any start, and grow. Sound is 16-bit little-endian PCM,
one channel at 16 kHz, or one Opus packet a message.
"""

import math
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from mien.errors import InvalidRequest

HEADER = struct.Struct("<Bd")


class Kind(IntEnum):
    """The first byte of a message."""

    PICTURE = 1
    PCM = 2
    OPUS = 3


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the client; `payload` is an encoded picture or sound."""

    kind: Kind
    seconds: float
    payload: bytes


def parse(data: bytes) -> Message:
    """A binary message. Raises InvalidRequest, which says what is wrong with it."""
    if len(data) <= HEADER.size:
        raise InvalidRequest(
            f"a message of {len(data)} bytes; one has a kind byte, eight bytes of time, a payload"
        )
    kind, seconds = HEADER.unpack_from(data)
    if kind not in set(Kind):
        raise InvalidRequest(f"kind {kind}; 1 is a picture, 2 is PCM, 3 is an Opus packet")
    if not math.isfinite(seconds) or seconds < 0.0:
        raise InvalidRequest(f"a time of {seconds}; it takes seconds from 0 on")
    return Message(Kind(kind), seconds, data[HEADER.size :])


def pack(kind: Kind, seconds: float, payload: bytes) -> bytes:
    """A message as a client sends it."""
    return HEADER.pack(kind, seconds) + payload


def asyncapi(sample: dict[str, Any], problem: dict[str, Any]) -> dict[str, Any]:
    """The AsyncAPI 3.0 description; `sample` and `problem` are JSON schemas of the replies."""
    messages = {
        "input": {
            "contentType": "application/octet-stream",
            "description": "kind (1 byte: 1 JPEG, PNG or WebP, 2 PCM s16le 16 kHz mono, 3 Opus "
            "packet), seconds (float64, little-endian), payload",
            "payload": {"type": "string", "format": "binary"},
        },
        "sample": {"contentType": "application/json", "payload": sample},
        "error": {"contentType": "application/json", "payload": problem},
    }
    channel = {"address": "/stream", "messages": messages}
    here = "#/channels/stream"
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Mien, live", "version": "1"},
        "channels": {"stream": channel},
        "operations": {
            "send": _operation("receive", here, ["input"]),
            "receive": _operation("send", here, ["sample", "error"]),
        },
    }


def _operation(action: str, channel: str, names: list[str]) -> dict[str, Any]:
    messages = [{"$ref": f"{channel}/messages/{name}"} for name in names]
    return {"action": action, "channel": {"$ref": channel}, "messages": messages}
