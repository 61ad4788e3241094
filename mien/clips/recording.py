"""A live session as it was read, so that it can be read again.

    header line, JSON
    length u32 · message    each picture that was read, all sound (PCM), each choice of the viewer,
    length u32 · answer     in the order in which they were taken; after a picture, its answer

A recording that breaks off is good as far as it goes. It holds pictures of people: keep it no
longer than they agreed to.
"""

import json
import struct
from collections.abc import Iterator
from io import RawIOBase
from pathlib import Path
from typing import Any

import mien
from mien.clips.messages import Message, parse
from mien.errors import InvalidRequest, UndecodableRecording

SUFFIX = ".mien"
FORMAT = "mien recording 1"
_LENGTH = struct.Struct("<I")
_ANSWER = b"{"

Answer = dict[str, Any]
"""A sample as `mien.clips.timeline.sample_reply` describes it."""


def begin(file: RawIOBase) -> None:
    """Write the header of an empty file."""
    header = {"format": FORMAT, "version": mien.__version__}
    file.write(json.dumps(header).encode() + b"\n")


def append(file: RawIOBase, entry: bytes) -> None:
    """Write a packed message of `mien.clips.messages`, or an answer as JSON."""
    file.write(_LENGTH.pack(len(entry)) + entry)


def recorded(path: Path) -> Iterator[Message | Answer]:
    """Messages and answers in their order. Raises UndecodableRecording, and OSError."""
    with path.open("rb") as file:
        _check(file.readline(1000))
        while len(length := file.read(_LENGTH.size)) == _LENGTH.size:
            size = _LENGTH.unpack(length)[0]
            data = file.read(size)
            if len(data) < size:
                return
            yield _read(data)


def _check(line: bytes) -> None:
    try:
        kind = json.loads(line)["format"]
    except (ValueError, KeyError, TypeError):
        kind = None
    if kind != FORMAT:
        raise UndecodableRecording(f"the file does not begin as a '{FORMAT}'")


def _read(data: bytes) -> Message | Answer:
    try:
        return json.loads(data) if data.startswith(_ANSWER) else parse(data)
    except (ValueError, InvalidRequest) as error:
        raise UndecodableRecording(f"the recording is damaged: {error}") from error
