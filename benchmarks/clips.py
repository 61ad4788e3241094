"""`make bench-clips`: a clip read over time, in times real time, and beside the seed's networks.

    made clip ─> plain, with report and annotated video, the command, voice alone
              └> the seed's networks on every frame            ─> results/clips.{md,json}

Each is a process of its own with the whole machine; five rounds, whose medians count.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from benchmarks.bars import Bar
from benchmarks.clip_material import make_clip
from benchmarks.clip_work import PLAIN, REPORT, VOICE
from benchmarks.report import RESULTS, bar_table, busy, machine, publish
from benchmarks.servers import ROOT, end_on_sigterm, environment

ROUNDS = 5
COMMAND, SEED = "mien analyze", "seed"


@dataclass(frozen=True, slots=True)
class Round:
    """Times real time of each kind of work."""

    speeds: dict[str, float]

    def ratio(self, ours: str, theirs: str) -> float:
        return self.speeds[ours] / self.speeds[theirs]


def run(clip: Path, seconds: float, rivals_python: Path, folder: Path) -> Iterator[Round]:
    """Every round of a whole run."""
    for number in range(ROUNDS):
        speeds = {
            kind: _speed([sys.executable, "-m", "benchmarks.clip_work", kind, str(clip),
                          "--out", str(folder / "out")])
            for kind in (PLAIN, REPORT, VOICE)
        }  # fmt: skip
        speeds[COMMAND] = _command(clip, seconds)
        speeds[SEED] = max(
            _speed([str(rivals_python), "-m", "benchmarks.rivals.seed_clip", str(clip),
                    "--threads", str(threads)])
            for threads in (1, 2)
        )  # fmt: skip
        shown = ", ".join(f"{kind} {speed:.1f}x" for kind, speed in speeds.items())
        print(f"round {number + 1} of {ROUNDS}: {shown}", file=sys.stderr)
        yield Round(speeds)


def bars(rounds: Sequence[Round]) -> Iterator[Bar]:
    """What is promised, in times real time and as a ratio."""
    for kind, what, least in (
        (PLAIN, "times real time, no report, no video", 12),
        (COMMAND, "times real time, `mien analyze` with its start", 12),
        (REPORT, "times real time, report and annotated video", 3),
        (VOICE, "times real time, voice alone", 200),
    ):
        yield Bar(what, tuple(each.speeds[kind] for each in rounds), least, least=True)
    ratios = tuple(each.ratio(PLAIN, SEED) for each in rounds)
    yield Bar("speed by that of the seed's networks on every frame", ratios, 10, least=True)


def _speed(command: Sequence[str]) -> float:
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-4000:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    return float(found["seconds"] / found["wall"])


def _command(clip: Path, seconds: float) -> float:
    mien = Path(sys.executable).with_name("mien")
    begun = time.perf_counter()
    subprocess.run([mien, "analyze", clip, "--format", "jsonl"], check=True, capture_output=True)
    return seconds / (time.perf_counter() - begun)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="length of the clip")
    parser.add_argument(
        "--rivals-python", type=Path, default=ROOT / ".venv-bench" / "bin" / "python"
    )
    options = parser.parse_args()
    end_on_sigterm()
    busy_before = psutil.cpu_percent(3) / 100
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "clip.mp4"
        make_clip(clip, options.seconds)
        rounds = list(run(clip, options.seconds, options.rivals_python, Path(folder)))
    publish("clips", machine(), busy(busy_before), bar_table(list(bars(rounds))))
    measured = {"machine": machine(), "rounds": [asdict(each) for each in rounds]}
    (RESULTS / "clips.json").write_text(json.dumps(measured, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
