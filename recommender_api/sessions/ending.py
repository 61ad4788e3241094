"""How a session ends: once, however many ask at the same time, with what it teaches.

session locked --ended already?--> nothing more
       └─ evidence --> score --> row of `viewing_session`, weight changes, one transaction
"""

from sqlalchemy import Engine, update

from recommender_api.clock import now
from recommender_api.database import writing
from recommender_api.learning.lessons import learn_from_score
from recommender_api.learning.seen import mark_watched
from recommender_api.sessions.evidence import evidence
from recommender_api.sessions.found import find
from recommender_api.sessions.tables import ViewingSession


def end(engine: Engine, session_id: str) -> None:
    """End the session if nobody did. A withdrawn consent leaves nothing to score or to learn."""
    with writing(engine) as connection:
        session = find(connection, session_id, "alone")
        if session.ended is not None:
            return
        score = evidence(connection, session).score
        ended = update(ViewingSession).where(ViewingSession.id == session_id)
        connection.execute(ended.values(ended=now(), score=score))
        if score is None:
            mark_watched(connection, session)
        else:
            learn_from_score(connection, session, score)
