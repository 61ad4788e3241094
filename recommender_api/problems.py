"""Errors to answers: one body for all of them, no stack trace in any, and no identifier in the log.

MienError | HTTPException | database error | defect --> problem+json
"""

import json

from flask import Flask, Response, request
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import HTTPException

from mien import errors
from mien.telemetry.trail import note
from recommender_api.access.errors import UnknownViewer
from recommender_api.database import trouble
from recommender_api.errors import NotJson

MOST_BODY_BYTES = 1024 * 1024


def answer_problems(app: Flask) -> None:
    """Let the application answer every error as a problem, and bodies over the limit too."""
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY_BYTES
    app.register_error_handler(errors.MienError, problem)
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(OperationalError, _database_problem)
    app.register_error_handler(NoConnectionFree, _database_problem)
    app.register_error_handler(IntegrityError, _integrity_problem)
    app.register_error_handler(Exception, _defect)


def problem(error: errors.MienError, defect: BaseException | None = None) -> Response:
    """The answer for an error; its cause and the defect are for the log alone."""
    note(error, defect)
    body = json.dumps(error.problem(), ensure_ascii=False)
    return Response(body, error.status, error.headers(), content_type=errors.PROBLEM_MEDIA_TYPE)


def _http_problem(error: HTTPException) -> Response:
    if error.code == 405:
        allowed = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
        detail = f"{request.path} does not take {request.method}"
        return problem(errors.MethodNotAllowed(detail, allowed))
    if error.code == 413:
        return problem(
            errors.BodyTooLarge(f"the most bytes taken are {request.max_content_length}")
        )
    if error.code == 404:
        return problem(errors.NotFound(f"there is no {request.path}"))
    if error.code is not None and error.code >= 500:
        return _defect(error)
    return problem(NotJson(str(error.description)))


def _database_problem(error: OperationalError | NoConnectionFree) -> Response:
    told = trouble(error)
    told.__cause__ = error
    return problem(told)


def _integrity_problem(error: IntegrityError) -> Response:
    # What a request found may be deleted before it writes about it.
    if "foreign key" in str(error.orig).lower():
        return problem(UnknownViewer("the viewer or session was deleted meanwhile"))
    return _defect(error)


def _defect(error: Exception) -> Response:
    return problem(errors.MienError("the request could not be answered"), error)
