"""The database is stopped and started under traffic, and SQLite is locked by somebody else.

    PostgreSQL of the scenario's own: stopped (fast), started, crashed (immediate), started
    SQLite: locked by another process, for less and for longer than a writer waits

Meanwhile what needs the database is told to come back (503, Retry-After), and pictures are read.
"""

import json
import sqlite3
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.chaos.ground import Ground, ground
from benchmarks.chaos.options import Options
from benchmarks.chaos.postgresql import Cluster, cluster
from benchmarks.chaos.tally import Bar, Tally
from benchmarks.chaos.traffic import Seen
from benchmarks.load import HOST, LoadProcess

MOST_ANSWER_SECONDS = 6.0
QUIET_SECONDS = 4.0
MOST_LOCKED_SECONDS = 15.0
"""A writer of SQLite waits ten seconds for its turn."""
NEEDS_DATABASE = frozenset({"recommend", "reading", "chat"})


def run(options: Options) -> Tally:
    tally = Tally("database", recovery_seconds=0.0)
    _stopped(tally, options.seconds)
    _locked(tally, options.seconds)
    return tally


def _stopped(tally: Tally, seconds: float) -> None:
    """Down for a sixth of the time, twice."""
    with (
        tempfile.TemporaryDirectory() as folder,
        cluster() as own,
        ground(Path(folder), own.url) as there,
        LoadProcess() as load,
    ):
        loading = there.start(load, seconds)
        time.sleep(seconds / 6)
        begun = time.perf_counter()
        outages = [_outage(own, there, how, seconds / 6) for how in ("fast", "immediate")]
        [seen] = loading.result()
        _add(tally, there, seen, "PostgreSQL stopped", begun, MOST_ANSWER_SECONDS)
    for back, told in outages:
        tally.bars.append(Bar.at_least("503 with Retry-After while it is down", told, 1))
        _note_recovery(tally, seen, back, seconds / 6)


def _outage(own: Cluster, there: Ground, how: str, seconds: float) -> tuple[float, bool]:
    """When it was back (monotonic), and whether callers were told well meanwhile."""
    own.stop(how)
    print(f"stopped PostgreSQL: {how}", file=sys.stderr)
    time.sleep(seconds)
    told = _is_told(there.server.port)
    own.start()
    back = time.perf_counter()
    time.sleep(seconds)
    return back, told


def _is_told(port: int) -> bool:
    """Whether somebody who asks for something of the database gets 503, when to come again, and a
    problem that names what is wrong."""
    try:
        urllib.request.urlopen(f"http://{HOST}:{port}/api/v1/movies?limit=1", timeout=10)
    except urllib.error.HTTPError as error:
        named = json.loads(error.read()).get("code") == "database-unavailable"
        return error.code == 503 and named and "Retry-After" in error.headers
    return False


def _note_recovery(tally: Tally, seen: Seen, back: float, quiet: float) -> None:
    """The last refusal of an outage that ended at `back` is soon after it; the next outage is not
    before `quiet` seconds."""
    needs = [each for each in seen.tries if each.kind in NEEDS_DATABASE and each.status != 200]
    late = [each.ended - back for each in needs if each.ended > back and each.sent < back + quiet]
    tally.recovery_seconds = max([tally.recovery_seconds or 0.0, *late])


def _locked(tally: Tally, seconds: float) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        ground(Path(folder)) as there,
        LoadProcess() as load,
    ):
        loading = there.start(load, max(seconds, 40.0))
        time.sleep(10)
        begun = time.perf_counter()
        for locked in (4.0, 12.0):
            with sqlite3.connect(Path(folder) / "mien.db", isolation_level=None) as other:
                other.execute("BEGIN EXCLUSIVE")
                time.sleep(locked)
                other.execute("COMMIT")
            back = time.perf_counter()
            print(f"locked SQLite: {locked:g} s", file=sys.stderr)
            time.sleep(QUIET_SECONDS)
        [seen] = loading.result()
        _add(tally, there, seen, "SQLite locked", begun, MOST_LOCKED_SECONDS)
        _note_recovery(tally, seen, back, QUIET_SECONDS)


def _add(tally: Tally, there: Ground, seen: Seen, when: str, begun: float, most: float) -> None:
    """`begun` is when the first outage did: the very first lines of a chat wait for WordNet."""
    tally.add((each.kind, each.status) for each in seen.tries)
    tally.lost += there.lost(seen)
    took = [each.seconds for each in seen.tries if each.sent >= begun]
    others = [each for each in seen.tries if each.kind not in NEEDS_DATABASE]
    refused = sum(each.status not in (200, 202) for each in others)
    tally.bars += [
        Bar.at_most(f"{when}: longest answer in seconds", max(took), most),
        Bar.at_most(f"{when}: refusals of pictures, streams, clips", refused, 0),
    ]
