"""Viewers and sessions as rows, without the routes that make them."""

from datetime import datetime
from itertools import count

from sqlalchemy import insert, select

from mien.taxonomy import LABELS
from recommender_api.learning.weights import all_evidence
from recommender_api.privacy.tables import Consent, Viewer
from recommender_api.sessions.tables import Reading, ViewingSession

BEGUN = datetime(2026, 11, 1, 12)
_NUMBERS = count(1)


def viewer(connection):
    """A new viewer's id."""
    number = next(_NUMBERS)
    row = {"id": f"vw_{number:028x}", "created": BEGUN, "salt": "0", "token_hash": f"{number:064x}"}
    connection.execute(insert(Viewer).values(row))
    return row["id"]


def session(connection, viewer_id, *tags, **fields):
    """A new session's row, with consent, by default with a film that has these tags."""
    row = {
        "id": f"ss_{next(_NUMBERS):028x}",
        "viewer_id": viewer_id,
        "purpose": "tests",
        "context": "home",
        "catalog": "movies",
        "item_id": None,
        "title": "A film",
        "category": "film",
        "tags": ", ".join(tags),
        "begun": BEGUN,
        "node": "start",
        "language": "en",
    } | fields
    connection.execute(insert(ViewingSession).values(row))
    consent = {"notice": "1", "modalities": "face", "given": BEGUN, "acknowledged": BEGUN}
    connection.execute(
        insert(Consent).values(
            session_id=row["id"],
            viewer_id=viewer_id,
            expires=datetime(2100, 1, 1),
            **consent,
        )
    )
    sessions = select(ViewingSession.__table__).where(ViewingSession.id == row["id"])
    return connection.execute(sessions).one()


def weights_by_category(connection, viewer_id, at=None):
    """Every weight of a viewer."""
    known = all_evidence(connection, viewer_id, at)
    return {name: {tag: each.weight for tag, each in tags.items()} for name, tags in known.items()}


def reading(connection, session_id, sequence, uncertain=False, **probabilities):
    """A reading with these probabilities and 0 for the others."""
    row = dict.fromkeys(LABELS, 0.0) | probabilities
    connection.execute(
        insert(Reading).values(
            session_id=session_id,
            sequence=sequence,
            seconds=sequence / 10,
            source="face",
            valence=0.0,
            arousal=0.0,
            uncertain=uncertain,
            **row,
        )
    )
