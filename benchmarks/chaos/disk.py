"""The disk that holds the database, the clips and the temporary files fills up under traffic.

    quiet ─> full, and a worker is killed meanwhile ─> room again ─> quiet

What must be stored is refused (507), pictures and streams are read, a killed worker comes back, and
once there is room everything goes on: accepted clips too.
"""

import random
import sqlite3
import time
from contextlib import closing

from benchmarks.chaos.full_disk import filled, small_disk
from benchmarks.chaos.ground import Ground, ground
from benchmarks.chaos.options import Options
from benchmarks.chaos.tally import Bar, Tally
from benchmarks.chaos.traffic import Seen
from benchmarks.chaos.workers import Kill, kill
from benchmarks.load import LOST, LoadProcess
from services.jobs.store import JobStore

MEBIBYTES = 256
FULL = frozenset({507})
STORED = frozenset({"reading", "chat", "clip", "job"})


def run(options: Options) -> Tally:
    with small_disk(MEBIBYTES) as folder:
        (folder / "tmp").mkdir()
        with ground(folder, own={"TMPDIR": str(folder / "tmp")}) as there, LoadProcess() as load:
            loading = there.start(load, options.seconds)
            time.sleep(options.seconds / 4)
            full_from = time.perf_counter()
            with filled(folder):
                time.sleep(options.seconds / 8)
                killed = kill(there.server, [random.Random(8).choice(there.server.workers())])
                time.sleep(options.seconds / 4)
            back = time.perf_counter()
            [seen] = loading.result()
            return _tallied(there, seen, killed, (full_from, back))


def _tallied(there: Ground, seen: Seen, killed: Kill, full: tuple[float, float]) -> Tally:
    tally = there.tallied("disk", seen, FULL)
    tally.forgive(killed.held, killed.lost_of(seen.tries))
    meanwhile = [each for each in seen.tries if full[0] < each.sent < full[1]]
    refused = sum(each.status == 507 for each in meanwhile)
    others = [t for t in meanwhile if t.kind not in STORED and t.status not in (200, LOST)]
    late = [t.ended - full[1] for t in seen.tries if t.sent > full[1] and t.status == 507]
    tally.recovery_seconds = max([killed.whole_after, *late])
    undone = [state for state in seen.clips.values() if state != "done"]
    tally.bars += [
        Bar.at_least("507 while it is full", refused, 1),
        Bar.at_most("pictures, streams, recommendations that failed", len(others), 0),
        Bar.at_most("accepted clips that were not analysed", len(undone), 0),
        Bar.at_most("damage to the database", _damage(there), 0),
    ]
    return tally


def _damage(there: Ground) -> int:
    """1 where SQLite finds any; every job can be read too, or this raises."""
    list(JobStore(there.jobs, 1).jobs())
    name = str(there.held.engine.url.database)
    with closing(sqlite3.connect(name)) as database:
        return int(database.execute("PRAGMA integrity_check").fetchone() != ("ok",))
