"""The PostgreSQL database of a run: made, filled with sessions, counted, its connections ended."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter

import psycopg
from sqlalchemy import Engine, insert, text

from benchmarks.sessions_load import Sender
from mien.taxonomy import LABELS
from recommender_api.clock import now
from recommender_api.database import opened, writing
from recommender_api.privacy import consents
from recommender_api.privacy.identifiers import new_session_id
from recommender_api.privacy.viewers import create
from recommender_api.sessions.chat.lines import MIEN
from recommender_api.sessions.tables import ChatLine, ViewingSession

NOTICE = "benchmark"


@dataclass(frozen=True, slots=True)
class Database:
    """An empty database of its own on the server; `url` is what Mien is given."""

    server: str
    name: str
    engine: Engine

    @property
    def url(self) -> str:
        """Of the database."""
        return f"{self.server}/{self.name}"

    def begin(self, count: int) -> list[Sender]:
        """So many viewers, each with an open session that has its first line."""
        return [self._begin() for _ in range(count)]

    def stored(self, senders: list[Sender]) -> dict[str, int]:
        """How many different readings each session has, from its sender's first on."""
        counted = text("SELECT count(*) FROM reading WHERE session_id = :id AND sequence >= :first")
        with self.engine.connect() as connection:
            return {
                sender.session_id: connection.execute(
                    counted, {"id": sender.session_id, "first": sender.first}
                ).scalar_one()
                for sender in senders
            }

    def end_connections(self) -> int:
        """Terminate every other connection to the database; how many there were."""
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            ended = connection.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s",
                (self.name,),
            ).fetchone()
        self.engine.dispose()
        return int(ended[0]) if ended else 0

    def plain_inserts(self, batch: int, seconds: float) -> float:
        """Batches a second that one connection inserts and commits without any server of ours."""
        [sender] = self.begin(1)
        columns = ("session_id", "sequence", "seconds", "source", *LABELS)
        row = f"({', '.join(['%s'] * (len(columns) + 2))}, false)"
        statement = (
            f"INSERT INTO reading ({', '.join(columns)}, valence, arousal, uncertain) "
            f"VALUES {', '.join([row] * batch)} ON CONFLICT DO NOTHING"
        )
        done, begin = 0, perf_counter()
        with psycopg.connect(self.url) as connection:
            while perf_counter() < begin + seconds:
                numbers = range(done * batch, (done + 1) * batch)
                rows = (
                    (sender.session_id, n, n / 10, "face", *[1 / 7] * 7, 0.0, 0.0) for n in numbers
                )
                connection.execute(statement, [value for each in rows for value in each])
                connection.commit()
                done += 1
        return done / (perf_counter() - begin)

    def _begin(self) -> Sender:
        session_id = new_session_id()
        with writing(self.engine) as connection:
            viewer_id, token = create(connection)
            about = {"purpose": "benchmark", "context": "other", "catalog": "videos"}
            item = {"title": "A video", "category": "video", "tags": "", "node": "feeling"}
            row = {"id": session_id, "viewer_id": viewer_id, "begun": now(), **about, **item}
            connection.execute(insert(ViewingSession).values(row))
            line = {"session_id": session_id, "number": 1, "speaker": MIEN, "node": "feeling"}
            said = {"text": "How did you like it?", "said": now()}
            connection.execute(insert(ChatLine).values(line | said))
            until = now() + timedelta(days=1)
            consents.give(connection, session_id, viewer_id, ["face", "words"], until, NOTICE)
            consents.acknowledge(connection, session_id, NOTICE)
        return Sender(session_id, token, 0)


@contextmanager
def database(server: str) -> Iterator[Database]:
    """One that goes away again."""
    name = f"mien_bench_{secrets.token_hex(6)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            with opened(f"{server}/{name}") as engine:
                yield Database(server, name, engine)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
