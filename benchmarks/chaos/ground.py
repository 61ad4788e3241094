"""What every fault happens to: a gateway in places of its own, and traffic at it.

folder: database, jobs, clip ─> mien serve <── traffic, in a process of its own
             └── what was acknowledged is compared with what is there
"""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import psutil
from sqlalchemy import select

from benchmarks.chaos.tally import Tally
from benchmarks.chaos.traffic import Rates, Seen, send
from benchmarks.clip_material import make_clip
from benchmarks.load import LoadProcess
from benchmarks.servers import MIEN, ROOT, Server, environment, gateway
from benchmarks.sessions_database import Database
from benchmarks.sessions_load import Sender
from recommender_api.database import connect
from recommender_api.sessions.tables import ChatLine

SESSIONS = 10
LOOK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Ground:
    """A running gateway with a catalog and open sessions; `jobs` is its folder of clips."""

    server: Server
    held: Database
    senders: list[Sender]
    jobs: Path
    clip: bytes

    def start(
        self, load: LoadProcess, seconds: float, rates: Rates | None = None
    ) -> Future[list[Seen]]:
        """Begin the traffic."""
        return load.start(
            send, self.server.port, self.senders, self.clip, rates or Rates(), seconds
        )

    def lost(self, seen: Seen) -> int:
        """How many readings, chat lines and clips were acknowledged and are not there."""
        stored = self.held.stored(self.senders)
        sending = self.senders[: len(seen.readings)]
        readings = sum(
            max(0, known - stored[sender.session_id])
            for sender, known in zip(sending, seen.readings, strict=True)
        )
        clips = sum(not (self.jobs / each / "job.json").exists() for each in seen.clips)
        return readings + self._lost_lines(seen) + clips

    def tallied(self, scenario: str, seen: Seen, deserved: frozenset[int] = frozenset()) -> Tally:
        """All requests by what became of them, and what was lost."""
        tally = Tally(scenario, lost=self.lost(seen))
        tally.add(((each.kind, each.status) for each in seen.tries), deserved)
        return tally

    def _lost_lines(self, seen: Seen) -> int:
        with self.held.engine.connect() as connection:
            rows = connection.execute(select(ChatLine.session_id, ChatLine.number)).all()
        there = {(row.session_id, row.number) for row in rows}
        said = [(session, number) for session, lines in seen.lines.items() for number in lines]
        return sum(each not in there for each in said)


@contextmanager
def ground(
    folder: Path,
    database: str | None = None,
    own: Mapping[str, str] = MappingProxyType({}),
    clip_seconds: int = 3,
) -> Iterator[Ground]:
    """Everything in `folder`, but for a database of another place; `own` are more variables."""
    server, _, name = (database or f"sqlite:///{folder}/mien.db").rpartition("/")
    held = Database(server, name, connect(f"{server}/{name}"))
    senders = held.begin(SESSIONS)
    places = {"MIEN_DATABASE_URL": held.url, "MIEN_JOBS_DIR": str(folder / "jobs")}
    command = [str(MIEN), "catalog", "load", "recommender_api/catalog/starter"]
    subprocess.run(command, cwd=ROOT, env=environment(**places), check=True, capture_output=True)
    try:
        with gateway(**{**places, **own}) as running:
            yield Ground(running, held, senders, folder / "jobs", clip(clip_seconds))
    finally:
        held.engine.dispose()


def clip(seconds: int) -> bytes:
    """One of this length, the same for everybody."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        make_clip(path, seconds)
        return path.read_bytes()


def seconds_until(condition: Callable[[], bool], most: float) -> float:
    """Until the condition holds; infinite where it takes more than `most`."""
    begun = time.perf_counter()
    while (passed := time.perf_counter() - begun) < most:
        with suppress(OSError, psutil.Error):
            if condition():
                return passed
        time.sleep(LOOK_SECONDS)
    return float("inf")
