"""Which apparent expressions a recommendation follows, when the request names none.

readings of the session, or of the viewer's newest one that has any --mean--> shares | neutral

Readings whose consent was withdrawn are used for nothing any more.
"""

from sqlalchemy import ColumnElement, Connection, exists, func, select

from mien.taxonomy import LABELS
from recommender_api.privacy.tables import Consent
from recommender_api.sessions.tables import Reading, ViewingSession

NEUTRAL = {"neutral": 1.0}


def session_shares(connection: Connection, session_id: str) -> dict[str, float]:
    """Mean probabilities of a session's readings, which add up to 1; neutral without any.

    Uncertain readings count only where there are no others.
    """
    withdrawn = (Consent.session_id == session_id) & Consent.withdrawn.is_not(None)
    mine = (Reading.session_id == session_id) & ~exists().where(withdrawn)
    certain = _mean(connection, mine & ~Reading.uncertain)
    return certain or _mean(connection, mine) or NEUTRAL


def viewer_shares(connection: Connection, viewer_id: str) -> dict[str, float]:
    """Those of the viewer's newest session with readings."""
    read = select(Reading.session_id).where(Reading.session_id == ViewingSession.id).exists()
    newest = (
        select(ViewingSession.id)
        .where(ViewingSession.viewer_id == viewer_id, read)
        .order_by(ViewingSession.begun.desc(), ViewingSession.id)
        .limit(1)
    )
    session_id = connection.execute(newest).scalar()
    return NEUTRAL if session_id is None else session_shares(connection, session_id)


def _mean(connection: Connection, which: ColumnElement[bool]) -> dict[str, float]:
    means = (func.avg(getattr(Reading, label)) for label in LABELS)
    row = connection.execute(select(*means).where(which)).one()
    shares = {label: float(mean) for label, mean in zip(LABELS, row, strict=True) if mean}
    total = sum(shares.values())
    return {label: share / total for label, share in shares.items()} if total > 0 else {}
