"""What fuzzing found: what came back, what should not have, and how much memory it cost."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.load import LOST
from benchmarks.report import RESULTS
from benchmarks.servers import Server

HUNG = -1
"""The status of a case that had no answer in time."""

FOLDER = RESULTS / "fuzz"
MOST_KEPT = 20


@dataclass(slots=True)
class Findings:
    """One kind of cases: how many bad ones were sent, and answers to them and to valid ones between
    them, by status."""

    kind: str
    cases: int = 0
    bad: Counter[int | str] = field(default_factory=Counter)
    valid: Counter[int | str] = field(default_factory=Counter)
    failed: int = 0
    growth: int = 0

    def add(self, case: bytes, valid: bool, status: int | str, wrong: bool) -> None:
        """Count an answer; keep the case that should have had another."""
        (self.valid if valid else self.bad)[status] += 1
        if not wrong:
            return
        self.failed += 1
        if self.failed <= MOST_KEPT:
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / f"{self.kind}-{self.failed:02d}-{status}.bin").write_bytes(case)

    def row(self) -> tuple[str, ...]:
        """For the table of a run."""
        counts = self.bad + self.valid
        defects = sum(n for status, n in counts.items() if isinstance(status, int) and status > 499)
        return (
            self.kind,
            str(self.cases),
            ", ".join(f"{n} x {status}" for status, n in sorted(self.bad.items(), key=str)),
            str(self.valid.total()),
            str(defects),
            str(counts[LOST]),
            str(counts[HUNG]),
            str(self.failed),
            str(self.growth),
        )


def total(found: Iterable[Findings]) -> Findings:
    """All kinds as one; `growth` is that of the kind that grew most."""
    everything = Findings("all")
    for each in found:
        everything.cases += each.cases
        everything.bad += each.bad
        everything.valid += each.valid
        everything.failed += each.failed
        everything.growth = max(everything.growth, each.growth)
    return everything


HEAD = ("kind", "bad", "answers", "valid", "5xx", "lost", "hung", "wrong", "MiB grown")


def memory(server: Server) -> dict[int, int]:
    """MiB that each process of a server holds: its workers, and what analyses their clips."""
    processes = server.process.children(recursive=True)
    return {process.pid: process.memory_info().rss // 2**20 for process in processes}


def grown(before: dict[int, int], after: dict[int, int]) -> int:
    """The most MiB by which a process grew; a large number where one ended."""
    return max((after.get(pid, 10**6) - held for pid, held in before.items()), default=0)
