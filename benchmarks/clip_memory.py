"""`make bench-clip-memory`: the peak memory of an hour's clip above that of a minute's.

    made minute ─┬────────────────> read, with and without report and annotated video ─> peak MiB
                 └─60 times─> hour ─┘

An hour with its annotated video takes about ten minutes on two cores.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.bars import Bar
from benchmarks.clip_material import loop_clip, make_clip
from benchmarks.clip_work import PLAIN, REPORT, Work
from benchmarks.report import bar_table, machine, publish
from benchmarks.servers import ROOT, end_on_sigterm, environment

MOST_MIB = 150.0
TIMES = 60


def measured(kind: str, clip: Path, out: Path) -> Work:
    """The work in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.clip_work", kind, str(clip), "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, check=True)
    work = Work(**json.loads(done.stdout.splitlines()[-1]))
    print(
        f"{kind}, {work.seconds:.0f} s: {work.peak_mib:.0f} MiB, {work.times_real_time:.1f}x "
        "real time",
        file=sys.stderr,
    )
    return work


def main() -> None:
    end_on_sigterm()
    bars = []
    with tempfile.TemporaryDirectory() as folder:
        minute, hour = Path(folder) / "minute.mp4", Path(folder) / "hour.mp4"
        make_clip(minute, 60)
        loop_clip(minute, hour, TIMES)
        for kind in (PLAIN, REPORT):
            short, long = (measured(kind, clip, Path(folder) / "out") for clip in (minute, hour))
            above = long.peak_mib - short.peak_mib
            bars.append(Bar(f"MiB above a minute's clip, {kind}", (above,), MOST_MIB, least=False))
    publish("clip-memory", machine(), bar_table(bars))


if __name__ == "__main__":
    main()
