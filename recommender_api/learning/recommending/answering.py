"""Recommendations as replies: after a session, or to a viewer at any time."""

from typing import Any, cast, get_args

from sqlalchemy import Connection

from recommender_api.learning.recommending.choosing import Next, next_items
from recommender_api.learning.recommending.emotions import session_shares, viewer_shares
from recommender_api.learning.recommending.replies import next_reply
from recommender_api.learning.recommending.requests import NextRequest
from recommender_api.learning.watched import Watched
from recommender_api.place import Place
from recommender_api.recommend.mapping import CatalogName


def after_session(
    connection: Connection, here: Place, session: Watched, wished: NextRequest
) -> dict[str, Any]:
    """A NextMoviesReply or NextProductsReply: what the session's viewer may like next.

    Raises EmptyCatalog, EmptyGenre or UnknownEmotion.
    """
    catalog = session.catalog if session.catalog in get_args(CatalogName) else "movies"
    shares = wished.shares(here.mapping) or session_shares(connection, session.id)
    asked = wished.next(cast(CatalogName, catalog), shares)
    return _answer(connection, here, session.viewer_id, asked)


def to_viewer(
    connection: Connection, here: Place, viewer_id: str, wished: NextRequest
) -> dict[str, Any]:
    """The same for a viewer, following the newest session that has readings."""
    shares = wished.shares(here.mapping) or viewer_shares(connection, viewer_id)
    return _answer(connection, here, viewer_id, wished.next("movies", shares))


def _answer(connection: Connection, here: Place, viewer_id: str, asked: Next) -> dict[str, Any]:
    learned, picks = next_items(connection, here.mapping, viewer_id, asked)
    if asked.catalog == "movies":
        lacking = (pick.item for pick in picks if not pick.item["poster_url"])
        here.posters.want(item["imdb_id"] for item in lacking if item["imdb_id"])
    return next_reply(asked, learned, picks)
