"""`/sessions/{id}/readings`: what a session's face and voice apparently express, over time."""

from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import select

from mien.validation import faults
from recommender_api.clock import now
from recommender_api.database import writing
from recommender_api.errors import InvalidField
from recommender_api.place import place
from recommender_api.sessions.errors import FutureReading
from recommender_api.sessions.found import Session, find, ready_for
from recommender_api.sessions.readings.replies import ReadingsReply, StoredReply, reading_reply
from recommender_api.sessions.readings.requests import MOST_SEQUENCE
from recommender_api.sessions.readings.storing import store
from recommender_api.sessions.readings.taking import Taken, requested
from recommender_api.sessions.tables import Reading

MOST_BODY_BYTES = 16 * 1024 * 1024
"""A clip's timeline of some twenty minutes, with all that stands beside its readings."""

TOLERANCE_SECONDS = 5.0
"""By how much a live sender's clock may run ahead."""

routes = Blueprint("readings", __name__)


class PageQuery(BaseModel):
    """Which readings to answer."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    after: int = Field(-1, ge=-1, le=MOST_SEQUENCE, description="Only larger sequence numbers.")
    limit: int = Field(1000, ge=1, le=10_000)


@routes.post("/sessions/<session_id>/readings")
def add_readings(session_id: str) -> StoredReply:
    """Store readings; the same ones again change nothing."""
    request.max_content_length = MOST_BODY_BYTES
    taken = requested(request.args.to_dict(), request.get_data())
    with writing(place().engine) as connection:
        session = find(connection, session_id, lock="shared")
        ready_for(session, {part for row in taken.rows for part in row["source"].split("+")})
        _check_past(session, taken)
        stored, known = store(connection, session_id, taken.rows)
    numbers = [row["sequence"] for row in taken.rows[-1:]]
    if session.last_sequence is not None:
        numbers.append(session.last_sequence)
    return {
        "stored": stored,
        "known": known,
        "skipped": taken.skipped,
        "last_sequence": max(numbers, default=None),
    }


@routes.get("/sessions/<session_id>/readings")
def readings(session_id: str) -> ReadingsReply:
    """Readings in the order of their sequence numbers."""
    try:
        page = PageQuery.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise InvalidField(faults(error)) from error
    with place().engine.connect() as connection:
        find(connection, session_id)
        of_session = select(Reading.__table__).where(
            Reading.session_id == session_id, Reading.sequence > page.after
        )
        found = of_session.order_by(Reading.sequence).limit(page.limit)
        rows = connection.execute(found).all()
    more = len(rows) == page.limit
    return {
        "readings": [reading_reply(row) for row in rows],
        "next_after": rows[-1].sequence if more else None,
    }


def _check_past(session: Session, taken: Taken) -> None:
    passed = (now() - session.begun).total_seconds() + TOLERANCE_SECONDS
    latest = max((row["seconds"] for row in taken.rows), default=0.0)
    if taken.live and latest > passed:
        raise FutureReading(
            f"seconds {latest:.10g} lies {latest - passed + TOLERANCE_SECONDS:.1f} s ahead of now"
        )
