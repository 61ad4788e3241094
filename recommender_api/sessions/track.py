"""A session's readings as arrays, in the order of time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from mien.taxonomy import LABELS
from recommender_api.sessions.scoring import Floats
from recommender_api.sessions.tables import Reading

_COLUMNS = Reading.__table__.c
_READ = (
    _COLUMNS.seconds,
    *(_COLUMNS[label] for label in LABELS),
    _COLUMNS.valence,
    _COLUMNS.arousal,
    _COLUMNS.uncertain,
)


@dataclass(frozen=True, slots=True)
class Track:
    """n readings: (n,) seconds rising, (n, 7) probabilities in the order of `Expression`, (n, 2)
    valence and arousal in -1..1, and whether each is uncertain."""

    seconds: Floats
    probabilities: Floats
    points: Floats
    uncertain: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.seconds)


def track(connection: Connection, session_id: str) -> Track:
    """All readings of a session."""
    mine = select(*_READ).where(Reading.session_id == session_id)
    rows = connection.execute(mine.order_by(Reading.seconds, Reading.sequence)).all()
    table = np.array([tuple(row) for row in rows], np.float64).reshape(len(rows), len(_READ))
    seconds, probabilities, points, uncertain = np.split(table, [1, 1 + len(LABELS), -1], axis=1)
    return Track(seconds[:, 0], probabilities, points, uncertain[:, 0] > 0)
