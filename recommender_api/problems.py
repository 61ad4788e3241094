"""Errors to answers: one body for all of them, no stack trace in any, and no identifier in the log.

MienError | HTTPException | database error | defect --> problem+json
"""

import json
import logging

from flask import Flask, Response, request
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from mien import errors
from recommender_api.access.errors import UnknownViewer
from recommender_api.errors import DatabaseUnavailable, NotJson

logger = logging.getLogger(__name__)

MOST_BODY_BYTES = 1024 * 1024


def answer_problems(app: Flask) -> None:
    """Let the application answer every error as a problem, and bodies over the limit too."""
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY_BYTES
    app.register_error_handler(errors.MienError, problem)
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(OperationalError, _database_problem)
    app.register_error_handler(IntegrityError, _integrity_problem)
    app.register_error_handler(Exception, _defect)


def problem(error: errors.MienError) -> Response:
    """The answer for an error."""
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


def _database_problem(error: OperationalError) -> Response:
    logger.error("the database failed: %s", error)
    return problem(DatabaseUnavailable("the database does not answer"))


def _integrity_problem(error: IntegrityError) -> Response:
    # What a request found may be deleted before it writes about it.
    if "foreign key" in str(error.orig).lower():
        return problem(UnknownViewer("the viewer or session was deleted meanwhile"))
    return _defect(error)


def _defect(error: Exception) -> Response:
    logger.exception("defect in %s %s", request.method, request.url_rule, exc_info=error)
    return problem(errors.MienError("the request could not be answered"))
