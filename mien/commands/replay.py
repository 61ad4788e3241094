"""`mien replay`: recorded live sessions read again, and whether the same comes of them, or what
another set of models makes of them."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from mien.clips.analysis import Readers
from mien.clips.replaying import Replayed, replay
from mien.commands.file_lines import Answer, style_option
from mien.commands.replay_diff import diff
from mien.errors import MienError
from mien.media.image import ImageLimits
from mien.settings import settings

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(name="replay")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RECORDING..."
)
@click.option(
    "--diff",
    "folders",
    nargs=2,
    type=FOLDER,
    metavar="DIR_A DIR_B",
    help="Compare two folders of models on recordings and clips.",
)
@click.option("--models", "candidate", type=FOLDER, help="As --diff of MIEN_MODELS_DIR and this.")
@click.option(
    "--at-most",
    default=1.0,
    type=click.FloatRange(0, 1),
    help="With --diff: exit code 1 where the two name a larger share of faces differently, or "
    "only one finds them.",
)
@click.option(
    "--rate",
    default=10.0,
    show_default=True,
    type=click.FloatRange(0.1, 60.0),
    help="With --diff: samples a second of a clip.",
)
@style_option
def replay_command(
    paths: tuple[Path, ...],
    folders: tuple[Path, Path] | None,
    candidate: Path | None,
    at_most: float,
    rate: float,
    style: str,
) -> None:
    """Read a live session again that `WS /stream?record=true` recorded.

    As jsonl: each sample, as it is read now, and whether it was the same then. The exit code is 1
    where a sample differs, or the recording cannot be read. With --diff or --models, two sets of
    models read recordings and clips, and a line each says how far they agree.
    """
    if candidate is not None:
        folders = (settings().models_dir, candidate)
    if folders:
        sys.exit(not diff(paths, folders, style, rate, at_most))
    if len(paths) > 1:
        raise click.UsageError("several recordings are read with --diff or --models only")
    sys.exit(not _same_as_recorded(paths[0], style))


def _same_as_recorded(path: Path, style: str) -> bool:
    chosen = settings()
    samples = replay(path, Readers.load(chosen), ImageLimits.of(chosen))
    try:
        return _as_lines(samples) if style == "jsonl" else _as_text(path, samples)
    except MienError as error:
        raise click.ClickException(f"{path}: {error.detail}") from error
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error


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
