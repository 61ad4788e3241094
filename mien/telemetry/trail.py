"""What is known of a request while it is served: its id, where it went, why it failed.

X-Request-ID ─> Trail, in a context variable ─> threads, batches, jobs ─> every log line
                  └─ status, problem, exception ─> one line, where it failed; the span's end
"""

import os
import re
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mien.errors import MienError

if TYPE_CHECKING:
    from opentelemetry.trace import Span

HEADER = "X-Request-ID"
UNMATCHED = "unmatched"
_GIVEN = re.compile(r"[0-9A-Za-z.-]{1,64}")
"""Without the underscore that viewers' identifiers and keys have, so none can pass as an id."""


@dataclass(slots=True, eq=False)
class Trail:
    """A request; `route` is a pattern, never a path. `error` is what should not have happened."""

    id: str
    method: str = ""
    route: str = ""
    status: int = 0
    code: str = ""
    detail: str = ""
    error: BaseException | None = None
    trace_id: str = ""
    span: "Span | None" = None

    def note(self, problem: MienError, defect: BaseException | None = None) -> None:
        """Remember with what the request is answered. What the problem was raised from is for the
        log alone, as is a `defect`, which has its trace there."""
        self.code, self.detail, self.status = problem.code, problem.detail, problem.status
        self.error = defect
        if problem.__cause__ is not None:
            self.detail += f": {getattr(problem.__cause__, 'orig', problem.__cause__)}"


CURRENT: ContextVar[Trail | None] = ContextVar("trail", default=None)
"""Of the request that this code works for."""


def request_id(given: str | None) -> str:
    """The id that a client or proxy gave, where it can be used; else a new one."""
    return given if given and _GIVEN.fullmatch(given) else os.urandom(16).hex()


def note(problem: MienError, defect: BaseException | None = None) -> None:
    """As `Trail.note`, of the current request where there is one."""
    trail = CURRENT.get()
    if trail is not None:
        trail.note(problem, defect)
