"""One simulated viewer through a number of sessions, once for each way to recommend.

    recommend --list--> how would each film please? --one is watched--> reaction
        ^                                                                   |
        +------- learn_from_line, learn_from_score <--read as in serving----+

Lists are what `next_items` answers and lessons are what the routes write: nothing is simulated but
the viewer. The mood that a list follows is drawn for each session, the same for every way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, insert, select

from mien.taxonomy import LABELS
from recommender_api.clock import now
from recommender_api.evaluation.sessions.behaviour import READINGS, Reaction, react
from recommender_api.evaluation.sessions.films import Films, Floats
from recommender_api.evaluation.sessions.hidden import HiddenTaste
from recommender_api.learning.lessons import learn_from_line, learn_from_score
from recommender_api.learning.recommending.choosing import Next, next_items
from recommender_api.learning.seen import mark_watched
from recommender_api.learning.watched import FILM
from recommender_api.privacy.identifiers import new_session_id
from recommender_api.privacy.viewers import create
from recommender_api.recommend.mapping import Mapping
from recommender_api.sessions.chat.heard import hear
from recommender_api.sessions.scoring import Spoken, combined, of_lines, of_readings, polarity
from recommender_api.sessions.tables import ViewingSession

MOST = 5
"""Films a list."""
SESSIONS = 10
SECONDS = 2.0
"""Between two readings."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a list comes about: whether anything is learned, the share of explored places, and
    whether viewers only talk about the film, so that nothing is known of what they name."""

    name: str
    learns: bool
    explore: float
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """The database, the films in it, and the mapping."""

    connection: Connection
    mapping: Mapping
    films: Films

    def ranks(self, taste: HiddenTaste, way: Way, seed: Sequence[int]) -> Floats:
        """(SESSIONS + 1, MOST): the rank in the viewer's own order, 0..1, of each film that is
        recommended after so many sessions; 1 where the list is shorter."""
        chance, moods = np.random.default_rng(seed), np.random.default_rng([*seed, 1])
        viewer_id, _ = create(self.connection)
        ranks = np.ones((SESSIONS + 1, MOST))
        for number in range(SESSIONS + 1):
            listed = self._list(viewer_id, way, _mood(moods), int(chance.integers(2**31)))
            ranks[number, : len(listed)] = taste.rank[listed]
            if listed:
                self._watch(viewer_id, taste, way, _chosen(listed, chance), chance)
        return ranks

    def _list(self, viewer_id: str, way: Way, mood: dict[str, float], seed: int) -> list[int]:
        asked = Next("movies", MOST, "improve", mood, way.explore, seed)
        _, picks = next_items(self.connection, self.mapping, viewer_id, asked)
        return [self.films.ids.index(pick.item["movie_id"]) for pick in picks]

    def _watch(
        self, viewer_id: str, taste: HiddenTaste, way: Way, film: int, chance: np.random.Generator
    ) -> None:
        session = self._session(viewer_id, film)
        reaction = react(self.films, taste, film, chance)
        if way.learns:
            self._learn(session, reaction, way.silent)
        else:
            mark_watched(self.connection, session)

    def _session(self, viewer_id: str, film: int) -> Row[Any]:
        has, film_id = self.films.has[film], self.films.ids[film]
        tags = ", ".join(name for name, one in zip(self.films.genres, has, strict=True) if one)
        row = {
            "id": new_session_id(), "viewer_id": viewer_id, "purpose": "evaluation",
            "context": "other", "catalog": "movies", "item_id": film_id, "title": film_id,
            "category": FILM, "tags": tags, "begun": now() - timedelta(minutes=1), "node": "start",
        }  # fmt: skip
        sessions = ViewingSession.__table__
        self.connection.execute(insert(ViewingSession).values(row))
        return self.connection.execute(select(sessions).where(sessions.c.id == row["id"])).one()

    def _learn(self, session: Row[Any], reaction: Reaction, silent: bool) -> None:
        spoken = []
        lines = [said for said in reaction.lines if said.about_item or not silent]
        for number, said in enumerate(lines):
            heard = hear(said.text, said.asked)
            compound = heard.sentiment.compound
            about = compound if said.about_item else None
            learn_from_line(self.connection, session, number, about, heard.opinions)
            tone = float(polarity(np.array(heard.expression.probabilities)))
            spoken.append(Spoken(compound, tone, heard.expression.quality))
        seconds, none = SECONDS * np.arange(READINGS, dtype=np.float64), np.zeros(READINGS, bool)
        looked = of_readings(seconds, reaction.probabilities, none)
        score = combined(looked, of_lines(spoken))
        if score is not None:
            learn_from_score(self.connection, session, score)


def _mood(chance: np.random.Generator) -> dict[str, float]:
    """Shares of expressions that a list follows: mostly one or two."""
    return dict(zip(LABELS, map(float, chance.dirichlet(np.full(len(LABELS), 0.4))), strict=True))


def _chosen(listed: Sequence[int], chance: np.random.Generator) -> int:
    """Whatever they like, viewers rather watch what stands first."""
    claims = 1 / np.arange(1, len(listed) + 1)
    return int(chance.choice(listed, p=claims / claims.sum()))
