"""Errors to responses: one body for all of them, and no stack trace in any."""

import logging
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mien.errors import PROBLEM_MEDIA_TYPE, MienError

logger = logging.getLogger(__name__)

CLIENT_CLOSED_REQUEST = 499
"""Nobody reads this answer; the status is for the log and the metrics (nginx's number)."""


class ProblemResponse(JSONResponse):
    """A MienError as `application/problem+json`."""

    media_type = PROBLEM_MEDIA_TYPE

    def __init__(self, error: MienError) -> None:
        super().__init__(error.problem(), status_code=error.status, headers=error.headers())


def told_before(problem: Mapping[str, Any]) -> Response:
    """A problem body that another process wrote, with its own status."""
    return JSONResponse(problem, int(problem["status"]), media_type=PROBLEM_MEDIA_TYPE)


async def handle_problem(request: Request, error: Exception) -> Response:
    """Answer a MienError with its own status."""
    assert isinstance(error, MienError)
    return ProblemResponse(error)


async def handle_defect(request: Request, error: Exception) -> Response:
    """Answer what should not have happened: the log has the trace, the client does not."""
    logger.exception("%s %s failed", request.method, request.url.path, exc_info=error)
    return ProblemResponse(MienError("the request could not be answered"))
