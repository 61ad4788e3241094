"""What a check found."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """A warning is for somebody to judge; with a problem Mien does not work as it should."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """`detail` says what is; `action` what to do about it, and is empty where all is well."""

    state: State
    detail: str
    action: str = ""


def ok(detail: str) -> Finding:
    """All is well."""
    return Finding(State.OK, detail)


def warning(detail: str, action: str) -> Finding:
    """It works, but perhaps not as its operator believes."""
    return Finding(State.WARNING, detail, action)


def problem(detail: str, action: str) -> Finding:
    """It does not work, or not safely."""
    return Finding(State.PROBLEM, detail, action)
