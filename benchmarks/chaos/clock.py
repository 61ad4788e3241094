"""The clock of the machine jumps under traffic: an hour ahead, an hour back, ten years ahead.

    libfaketime, told by a file ─> wall clock of the gateway's processes; monotonic time goes on

Nothing may fail but what a time rightly ends: the sessions' consents, ten years ahead. Nothing is
removed by age, though a worker is replaced, whose first deed is to look for what is too old; and
with the right time everything is as before.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.chaos.ground import Ground, ground
from benchmarks.chaos.options import Options
from benchmarks.chaos.tally import Bar, NotRun, Tally
from benchmarks.chaos.workers import Kill, kill
from benchmarks.load import LoadProcess

JUMPS = ("+1h", "-1h", "+10y", "+0")
CACHE_SECONDS = 1
TOLD_SECONDS = 3.0
"""After so long every process knows what the file says."""
LEAST_SECONDS = 60.0
EXPIRED = frozenset({403})


def run(options: Options) -> Tally:
    library = _library()
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "clock"
        told.write_text("+0")
        faked = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(told),
            "FAKETIME_CACHE_DURATION": str(CACHE_SECONDS),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }
        with ground(Path(folder), own=faked) as there, LoadProcess() as load:
            seconds = max(options.seconds, LEAST_SECONDS)
            loading = there.start(load, seconds)
            kills, right = _jump(there, told, seconds)
            [seen] = loading.result()
            tally = there.tallied("clock", seen, EXPIRED)
            expired = [each for each in seen.tries if each.status in EXPIRED]
            for each in kills:
                tally.forgive(each.held, each.lost_of(seen.tries))
            tally.recovery_seconds = max(each.whole_after for each in kills)
            undone = [state for state in seen.clips.values() if state != "done"]
            still = [each for each in expired if each.sent > right + TOLD_SECONDS]
            tally.bars += [
                Bar.at_least("refusals of consents that expired", len(expired), 1),
                Bar.at_most("the same with the right time", len(still), 0),
                Bar.at_most("accepted clips that were not analysed", len(undone), 0),
            ]
            return tally


def _jump(there: Ground, told: Path, seconds: float) -> tuple[list[Kill], float]:
    """Each time for an equal part, in which a worker is replaced; and when it was right again."""
    kills, told_at = [], 0.0
    for jump in JUMPS:
        time.sleep(seconds / 10)
        told.write_text(jump)
        told_at = time.perf_counter()
        print(f"the clock is at {jump}", file=sys.stderr)
        time.sleep(2.0)
        kills.append(kill(there.server, [random.Random(8).choice(there.server.workers())]))
    return kills, told_at


def _library() -> Path:
    """Raises NotRun where it is not installed."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        raise NotRun("libfaketime is not installed (Debian package faketime)")
    return found[0]
