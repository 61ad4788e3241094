"""`mien replay`: recorded live sessions read again, and whether the same comes of them."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from mien.clips.analysis import Readers
from mien.clips.replaying import Replayed, replay
from mien.commands.file_lines import Answer, style_option
from mien.errors import MienError
from mien.media.image import ImageLimits
from mien.settings import settings


@click.command(name="replay")
@click.argument(
    "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="RECORDING"
)
@style_option
def replay_command(path: Path, style: str) -> None:
    """Read a live session again that `WS /stream?record=true` recorded.

    As jsonl: each sample, as it is read now, and whether it was the same then. The exit code is 1
    where a sample differs, or the recording cannot be read.
    """
    chosen = settings()
    samples = replay(path, Readers.load(chosen), ImageLimits.of(chosen))
    try:
        same = _as_lines(samples) if style == "jsonl" else _as_text(path, samples)
    except MienError as error:
        raise click.ClickException(f"{path}: {error.detail}") from error
    sys.exit(not same)


def _as_lines(samples: Iterator[Replayed]) -> bool:
    same = True
    for each in samples:
        same = same and each.same
        click.echo(json.dumps({**each.sample, "as_recorded": each.same}, ensure_ascii=False))
    return same


def _as_text(path: Path, samples: Iterator[Replayed]) -> bool:
    count, others = 0, []
    for each in samples:
        count += 1
        if not each.same:
            others.append(each)
    click.echo(f"{path}: {count} samples, {len(others)} other than recorded")
    for each in others[:1]:
        click.echo(f"first at {each.sample['seconds']} s: {_changes(each)}")
    return not others


def _changes(replayed: Replayed) -> str:
    now: Answer = replayed.sample["fused"] or {}
    then: Answer = (replayed.recorded or {}).get("fused") or {}
    changed = [
        f"{name} {then.get(name)} is now {now.get(name)}"
        for name in ("dominant_emotion", "valence", "arousal")
        if then.get(name) != now.get(name)
    ]
    return ", ".join(changed) or "the faces or the voice differ"
