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
from mien.clips.emosh import emosh_reply
from mien.clips.moments import Moments
from mien.clips.report import report
from mien.clips.summary import Summary, summarise, summary_reply
from mien.clips.timeline import Timeline, sample_reply, viewer_row
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
    _write_samples(folder, timeline, summary)
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


def _write_samples(folder: Path, timeline: Timeline, summary: Summary) -> None:
    samples = [sample_reply(sample, summary.baseline) for sample in timeline.samples]
    described = {
        "rate": timeline.rate,
        "seconds": round(timeline.seconds, 3),
        "cut_short": timeline.cut_short,
        "samples": samples,
    }
    (folder / TIMELINE).write_text(json.dumps(described, ensure_ascii=False), "utf-8")
    rows = [viewer_row(sample) for sample in samples]
    with (folder / TABLE).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else [])
        writer.writeheader()
        writer.writerows(rows)
