"""What a key may be allowed to do."""

from enum import StrEnum


class Scope(StrEnum):
    """A part of the API; `ADMIN` includes all the others."""

    RECOMMEND = "recommend"
    SESSIONS = "sessions"
    REPORTS = "reports"
    PERCEIVE = "perceive"
    ADMIN = "admin"
