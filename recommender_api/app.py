"""The Flask application: stand-alone under gunicorn, or mounted in the gateway at the same path.

settings --> database, mapping --> blueprints under /api/v1 --> JSON | problem+json
"""

from collections.abc import Callable

from flask import Flask, Response, request

from mien.settings import Settings, settings
from mien.telemetry import spans
from mien.telemetry.trail import HEADER
from recommender_api.access.gate import Gate
from recommender_api.access.guard import identify
from recommender_api.alone import protect
from recommender_api.catalog.routes import routes as catalog_routes
from recommender_api.database import connect
from recommender_api.learning.recommending.routes import routes as next_routes
from recommender_api.learning.routes import routes as learning_routes
from recommender_api.openapi import routes as openapi_routes
from recommender_api.place import EXTENSION, Place
from recommender_api.posters import Posters
from recommender_api.privacy.logs import keep_identifiers_out
from recommender_api.privacy.notices import Notices
from recommender_api.privacy.routes import notice_routes
from recommender_api.privacy.routes import routes as privacy_routes
from recommender_api.privacy.sweeping import sweep_hourly
from recommender_api.probes import routes as probe_routes
from recommender_api.problems import answer_problems
from recommender_api.recommend.mapping import SHIPPED, Mapping
from recommender_api.recommend.routes import routes as recommend_routes
from recommender_api.request_metrics import count_requests
from recommender_api.request_trail import track_requests
from recommender_api.sessions.chat.paraphrasing import paraphraser
from recommender_api.sessions.chat.routes import routes as chat_routes
from recommender_api.sessions.chat.tree import SHIPPED as SHIPPED_CHAT
from recommender_api.sessions.chat.tree import Tree
from recommender_api.sessions.chat.turns import Speaker
from recommender_api.sessions.readings.routes import routes as readings_routes
from recommender_api.sessions.routes import routes as session_routes
from recommender_api.statements import trace_statements

PREFIX = "/api/v1"


def create_app(chosen: Settings) -> Flask:
    """Raises InvalidSetting for a mapping, a notice, a chat or a database that cannot be used."""
    keep_identifiers_out()
    app = Flask(__name__, static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions[EXTENSION] = _place(chosen)
    for routes in (recommend_routes, catalog_routes, openapi_routes, learning_routes, next_routes):
        app.register_blueprint(routes, url_prefix=PREFIX)
    for routes in (session_routes, readings_routes, chat_routes):
        app.register_blueprint(routes, url_prefix=PREFIX)
    for routes in (privacy_routes, notice_routes):
        app.register_blueprint(routes, url_prefix=PREFIX)
    app.register_blueprint(probe_routes)
    app.before_request(identify)
    answer_problems(app)
    track_requests(app)
    if chosen.cors_origins:
        app.after_request(_cors(chosen.cors_origins))
    return app


def served() -> Flask:
    """The application that gunicorn serves, from the process's settings."""
    spans.start(settings(), "mien-recommender")
    app = create_app(settings())
    protect(app, settings())
    count_requests(app)
    sweep_hourly(settings())
    return app


def _place(chosen: Settings) -> Place:
    mapping = Mapping.load(chosen.mapping or SHIPPED)
    tree = Tree.load(chosen.chat or SHIPPED_CHAT)
    engine = connect(chosen.database_url)
    if chosen.tracing:
        trace_statements(engine)
    return Place(
        engine=engine,
        mapping=mapping,
        posters=Posters(engine, chosen.poster_source),
        gate=Gate(engine, chosen.require_keys),
        notices=Notices.of(chosen),
        speaker=Speaker(tree, paraphraser(chosen.paraphraser)),
    )


def _cors(origins: tuple[str, ...]) -> Callable[[Response], Response]:
    def allow(response: Response) -> Response:
        origin = request.headers.get("Origin")
        response.vary.add("Origin")
        if origin and ("*" in origins or origin in origins):
            response.headers["Access-Control-Allow-Origin"] = "*" if "*" in origins else origin
            response.headers["Access-Control-Allow-Headers"] = "Content-Type, Authorization"
            response.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
            response.headers["Access-Control-Expose-Headers"] = f"Retry-After, {HEADER}"
        return response

    return allow
