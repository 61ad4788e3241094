"""Viewers: pseudonyms, each with a token of its own."""

import secrets
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from recommender_api.access.credentials import digest, new_token
from recommender_api.access.errors import UnknownViewer
from recommender_api.clock import now
from recommender_api.privacy.identifiers import is_viewer_id, new_viewer_id
from recommender_api.privacy.tables import Viewer


def create(connection: Connection) -> tuple[str, str]:
    """A new viewer's identifier and token; of the token only the hash is kept."""
    viewer_id, token = new_viewer_id(), new_token()
    row = {"id": viewer_id, "created": now(), "token_hash": digest(token)}
    connection.execute(insert(Viewer).values(row | {"salt": secrets.token_hex(32)}))
    return viewer_id, token


def existing(connection: Connection, viewer_id: str, for_update: bool = False) -> Row[Any]:
    """The viewer's row; with `for_update` nobody else changes or adds to the viewer meanwhile.

    Raises UnknownViewer.
    """
    query = select(Viewer.__table__).where(Viewer.id == viewer_id)
    query = query.with_for_update() if for_update else query
    row = connection.execute(query).one_or_none() if is_viewer_id(viewer_id) else None
    if row is None:
        raise UnknownViewer("no viewer with this identifier can be reached")
    return row
