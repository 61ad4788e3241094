"""What the routes work on: the database and the mapping of the running application."""

from dataclasses import dataclass
from typing import cast

from flask import current_app
from sqlalchemy import Engine

from recommender_api.posters import Posters
from recommender_api.recommend.mapping import Mapping

EXTENSION = "mien"


@dataclass(frozen=True, slots=True)
class Place:
    """An application's own state."""

    engine: Engine
    mapping: Mapping
    posters: Posters


def place() -> Place:
    """That of the application which answers now."""
    return cast(Place, current_app.extensions[EXTENSION])
