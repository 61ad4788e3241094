"""What the routes work on: the database, gate and texts of the running application."""

from dataclasses import dataclass
from typing import cast

from flask import current_app
from sqlalchemy import Engine

from recommender_api.access.gate import Gate
from recommender_api.posters import Posters
from recommender_api.privacy.notices import Notices
from recommender_api.recommend.mapping import Mapping
from recommender_api.sessions.chat.turns import Speaker

EXTENSION = "mien"


@dataclass(frozen=True, slots=True)
class Place:
    """An application's own state."""

    engine: Engine
    mapping: Mapping
    posters: Posters
    gate: Gate
    notices: Notices
    speaker: Speaker


def place() -> Place:
    """That of the application which answers now."""
    return cast(Place, current_app.extensions[EXTENSION])
