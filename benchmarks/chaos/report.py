"""What the scenarios came to, as tables."""

from benchmarks.chaos.options import Options
from benchmarks.chaos.tally import Bar, Tally, together
from benchmarks.report import machine, publish, table

_HEAD = ("scenario", "sent", "answered", "shed (429, 503)", "in flight on a killed process",
         "failed otherwise", "recovery s", "data lost", "memory growth", "verdict")  # fmt: skip


def write(tallies: list[Tally], options: Options, whole: bool) -> None:
    """Print everything so far; a run of every scenario goes to `results/chaos.md` too."""
    parts = [machine(), _lengths(options), table(_HEAD, _rows(tallies)), *map(_own, tallies)]
    if whole:
        publish("chaos", *parts)
    else:
        print("\n\n".join([_own(tallies[-1]), table(_HEAD, _rows(tallies))]), flush=True)


def _lengths(options: Options) -> str:
    return (
        f"Faults {options.seconds:g} s each, overload {options.overload_seconds:g} s, soak "
        f"{options.soak_seconds:g} s; the clients are on the same cores."
    )


def _rows(tallies: list[Tally]) -> list[tuple[str, ...]]:
    passed = all(tally.passed for tally in tallies)
    return [*(_row(each, each.passed) for each in tallies), _row(together(tallies), passed)]


def _row(tally: Tally, passed: bool) -> tuple[str, ...]:
    if tally.not_run:
        return (tally.scenario, *[""] * (len(_HEAD) - 2), f"not run: {tally.not_run}")
    recovered, growth = tally.recovery_seconds, tally.growth
    return (
        tally.scenario,
        *map(str, (tally.sent, tally.answered, tally.shed, tally.in_flight, tally.failed)),
        "" if recovered is None else f"{recovered:.2f}",
        str(tally.lost),
        "" if growth is None else f"{growth:.2%}",
        "ok" if passed else "short",
    )


def _own(tally: Tally) -> str:
    """A scenario's bars and notes."""
    head = f"**{tally.scenario}**"
    if tally.not_run:
        return f"{head}: not run: {tally.not_run}"
    bars = table(("bar", "value", "wanted", "verdict"), [_bar(bar) for bar in tally.held()])
    return "\n\n".join([head, bars, *tally.notes])


def _bar(bar: Bar) -> tuple[str, ...]:
    return (bar.name, f"{bar.value:.4g}", bar.limit, "ok" if bar.ok else "short")
