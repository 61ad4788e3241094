"""The Flask application: stand-alone under gunicorn, or mounted in the gateway at the same path.

settings --> database, mapping --> blueprints under /api/v1 --> JSON | problem+json
"""

import json
import logging
from collections.abc import Callable

from flask import Flask, Response, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from mien import errors
from mien.settings import Settings, settings
from recommender_api.catalog.routes import routes as catalog_routes
from recommender_api.database import connect
from recommender_api.errors import DatabaseUnavailable, NotJson
from recommender_api.openapi import routes as openapi_routes
from recommender_api.place import EXTENSION, Place
from recommender_api.posters import Posters
from recommender_api.probes import routes as probe_routes
from recommender_api.recommend.mapping import SHIPPED, Mapping
from recommender_api.recommend.routes import routes as recommend_routes

logger = logging.getLogger(__name__)

PREFIX = "/api/v1"
MOST_BODY_BYTES = 1024 * 1024


def create_app(chosen: Settings) -> Flask:
    """Raises InvalidSetting for a mapping or a database that cannot be used."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY_BYTES
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions[EXTENSION] = _place(chosen)
    for routes in (recommend_routes, catalog_routes, openapi_routes):
        app.register_blueprint(routes, url_prefix=PREFIX)
    app.register_blueprint(probe_routes)
    app.register_error_handler(errors.MienError, _problem)
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(OperationalError, _database_problem)
    app.register_error_handler(Exception, _defect)
    if chosen.cors_origins:
        app.after_request(_cors(chosen.cors_origins))
    return app


def served() -> Flask:
    """The application that gunicorn serves, from the process's settings."""
    return create_app(settings())


def _place(chosen: Settings) -> Place:
    mapping = Mapping.load(chosen.mapping or SHIPPED)
    engine = connect(chosen.database_url)
    return Place(engine, mapping, Posters(engine, chosen.poster_source))


def _problem(error: errors.MienError) -> Response:
    body = json.dumps(error.problem(), ensure_ascii=False)
    return Response(body, error.status, error.headers(), content_type=errors.PROBLEM_MEDIA_TYPE)


def _http_problem(error: HTTPException) -> Response:
    if error.code == 405:
        allowed = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
        detail = f"{request.path} does not take {request.method}"
        return _problem(errors.MethodNotAllowed(detail, allowed))
    if error.code == 413:
        return _problem(errors.BodyTooLarge(f"the most bytes taken are {MOST_BODY_BYTES}"))
    if error.code == 404:
        return _problem(errors.NotFound(f"there is no {request.path}"))
    if error.code is not None and error.code >= 500:
        return _defect(error)
    return _problem(NotJson(str(error.description)))


def _database_problem(error: OperationalError) -> Response:
    logger.error("the database failed: %s", error)
    return _problem(DatabaseUnavailable("the database does not answer"))


def _defect(error: Exception) -> Response:
    logger.exception("defect in %s %s", request.method, request.path, exc_info=error)
    return _problem(errors.MienError("the request could not be answered"))


def _cors(origins: tuple[str, ...]) -> Callable[[Response], Response]:
    def allow(response: Response) -> Response:
        origin = request.headers.get("Origin")
        response.vary.add("Origin")
        if origin and ("*" in origins or origin in origins):
            response.headers["Access-Control-Allow-Origin"] = "*" if "*" in origins else origin
            response.headers["Access-Control-Allow-Headers"] = "Content-Type"
            response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        return response

    return allow
