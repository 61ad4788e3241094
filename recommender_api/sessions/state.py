"""Where a session stands, in one word."""

from typing import Literal

from recommender_api.privacy import consents
from recommender_api.privacy.errors import ConsentExpired, ConsentWithdrawn, NotAcknowledged
from recommender_api.sessions.found import Session

State = Literal["waiting", "open", "withdrawn", "expired", "ended"]
"""`waiting` for the notice to be acknowledged; only an `open` session takes readings and chat."""


def state_of(session: Session) -> State:
    """By its end and its consent."""
    if session.ended is not None:
        return "ended"
    try:
        consents.standing(session)
    except NotAcknowledged:
        return "waiting"
    except ConsentWithdrawn:
        return "withdrawn"
    except ConsentExpired:
        return "expired"
    return "open"
