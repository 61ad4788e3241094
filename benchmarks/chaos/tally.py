"""What became of a scenario's requests, and what it is held to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_RECOVERY_SECONDS = 5.0
MOST_GROWTH = 0.02
SHED = frozenset({429, 503})


class NotRun(Exception):
    """Raised by a scenario that this machine cannot run; its text says what is missing."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure, the limit that it is held to as a text, and whether it keeps it."""

    name: str
    value: float
    limit: str
    ok: bool

    @classmethod
    def at_most(cls, name: str, value: float, limit: float) -> "Bar":
        """A figure that keeps its limit from below; a figure that is none keeps nothing."""
        return cls(name, value, f"at most {limit:g}", value <= limit)

    @classmethod
    def at_least(cls, name: str, value: float, limit: float) -> "Bar":
        """A figure that keeps its limit from above."""
        return cls(name, value, f"at least {limit:g}", value >= limit)


@dataclass(slots=True)
class Tally:
    """Requests by what became of them, over one scenario.

    `answered` had 2xx, or the 4xx that they deserve; `shed` 429 or 503; `in_flight` were lost with
    a process that was killed; `lost` was acknowledged and is not stored. `growth` is that of
    memory, as a share; `recovery_seconds` the longest. `not_run` says why there is nothing here.
    """

    scenario: str
    sent: int = 0
    answered: int = 0
    shed: int = 0
    in_flight: int = 0
    failed: int = 0
    recovery_seconds: float | None = None
    lost: int = 0
    growth: float | None = None
    bars: list[Bar] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    not_run: str = ""

    def count(self, status: int, deserved: frozenset[int] = frozenset()) -> None:
        """One request more, by its status; LOST is none. Each 4xx of `deserved` is an answer."""
        self.sent += 1
        if 200 <= status < 300 or status in deserved:
            self.answered += 1
        elif status in SHED:
            self.shed += 1
        else:
            self.failed += 1

    def add(self, tries: Iterable[tuple[str, int]], deserved: frozenset[int] = frozenset()) -> None:
        """Requests by kind and status; the notes name those that failed."""
        failed: Counter[str] = Counter()
        for kind, status in tries:
            before = self.failed
            self.count(status, deserved)
            failed[f"{kind} {status}"] += self.failed - before
        if failed := +failed:
            named = ", ".join(f"{count} x {what}" for what, count in failed.most_common())
            self.notes.append(f"Not answered as it should be, those in flight included: {named}.")

    def forgive(self, most: int, lost: int) -> None:
        """Of `lost` requests without an answer, which were counted as failed, `most` were under
        way on connections of a process that was killed."""
        forgiven = min(most, lost)
        self.failed -= forgiven
        self.in_flight += forgiven

    def held(self) -> list[Bar]:
        """Every bar: those that hold for all scenarios, where they have a figure, and its own."""
        common = [
            Bar.at_most("requests failed otherwise", self.failed, 0),
            Bar.at_most("acknowledged and not stored", self.lost, 0),
        ]
        if self.recovery_seconds is not None:
            limit = MOST_RECOVERY_SECONDS
            common.append(Bar.at_most("seconds to recover", self.recovery_seconds, limit))
        if self.growth is not None:
            common.append(Bar.at_most("memory growth", self.growth, MOST_GROWTH))
        return [*common, *self.bars]

    @property
    def passed(self) -> bool:
        return not self.not_run and all(bar.ok for bar in self.held())


def together(tallies: list[Tally]) -> Tally:
    """Sums, and the worst of what has no sum."""
    ran = [tally for tally in tallies if not tally.not_run]
    recovered = [t.recovery_seconds for t in ran if t.recovery_seconds is not None]
    grown = [t.growth for t in ran if t.growth is not None]
    return Tally(
        "all",
        sum(t.sent for t in ran),
        sum(t.answered for t in ran),
        sum(t.shed for t in ran),
        sum(t.in_flight for t in ran),
        sum(t.failed for t in ran),
        max(recovered, default=None),
        sum(t.lost for t in ran),
        max(grown, default=None),
    )
