"""`/healthz`, `/livez` and `/readyz` of the recommender that stands alone."""

from flask import Blueprint
from sqlalchemy import select

from recommender_api.place import place

routes = Blueprint("probes", __name__)


@routes.get("/healthz")
@routes.get("/livez")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@routes.get("/readyz")
def ready() -> dict[str, str]:
    """The database answers as well."""
    with place().engine.connect() as connection:
        connection.execute(select(1))
    return {"status": "ok"}
