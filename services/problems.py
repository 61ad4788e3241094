"""Errors to responses: one body for all of them, and no stack trace in any."""

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from mien.errors import PROBLEM_MEDIA_TYPE, MethodNotAllowed, MienError, NotFound
from mien.telemetry.trail import CURRENT, note
from services.lingering import answer_and_linger
from services.request_body import body_is_coming

CLIENT_CLOSED_REQUEST = 499
"""Nobody reads this answer; the status is for the log and the metrics (nginx's number)."""


class ProblemResponse(JSONResponse):
    """A MienError as `application/problem+json`."""

    media_type = PROBLEM_MEDIA_TYPE

    def __init__(self, error: MienError) -> None:
        note(error)
        super().__init__(error.problem(), status_code=error.status, headers=error.headers())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at once, also a client that is still sending a large body."""
        if body_is_coming(scope):
            await answer_and_linger(self, receive, send)
        else:
            await super().__call__(scope, receive, send)


def told_before(problem: Mapping[str, Any]) -> Response:
    """A problem body that another process wrote, with its own status."""
    if trail := CURRENT.get():
        trail.code, trail.detail = problem["code"], problem["detail"]
    return JSONResponse(problem, int(problem["status"]), media_type=PROBLEM_MEDIA_TYPE)


async def handle_problem(request: Request, error: Exception) -> Response:
    """Answer a MienError with its own status."""
    assert isinstance(error, MienError)
    return ProblemResponse(error)


async def handle_departure(request: Request, error: Exception) -> Response:
    """The client went away before it had sent all: nobody is at fault."""
    return Response(status_code=CLIENT_CLOSED_REQUEST)


async def handle_unserved(request: Request, error: Exception) -> Response:
    """Answer what no route of ours does: a file that is not there, a path with a line break."""
    assert isinstance(error, HTTPException)
    path = request.url.path
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        return ProblemResponse(MethodNotAllowed(f"{path} does not take {request.method}", allowed))
    return ProblemResponse(NotFound(f"there is no {path}"))


async def handle_defect(request: Request, error: Exception) -> Response:
    """Answer what should not have happened: the log has the trace, the client does not."""
    return ProblemResponse(MienError("the request could not be answered"))
