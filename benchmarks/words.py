"""`python -m benchmarks.words`: sentiment of short lines beside plain vaderSentiment, in one run.

    the same lines --> ours: mien.perception.words, one process   -> results/words.md
                   --> the plain library, one process

Both read every line in turn, round by round, in one process; a ratio is taken within each round
and its median counts. Seconds are those of the processor, so that other programs do not count.
The lines are the tweets that VADER was published with where MIEN_DATA holds them, and made-up chat
in any case. Each round reads lines that it read before, so that ours finds its words remembered, as
a server does; the first round, which is cold, is shown too.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from random import Random
from statistics import median

import psutil
from vaderSentiment.vaderSentiment import (  # type: ignore[import-untyped]
    SentimentIntensityAnalyzer,
)

from benchmarks.bars import Bar
from benchmarks.report import bar_table, busy, machine, publish, table
from mien.perception.words.sentiment_reader import SentimentReader
from training.data_root import data_root
from training.datasets.rated_lines import ARCHIVE, read_rated_lines

ROUNDS = 9
LINES = 20_000
SEED = 1
LINES_A_SECOND = 50_000.0
SPEEDUP = 3.0

_SUBJECTS = ("the film", "the ending", "the music", "that scene", "this jacket", "the zip")
_SAID = (
    "was great", "is so good!!", "wasn't bad", "was kind of dull", "made me laugh 😂", "is cheap",
    "was not my thing", "looked AMAZING", "arrived on Tuesday", "broke after a week :(",
)  # fmt: skip
_AFTER = ("", ", thanks", ", but I liked it", ". never again!", ", would buy again", " I guess")


@dataclass(frozen=True, slots=True)
class Rates:
    """Lines a second of both on one kind of lines, round by round; `cold` is ours at first."""

    lines: str
    ours: tuple[float, ...]
    plain: tuple[float, ...]
    cold: float

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours by the plain library's, round by round."""
        return tuple(ours / plain for ours, plain in zip(self.ours, self.plain, strict=True))


def made_up(count: int) -> list[str]:
    """Short chat lines, most of them different."""
    random = Random(SEED)
    return [
        f"{random.choice(_SUBJECTS)} {random.choice(_SAID)}{random.choice(_AFTER)} {number % 97}"
        for number in range(count)
    ]


def measure(name: str, lines: Sequence[str]) -> Rates:
    """Both on the same lines, in turn."""
    reader, analyser = SentimentReader(), SentimentIntensityAnalyzer()

    def ours() -> None:
        reader.read(lines)

    def plain() -> None:
        for line in lines:
            analyser.polarity_scores(line)

    cold = _rate(ours, len(lines))
    rounds = [(_rate(ours, len(lines)), _rate(plain, len(lines))) for _ in range(ROUNDS)]
    return Rates(name, tuple(one for one, _ in rounds), tuple(two for _, two in rounds), cold)


def _rate(work: Callable[[], None], count: int) -> float:
    begun = time.process_time()
    work()
    return count / (time.process_time() - begun)


def report(measured: Sequence[Rates], busy_before: float) -> list[str]:
    """Machine, rates, bars."""
    head = ("lines", "ours, lines/s", "vaderSentiment, lines/s", "ratio", "ours, first round")
    rows = [
        (
            each.lines,
            f"{median(each.ours):.0f}",
            f"{median(each.plain):.0f}",
            f"{median(each.ratios):.2f}",
            f"{each.cold:.0f}",
        )
        for each in measured
    ]
    bars = [
        bar
        for each in measured
        for bar in (
            Bar(f"lines/s, {each.lines}", each.ours, LINES_A_SECOND, least=True),
            Bar(f"by those of vaderSentiment, {each.lines}", each.ratios, SPEEDUP, least=True),
        )
    ]
    notes = [
        machine(),
        f"vaderSentiment {version('vadersentiment')}; one process for both, so one core of those; "
        "seconds are the processor's.",
        busy(busy_before),
    ]
    return [*notes, table(head, rows), bar_table(bars)]


def main() -> None:
    busy_before = psutil.cpu_percent(3) / 100
    measured = [measure("made-up chat", made_up(LINES))]
    try:
        tweets = read_rated_lines(data_root() / ARCHIVE)["tweets"]
        measured.append(measure("tweets", [line.text for line in tweets]))
    except FileNotFoundError as error:
        print(f"without tweets: {error}", file=sys.stderr)
    publish("words", *report(measured, busy_before))


if __name__ == "__main__":
    main()
