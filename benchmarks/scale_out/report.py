"""What the three gateways came to, held to its bars and written down."""

import argparse
from collections.abc import Sequence

from benchmarks.bars import Bar
from benchmarks.load import LOST
from benchmarks.measurements import Point
from benchmarks.report import bar_table, machine, table
from benchmarks.scale_out.disturbed import Phase
from benchmarks.sessions_report import PER_SECOND

RECOVERED_SECONDS = 5.0


def bars(phases: Sequence[Phase], sessions: int, reports: int) -> list[Bar]:
    """What the scale-out is held to."""
    runs = [phase.run for phase in phases]
    unfinished = sum(phase.jobs - phase.done for phase in phases)
    recovered = tuple(phase.recovered for phase in phases[1:])
    given_up = sum(phase.beside.given_up for phase in phases)
    return [
        Bar("acknowledged readings lost", (sum(run.lost for run in runs),), 0, least=False),
        Bar("readings doubled", (sum(run.doubled for run in runs),), 0, least=False),
        Bar("sessions that end with a report", (reports,), sessions, least=True),
        Bar("accepted clips that are not done", (unfinished,), 0, least=False),
        Bar("live streams that gave up", (given_up,), 0, least=False),
        *(
            Bar(f"seconds until no batch is late, {phase.run.name}", (seconds,),
                RECOVERED_SECONDS, least=False)
            for phase, seconds in zip(phases[1:], recovered, strict=True)
        ),
    ]  # fmt: skip


def report(
    phases: Sequence[Phase],
    points: Sequence[Point],
    arguments: argparse.Namespace,
    held: Sequence[Bar],
) -> list[str]:
    """Machine, phases, throughput, bars."""
    what = (
        f"Three gateways of one worker each in network namespaces of their own, HAProxy before "
        f"them, PostgreSQL behind. {arguments.sessions} sessions send {PER_SECOND:g} readings a "
        f"second each in batches of {arguments.batch}, beside pictures, live streams and clips, "
        f"for {arguments.seconds:g} s a run. Database, proxy and clients are on the same cores."
    )
    return [
        machine(), what, _sessions(phases), _others(phases), *_throughput(points),
        bar_table(held),
    ]  # fmt: skip


def _sessions(phases: Sequence[Phase]) -> str:
    head = ("run", "batches/s", "p50 ms", "p99 ms", "worst ms", "batches sent again",
            "late until, s", "acknowledged", "stored", "lost", "doubled")  # fmt: skip
    rows = [
        (
            run.name,
            f"{run.batches_per_second:.0f}",
            f"{run.p50_ms:.1f}",
            f"{run.p99_ms:.1f}",
            f"{run.worst_ms:.0f}",
            str(run.retries),
            f"{phase.recovered:.1f}",
            *map(str, (run.acknowledged, run.stored, run.lost, run.doubled)),
        )
        for phase in phases
        for run in (phase.run,)
    ]
    return table(head, rows)


def _others(phases: Sequence[Phase]) -> str:
    head = ("run", "pictures answered", "pictures failed", "clips accepted", "clips refused",
            "clips done", "clips begun again", "live samples", "longest gap s")  # fmt: skip
    rows = [
        (
            phase.run.name,
            str(beside.predicted[200]),
            _failures(beside.predicted, 200),
            str(phase.jobs),
            _failures(beside.submitted, 202),
            str(phase.done),
            str(phase.begun_again),
            str(beside.samples),
            f"{max(beside.gaps):.1f}",
        )
        for phase in phases
        for beside in (phase.beside,)
    ]
    return table(head, rows)


def _throughput(points: Sequence[Point]) -> list[str]:
    head = ("gateways", "with", "connections", "pictures/s", "p50 ms", "p99 ms",
            "CPU ms a picture", "429", "failures")  # fmt: skip
    rows = [
        (
            point.subject,
            point.setting,
            str(point.connections),
            f"{point.per_second:.1f}",
            f"{point.p50_ms:.1f}",
            f"{point.p99_ms:.1f}",
            f"{point.cpu_ms:.2f}",
            str(point.overloaded),
            ", ".join(f"{count} x {what}" for what, count in point.failures.items()) or "0",
        )
        for point in points
    ]
    one, several = points[-2], points[-1]
    more = [_ratio("On the whole machine", several, one)]
    if len(points) > 2:
        share, shares, together = points[:3]
        more = [
            _ratio("With a share each", shares, share),
            _ratio("With as much CPU together", shares, together),
            *more,
        ]
    return [table(head, rows), " ".join(more)]


def _ratio(how: str, several: Point, one: Point) -> str:
    ratio = several.per_second / one.per_second
    return f"{how}, {several.subject} read {ratio:.2f} times what one reads."


def _failures(statuses: dict[int, int], good: int) -> str:
    bad = {("lost" if s == LOST else str(s)): n for s, n in statuses.items() if s != good}
    return ", ".join(f"{count} x {status}" for status, count in bad.items()) or "0"
