"""Identifiers of viewers and sessions: random, and told from other text by their form.

Their form is what lets `recommender_api.privacy.logs` keep them out of every log line.
"""

import re
import secrets

_VIEWER, _SESSION = re.compile("vw_[0-9a-f]{28}"), re.compile("ss_[0-9a-f]{28}")
_JOB = r"(?<=/)[0-9a-f]{32}\b"
PATTERN = re.compile(rf"{_VIEWER.pattern}|{_SESSION.pattern}|mien_[kv]_[\w-]+|{_JOB}")
"""A viewer's or session's identifier, a key or a token; a job's where it stands in a path."""


def new_viewer_id() -> str:
    """31 characters, 112 random bits."""
    return f"vw_{secrets.token_hex(14)}"


def new_session_id() -> str:
    """31 characters, 112 random bits."""
    return f"ss_{secrets.token_hex(14)}"


def is_viewer_id(text: str) -> bool:
    """Whether it has the form; whatever has not, no database need be asked about."""
    return _VIEWER.fullmatch(text) is not None


def is_session_id(text: str) -> bool:
    """Whether it has the form."""
    return _SESSION.fullmatch(text) is not None


def scrubbed(text: str) -> str:
    """The text without identifiers, keys and tokens."""
    return PATTERN.sub("[removed]", text)
