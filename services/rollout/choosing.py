"""Which models read a request: those that are served, or a candidate that takes a share.

session named? ─hash─> always the same side of the share
none named ───random─> any side; a live stream stays where it began
"""

import hashlib
import random
from dataclasses import dataclass

from starlette.requests import HTTPConnection

from mien.runtime.manifest import ModelEntry
from services.batched_reader import BatchedFaceReader
from services.rollout.plan import Mode

SESSION_HEADER = "X-Mien-Session"
"""Any text that a client chooses to stay with one set of models; it is hashed and forgotten."""

VERSION_HEADER = "X-Mien-Model"


@dataclass(frozen=True, slots=True)
class Sharing:
    """A candidate that reads `share` of the pictures, 0..1."""

    reader: BatchedFaceReader
    share: float

    def takes(self, session: str | None) -> bool:
        """Whether it reads for this session, or one request without a session."""
        if session is None:
            return random.random() < self.share
        salted = f"{self.reader.version}\0{session}".encode()
        digest = hashlib.blake2b(salted, digest_size=8).digest()
        return int.from_bytes(digest) < self.share * 2**64


@dataclass(frozen=True, slots=True)
class Tried:
    """A candidate that runs, as `/models` shows it: its tables with their providers."""

    mode: Mode
    share: float
    entries: list[tuple[ModelEntry, str]]


def reader_for(connection: HTTPConnection) -> BatchedFaceReader:
    """The reader of a request or a live stream."""
    state = connection.app.state
    sharing: Sharing | None = state.sharing
    if sharing is not None and sharing.takes(_session(connection)):
        return sharing.reader
    served: BatchedFaceReader = state.reader
    return served


def _session(connection: HTTPConnection) -> str | None:
    """A browser cannot set a header of a WebSocket, so there the query has it."""
    named = connection.headers.get(SESSION_HEADER)
    return named if named is not None else connection.query_params.get("session")
