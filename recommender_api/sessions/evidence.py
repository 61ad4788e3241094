"""What a session's score is made of: its readings, and what the viewer said."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from mien.perception.words.emotion import EmotionReading
from recommender_api.sessions.chat.heard import readers
from recommender_api.sessions.chat.lines import VIEWER, Line, lines_of
from recommender_api.sessions.found import Session
from recommender_api.sessions.scoring import (
    NOTHING,
    Part,
    Spoken,
    combined,
    of_lines,
    of_readings,
    polarity,
)
from recommender_api.sessions.track import Track, track


@dataclass(frozen=True, slots=True)
class Evidence:
    """Readings, lines, and what each of them says for the score; neither counts where the
    consent was withdrawn."""

    track: Track
    lines: tuple[Line, ...]
    expressions: Part
    words: Part

    @property
    def score(self) -> float | None:
        """-100..100, or None where nothing was read or said."""
        return combined(self.expressions, self.words)


def evidence(connection: Connection, session: Session) -> Evidence:
    """Everything that the session holds now."""
    read, lines = track(connection, session.id), tuple(lines_of(connection, session.id))
    if session.withdrawn is not None:
        return Evidence(read, lines, NOTHING, NOTHING)
    looked = of_readings(read.seconds, read.probabilities, read.uncertain)
    return Evidence(read, lines, looked, of_lines(list(_spoken(lines))))


def _spoken(lines: Iterable[Line]) -> Iterable[Spoken]:
    said = [line for line in lines if line.speaker == VIEWER]
    _, reader = readers()
    for line, words in zip(said, reader.read(line.text for line in said), strict=True):
        yield Spoken(line.sentiment, _polarity(words), words.quality)


def _polarity(words: EmotionReading) -> float:
    return float(polarity(np.array(words.probabilities)))
