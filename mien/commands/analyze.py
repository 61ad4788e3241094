"""`mien analyze`: clips to timelines, summaries, reports and annotated videos."""

from pathlib import Path

import click

from mien.clips.analysis import Readers
from mien.clips.result import ClipResult, analyse_to
from mien.commands.file_lines import Answer, style_option, write_lines
from mien.media.video import ClipLimits
from mien.settings import settings


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CLIP..."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for each clip's timeline, summary, report and annotated video.",
)
@click.option("--rate", default=10.0, show_default=True, type=click.FloatRange(0.1, 60.0))
@click.option("--viewer", type=click.IntRange(1), help="Track to follow; default: largest face.")
@click.option("--video/--no-video", default=True, show_default=True, help="Annotated video.")
@style_option
def analyze(
    paths: tuple[Path, ...],
    out: Path | None,
    rate: float,
    viewer: int | None,
    video: bool,
    style: str,
) -> None:
    """Read the apparent expression of a viewer over the length of clips.

    A clip that cannot be read gives an error line and exit code 1 at the end.
    """
    chosen = settings()
    readers, limits = Readers.load(chosen), ClipLimits.of(chosen)

    def read(path: Path) -> Answer:
        folder = None if out is None else out / path.name
        return line(analyse_to(folder, path, readers, limits, rate, viewer, video=video))

    write_lines(paths, "Analysing", style, read, _as_text)


def line(result: ClipResult) -> Answer:
    """The summary in the words of the command line's contract."""
    wanted = ("duration", "shares", "dominant_emotion", "valence", "arousal", "emoji", "score")
    answer = {name: result.summary[name] for name in (*wanted, "no_face_share")}
    cut_short = result.summary["cut_short"]
    return answer | ({"cut_short": cut_short} if cut_short else {})


def _as_text(path: str, seen: Answer) -> str:
    faceless = f", no face in {seen['no_face_share']:.0%}" if seen["no_face_share"] else ""
    return (
        f"{path}: {seen['emoji']} {seen['dominant_emotion']}, score {seen['score']:+.0f}, "
        f"{seen['duration']:.1f} s{faceless}"
    )
