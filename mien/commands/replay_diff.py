"""`mien replay --diff`: two sets of models on the same recordings, for people and for CI."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from mien.clips.analysis import Readers
from mien.clips.comparing import Comparison, compare
from mien.commands.file_lines import Answer, print_lines
from mien.runtime.layered import layered
from mien.runtime.manifest import Manifest
from mien.settings import Settings, settings

DIGITS = 4


def diff(
    paths: Sequence[Path], folders: Sequence[Path], style: str, rate: float, at_most: float
) -> bool:
    """Print a line a recording and one for all; whether all could be read and agreed enough."""
    chosen = settings()
    both = [_readers(folder, chosen) for folder in folders]
    total = Comparison()

    def read(path: Path) -> Answer:
        found = compare(path, both, chosen, rate)
        total.add(found)
        return _line(found)

    failed = print_lines(paths, "Comparing", style, read, _as_text)
    if style == "jsonl":
        click.echo(json.dumps({"total": _line(total)}, ensure_ascii=False))
    else:
        _tell_total(total, folders)
    return not failed and total.disagreement <= at_most


def _readers(folder: Path, chosen: Settings) -> Readers:
    """The models of a folder; those that it lacks are the installation's."""
    return Readers.load(chosen, layered(Manifest(chosen.models_dir), folder))


def _line(found: Comparison) -> dict[str, Any]:
    pairs = max(1, found.pairs)
    return {
        "samples": found.samples,
        "faces": found.pairs,
        "found_by_one": found.alone,
        "disagreement": round(found.disagreement, DIGITS),
        "same_expression": round(found.same / pairs, DIGITS),
        "uncertain": [round(count / pairs, DIGITS) for count in found.uncertain],
        "valence_difference": round(found.valence / pairs, DIGITS),
        "arousal_difference": round(found.arousal / pairs, DIGITS),
        "probability_distance": round(found.distance / pairs, DIGITS),
        "box_overlap": round(found.overlap / pairs, DIGITS),
        "milliseconds": [round(1000 * s / max(1, found.samples), 2) for s in found.seconds],
        "moments": [
            {
                "path": moment.path,
                "seconds": moment.seconds,
                "first": moment.first,
                "second": moment.second,
                "distance": round(moment.distance, DIGITS),
            }
            for moment in found.moments
        ],
    }


def _as_text(path: str, line: Answer) -> str:
    one, other = line["found_by_one"]
    ways = (
        f"{line['faces']} faces in {line['samples']} samples",
        f"same expression {line['same_expression']:.1%}",
        f"uncertain {line['uncertain'][0]:.1%} | {line['uncertain'][1]:.1%}",
        f"|Δvalence| {line['valence_difference']:.3f}",
        f"|Δarousal| {line['arousal_difference']:.3f}",
        f"found by one {one} | {other}",
        f"{line['milliseconds'][0]:.1f} | {line['milliseconds'][1]:.1f} ms a sample",
    )
    return f"{path}: {', '.join(ways)}"


def _tell_total(total: Comparison, folders: Sequence[Path]) -> None:
    line = _line(total)
    click.echo(_as_text("in all", line))
    click.echo(f"first: {folders[0]}, second: {folders[1]}")
    click.echo(f"named differently or found by one: {total.disagreement:.1%}")
    for moment in total.moments:
        place = f"{moment.path} at {moment.seconds:.2f} s"
        click.echo(f"  {place}: {moment.first} | {moment.second}, {moment.distance:.2f} apart")
