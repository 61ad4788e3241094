"""Everything that comes of a clip, in a folder.

clip ─analyse─> timeline.json, timeline.csv, summary.json, report.html, annotated.mp4
"""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mien.clips.analysis import Onlooker, Progress, Readers, analyse, ignore
from mien.clips.annotated_video import AnnotatedVideo
from mien.clips.baseline import Baseline
from mien.clips.emosh import emosh_reply
from mien.clips.moments import Moments
from mien.clips.report import report
from mien.clips.summary import Summary, summarise, summary_reply
from mien.clips.timeline import COLUMNS, Timeline, sample_reply, viewer_row
from mien.media.video import Clip, ClipLimits

TIMELINE, TABLE, SUMMARY = "timeline.json", "timeline.csv", "summary.json"
REPORT, VIDEO = "report.html", "annotated.mp4"


@dataclass(frozen=True, slots=True)
class ClipResult:
    """A clip's summary as JSON holds it, and the files written."""

    summary: dict[str, Any]
    files: tuple[str, ...]


def analyse_to(
    folder: Path | None,
    source: Path,
    readers: Readers,
    limits: ClipLimits,
    rate: float = 10.0,
    viewer: int | None = None,
    *,
    video: bool = True,
    progress: Progress = ignore,
    name: str = "",
) -> ClipResult:
    """Read a clip and write its files into `folder`, or none where that is None.

    The report is titled with `name`, or the name of the source. Raises what `analyse` raises, and
    then leaves no annotated video behind.
    """
    if folder is None:
        timeline = analyse(source, readers, limits, rate, viewer, (), progress)
        return ClipResult(_described(timeline, summarise(timeline)), ())
    folder.mkdir(parents=True, exist_ok=True)
    moments, drawn = Moments(), _annotator(source, limits, folder) if video else None
    onlookers: Sequence[Onlooker] = (moments, drawn) if drawn else (moments,)
    try:
        timeline = analyse(source, readers, limits, rate, viewer, onlookers, progress)
        if drawn:
            drawn.finish(source)
    except BaseException:
        if drawn:
            drawn.discard()
        raise
    summary = summarise(timeline)
    described = _described(timeline, summary)
    _write_samples(folder, timeline, summary.baseline)
    text = json.dumps(described, ensure_ascii=False, indent=2)
    (folder / SUMMARY).write_text(text + "\n", "utf-8")
    page = report(name or source.name, timeline, summary, moments.strongest)
    (folder / REPORT).write_text(page, "utf-8")
    return ClipResult(described, (TIMELINE, TABLE, SUMMARY, REPORT, *((VIDEO,) if drawn else ())))


def _annotator(source: Path, limits: ClipLimits, folder: Path) -> AnnotatedVideo:
    with Clip(source, limits) as clip:
        return AnnotatedVideo(folder / VIDEO, clip.frame_rate)


def _described(timeline: Timeline, summary: Summary) -> dict[str, Any]:
    return summary_reply(summary) | {
        "cut_short": timeline.cut_short,
        "emosh": emosh_reply(timeline),
    }


def _write_samples(folder: Path, timeline: Timeline, rest: Baseline | None) -> None:
    """Sample by sample: an hour's replies at once would take hundreds of megabytes."""
    head = {
        "rate": timeline.rate,
        "seconds": round(timeline.seconds, 3),
        "cut_short": timeline.cut_short,
    }
    with (
        (folder / TIMELINE).open("w", encoding="utf-8") as described,
        (folder / TABLE).open("w", newline="", encoding="utf-8") as rows,
    ):
        table = csv.DictWriter(rows, fieldnames=COLUMNS)
        table.writeheader()
        described.write(f'{json.dumps(head, ensure_ascii=False)[:-1]}, "samples": [')
        for number, sample in enumerate(timeline.samples):
            reply = sample_reply(sample, rest)
            described.write(", " * (number > 0) + json.dumps(reply, ensure_ascii=False))
            table.writerow(viewer_row(reply))
        described.write("]}")
