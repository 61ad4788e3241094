"""`make bench-recommender`: recommendations from 85,855 titles beside the seed's, in one run.

    synthetic catalog -> ours: in process, by WSGI, over HTTP   -> results/recommender.{md,json}
                      -> the same rows in the seed's tables, by the seed's query

Every figure is of the same 14 requests in turn: seven emotions, each in both modes, ten films.
"""

import json
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

import psutil

from benchmarks.bars import Bar
from benchmarks.measurements import Point, median_point, percentiles_ms
from benchmarks.recommender_calls import KINDS, PLAIN, calls, in_process, seed_query
from benchmarks.recommender_catalog import TITLES, Catalog, make_catalog
from benchmarks.recommender_http import best_setting, over_http
from benchmarks.recommender_loading import Loading, compare, times_faster
from benchmarks.recommender_loading import table as loading_table
from benchmarks.report import RESULTS, bar_table, busy, machine, table
from benchmarks.servers import end_on_sigterm

ROUNDS = 5
P99_MS = 5.0
SPEEDUP = 50.0
REQUESTS_A_SECOND = 500.0
LOADING_SPEEDUP = 100.0

FUNCTION = "recommend()"
WSGI = "WSGI request"
SEED = "the seed's query"


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles of one kind of request, each the median over the rounds."""

    subject: str
    kind: str
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run."""

    notes: list[str]
    latencies: list[Latency]
    http: Point
    loading: tuple[Loading, Loading]
    bars: list[Bar]

    def markdown(self) -> str:
        """Machine, latencies, HTTP, loading, bars."""
        latencies = [
            (e.subject, e.kind, f"{e.p50_ms:.2f}", f"{e.p99_ms:.2f}") for e in self.latencies
        ]
        at = self.http
        http = (at.setting, str(at.connections), f"{at.per_second:.0f}", f"{at.p50_ms:.1f}",
                f"{at.p99_ms:.1f}", str(sum(at.failures.values())))  # fmt: skip
        tables = [
            table(("in process", "request", "p50 ms", "p99 ms"), latencies),
            table(
                ("one worker", "connections", "requests/s", "p50 ms", "p99 ms", "failures"), [http]
            ),
            loading_table(*self.loading),
            bar_table(self.bars),
        ]
        return "\n\n".join([*self.notes, *tables])

    def write(self) -> None:
        """Write `results/recommender.md` and `results/recommender.json`."""
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "recommender.md").write_text(self.markdown() + "\n", "utf-8")
        text = json.dumps(asdict(self), indent=1)
        (RESULTS / "recommender.json").write_text(text + "\n", "utf-8")


def run(catalog: Catalog, busy_before: float) -> Report:
    """Measure everything, all but loading round by round."""
    loading = compare()
    setting = best_setting(catalog.url)
    rounds: list[dict[tuple[str, str], tuple[float, float]]] = []
    points: list[Point] = []
    for number in range(ROUNDS):
        rounds.append(_round(catalog))
        points.append(over_http(catalog.url, setting))
        print(
            f"round {number + 1} of {ROUNDS}: {points[-1].per_second:.0f} requests/s",
            file=sys.stderr,
        )
    latencies = [
        Latency(*key, *(median(each[key][which] for each in rounds) for which in (0, 1)))
        for key in rounds[0]
    ]
    return Report(
        _notes(busy_before),
        latencies,
        median_point(points),
        loading,
        [*_bars_of(rounds, points), _loading_bar(*loading)],
    )


def _round(catalog: Catalog) -> dict[tuple[str, str], tuple[float, float]]:
    """Percentiles in milliseconds, by subject and kind of request."""
    found = {(SEED, PLAIN): percentiles_ms(seed_query(catalog.seed))}
    for kind in KINDS:
        found[FUNCTION, kind] = percentiles_ms(in_process(catalog.app, kind))
        found[WSGI, kind] = percentiles_ms(calls(catalog.app, kind))
    return found


def _bars_of(
    rounds: Sequence[dict[tuple[str, str], tuple[float, float]]], points: Sequence[Point]
) -> list[Bar]:
    faster = tuple(each[SEED, PLAIN][0] / each[FUNCTION, PLAIN][0] for each in rounds)
    rates = tuple(each.per_second for each in points)
    bars = [Bar("p50 of the seed's query, by that of recommend()", faster, SPEEDUP, least=True)]
    for kind in KINDS:
        p99 = tuple(each[WSGI, kind][1] for each in rounds)
        bars.append(Bar(f"p99 ms by WSGI, {kind}", p99, P99_MS, least=False))
    return [*bars, Bar("requests/s over HTTP, one worker", rates, REQUESTS_A_SECOND, least=True)]


def _loading_bar(ours: Loading, seed: Loading) -> Bar:
    name = "seconds of one commit a row, by those of loading"
    return Bar(name, times_faster(ours, seed), LOADING_SPEEDUP, least=True)


def _notes(busy_before: float) -> list[str]:
    packages = ", ".join(
        f"{n} {version(n)}" for n in ("flask", "gunicorn", "pydantic", "sqlalchemy")
    )
    return [
        machine(),
        f"SQLite {sqlite3.sqlite_version}, {packages}; {TITLES} synthetic titles.",
        busy(busy_before),
    ]


def main() -> None:
    end_on_sigterm()
    busy_before = psutil.cpu_percent(3) / 100
    with tempfile.TemporaryDirectory() as folder:
        report = run(make_catalog(Path(folder)), busy_before)
    report.write()
    print(report.markdown())


if __name__ == "__main__":
    main()
