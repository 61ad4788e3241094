"""The published description of `WS /stream`.

client: binary messages of `mien.clips.messages`
server: JSON text {"type": "recording" | "sample" | "error", …}
"""

from typing import Any


def asyncapi(sample: dict[str, Any], problem: dict[str, Any]) -> dict[str, Any]:
    """The AsyncAPI 3.0 description; `sample` and `problem` are JSON schemas of the replies."""
    messages = {
        "input": {
            "contentType": "application/octet-stream",
            "description": "kind (1 byte: 1 JPEG, PNG or WebP, 2 PCM s16le 16 kHz mono, 3 Opus "
            "packet, 4 track to follow as uint32), seconds (float64, little-endian), payload",
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
