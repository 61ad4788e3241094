"""Viewers with something held about them in every table."""

from datetime import timedelta

from sqlalchemy import insert

from recommender_api.clock import now
from recommender_api.database import writing
from recommender_api.learning.tables import SeenItem, WeightChange
from recommender_api.privacy import consents
from recommender_api.privacy.identifiers import new_session_id
from recommender_api.privacy.viewers import create
from recommender_api.sessions.tables import ChatLine, Reading, ViewingSession

NOTICE = "en-0123456789abcdef"
NEUTRAL = {
    **dict.fromkeys(("angry", "disgust", "fear", "happy", "sad", "surprise"), 0.0),
    "neutral": 1.0,
    "valence": 0.0,
    "arousal": 0.0,
    "uncertain": False,
    "source": "face",
}


def new_viewer(engine):
    with engine.begin() as connection:
        return create(connection)


def new_session(engine, viewer_id, begun=None, days=1.0, **fields):
    """A session with its consent, not yet acknowledged; its identifier."""
    session = {
        "id": new_session_id(),
        "viewer_id": viewer_id,
        "purpose": "A test screening",
        "context": "screening",
        "catalog": "videos",
        "title": "A film",
        "category": "film",
        "tags": "Drama",
        "begun": begun or now(),
        "node": "feeling",
        **fields,
    }
    if "language" in ViewingSession.__table__.c:
        session.setdefault("language", "en")
    with writing(engine) as connection:
        connection.execute(insert(ViewingSession).values(session))
        expires = now() + timedelta(days=days)
        consents.give(connection, session["id"], viewer_id, ["face"], expires, NOTICE)
    return session["id"]


def fill(engine, viewer_id, session_id, readings=20, said="what a film"):
    """Readings, chat, learned weights and a seen item."""
    many = [
        {"session_id": session_id, "sequence": n, "seconds": n / 10, **NEUTRAL}
        for n in range(readings)
    ]
    line = {"session_id": session_id, "number": 1, "speaker": "viewer", "node": "feeling"}
    step = {"viewer_id": viewer_id, "session_id": session_id, "category": "film", "tag": "Drama"}
    why = {"amount": 5.0, "reason": "like", "because": said, "made": now()}
    item = {"viewer_id": viewer_id, "catalog": "movies", "item_id": f"of {session_id}"}
    with engine.begin() as connection:
        connection.execute(insert(Reading), many)
        connection.execute(insert(ChatLine).values(line | {"text": said, "said": now()}))
        connection.execute(insert(WeightChange).values(step | why))
        connection.execute(insert(SeenItem).values(item | {"seen": now()}))
