"""Every scenario of `make chaos`, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from benchmarks.chaos.options import Options
from benchmarks.chaos.tally import Tally

START_SECONDS = 180.0
"""For servers to start, loads to finish what is under way, and everything to end."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A module of this package whose `run(options)` gives a Tally; `loads` says for how many
    seconds it loads the server, beside START_SECONDS."""

    name: str
    about: str
    loads: Callable[[Options], float]

    def deadline(self, options: Options) -> float:
        return START_SECONDS + self.loads(options)

    def run(self, options: Options) -> Tally:
        found: Tally = import_module(f"benchmarks.chaos.{self.name}").run(options)
        return found


def _lasting(times: float, least: float = 0.0) -> Callable[[Options], float]:
    return lambda options: max(least, times * options.seconds)


SCENARIOS = (
    Scenario("overload", "ten times the capacity", lambda o: 2 * o.overload_seconds + 120),
    Scenario("workers", "worker processes are killed", _lasting(1, 60)),
    Scenario("runner", "the job runner is killed while clips are analysed", _lasting(1, 60)),
    Scenario("database", "the database is stopped, and SQLite is locked", _lasting(2, 120)),
    Scenario("disk", "the disk fills up", _lasting(1, 60)),
    Scenario("clock", "the clock jumps", _lasting(1, 120)),
    Scenario("slowloris", "clients drip, and never read", lambda options: 150),
    Scenario("half_open", "live streams whose clients vanish", lambda options: 120),
    Scenario("model", "a model file is damaged", _lasting(1, 60)),
    Scenario("soak", "mixed traffic for long", lambda o: 1.2 * o.soak_seconds),
)
