"""The programs without a server that `make bench` runs beside the servers."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict

from benchmarks.measurements import Point, percentiles_ms
from benchmarks.rivals.timed_loop import READY
from benchmarks.servers import ROOT, WORKERS, environment

CEILING = "in-process, 2 processes"
ALONE = "in-process, 1 process"
SEED = "seed pipeline"
FER = "fer package"

CEILING_SETTINGS = tuple(f"--batch {size}" for size in (1, 4, 8, 16))
_SEED_THREADS = (1, 2)


class _Timing(TypedDict):
    pictures: int
    seconds: float
    cpu_seconds: float
    latencies: list[float]


def other_models(rivals_python: Path, seconds: float) -> Iterator[Point]:
    """Run what does the task with other models, for `seconds` each: one point a setting."""
    for threads in _SEED_THREADS:
        yield _loop(SEED, rivals_python, "seed_pipeline", f"--threads {threads}", seconds)
    yield _loop(FER, rivals_python, "fer_package", "", seconds)


def alone(seconds: float) -> Point:
    """One process, one picture a call."""
    return _loop(ALONE, Path(sys.executable), "in_process", "--batch 1", seconds)


def ceiling(setting: str, seconds: float) -> Point:
    """As many processes as the servers have workers, under one of CEILING_SETTINGS."""
    return _loop(CEILING, Path(sys.executable), "in_process", setting, seconds, WORKERS)


def _loop(
    subject: str, python: Path, module: str, setting: str, seconds: float, processes: int = 1
) -> Point:
    command = [str(python), "-m", f"benchmarks.rivals.{module}", *setting.split()]
    started = [_start([*command, "--seconds", str(seconds)]) for _ in range(processes)]
    for process in started:
        _await_ready(process)
    timings = _timings(started)
    pictures = sum(timing["pictures"] for timing in timings)
    return Point(
        subject,
        setting,
        0,
        sum(timing["pictures"] / timing["seconds"] for timing in timings),
        *percentiles_ms([latency for timing in timings for latency in timing["latencies"]]),
        1000 * sum(timing["cpu_seconds"] for timing in timings) / pictures,
        0,
        {},
    )


def _start(command: Sequence[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _await_ready(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None
    if not any(line.strip() == READY for line in iter(process.stdout.readline, "")):
        raise RuntimeError(f"a loop ended early:\n{process.communicate()[1][-4000:]}")


def _timings(processes: Sequence["subprocess.Popen[str]"]) -> list[_Timing]:
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    outputs = [process.communicate()[0] for process in processes]
    return [json.loads(output.splitlines()[-1]) for output in outputs]
