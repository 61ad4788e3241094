"""What the sessions' loads came to, held to its bars and written down."""

import argparse
from dataclasses import dataclass

from benchmarks.bars import Bar
from benchmarks.report import bar_table, machine, table

PER_SECOND = 10.0
P99_MS = 100.0


@dataclass(frozen=True, slots=True)
class Run:
    """What one load came to; `cpu_ms` is the gateway's, a batch, which is not known
    where a worker was killed."""

    name: str
    batches_per_second: float
    p50_ms: float
    p99_ms: float
    worst_ms: float
    cpu_ms: float | None
    retries: int
    acknowledged: int
    stored: int
    lost: int
    doubled: int


def bars(quiet: Run, disturbed: Run, sessions: int) -> list[Bar]:
    """What the issue asks for."""
    return [
        Bar(f"p99 in ms, {sessions} sessions", (quiet.p99_ms,), P99_MS, least=False),
        Bar("readings lost or doubled", (quiet.lost + quiet.doubled,), 0, least=False),
        Bar("acknowledged readings lost when killed", (disturbed.lost,), 0, least=False),
        Bar("readings doubled when killed", (disturbed.doubled,), 0, least=False),
    ]


def report(
    runs: list[Run], ceiling: float, arguments: argparse.Namespace, held: list[Bar]
) -> list[str]:
    """Machine, runs, what the database could take, bars."""
    head = ("run", "batches/s", "p50 ms", "p99 ms", "worst ms", "CPU ms a batch", "retries",
            "acknowledged", "stored", "lost", "doubled")  # fmt: skip
    rows = [
        (
            run.name,
            f"{run.batches_per_second:.0f}",
            f"{run.p50_ms:.1f}",
            f"{run.p99_ms:.1f}",
            f"{run.worst_ms:.0f}",
            "" if run.cpu_ms is None else f"{run.cpu_ms:.2f}",
            *map(str, (run.retries, run.acknowledged, run.stored, run.lost, run.doubled)),
        )
        for run in runs
    ]
    what = (
        f"{arguments.sessions} sessions, {PER_SECOND:g} readings a second each in batches of "
        f"{arguments.batch}, for {arguments.seconds:g} s a run; PostgreSQL and the clients are on "
        "the same cores."
    )
    share = runs[0].batches_per_second / ceiling
    plain = (
        f"One plain connection, without HTTP, checks or consent, inserts {ceiling:.0f} such "
        f"batches a second: the load asks for {share:.2f} of that."
    )
    return [machine(), what, table(head, rows), plain, bar_table(held)]
