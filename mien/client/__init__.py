"""A client of a Mien server, without its models: pictures, sounds, clips, live streams, films.

Client ─┬─ predict, listen, recommend ─> HTTP ─> a reply
        ├─ analyze ─> a job, followed ─────────> a summary and files
        └─ stream ──> WebSocket ───────────────> samples, as they come
"""

from mien.client.client import Client
from mien.client.errors import (
    JobCancelled,
    ServerProblem,
    StreamRefused,
    UnexpectedAnswer,
    Unreachable,
)
from mien.client.jobs import Progress

__all__ = [
    "Client",
    "JobCancelled",
    "Progress",
    "ServerProblem",
    "StreamRefused",
    "UnexpectedAnswer",
    "Unreachable",
]
