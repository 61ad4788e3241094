"""`mien analyze`: clips to timelines, summaries, reports and annotated videos.

CLIP…, folders, --list ─> sources ─┬─ local, --server ─> one after another ─> a folder each
                                   └─ ray ─────────────> mien.clips.bulk ───> Parquet tables
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import click

from mien.client import Client
from mien.clips.analysis import Readers
from mien.clips.bulk.listing import SUFFIXES, Source, is_url, listed, version
from mien.clips.bulk.order import Order
from mien.clips.result import analyse_to
from mien.commands.analyze_bulk import analyse_on_ray
from mien.commands.by_server import refuse, server_option
from mien.commands.clip_lines import as_text, line
from mien.commands.clip_progress import bar
from mien.commands.file_lines import Answer, style_option, write_lines
from mien.media.video import ClipLimits
from mien.settings import settings

Analyse = Callable[[Path | None, Path], Mapping[str, Any]]
"""A clip's summary, of the folder for its files, if any, and the clip."""


@click.command(
    epilog=f"A folder stands for all clips below it, by name: {' '.join(SUFFIXES)}, in any case. "
    "Hidden files and folders, links to folders and the folder of the results are passed over."
)
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[CLIP|FOLDER]...")
@click.option(
    "--list",
    "names",
    type=click.File(encoding="utf-8-sig"),
    metavar="FILE",
    help="Further clips, folders or URLs, one a line; - for standard input.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for each clip's timeline, summary, report and annotated video; with ray for the "
    "tables summaries.parquet and timelines.parquet.",
)
@click.option("--rate", default=10.0, show_default=True, type=click.FloatRange(0.1, 60.0))
@click.option("--viewer", type=click.IntRange(1), help="Track to follow; default: largest face.")
@click.option(
    "--video/--no-video", default=None, help="Annotated video; default: with the local engine."
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="ray: on all CPUs of a Ray cluster, resumed by the same command; takes URLs too.",
)
@click.option(
    "--address",
    help="Ray cluster to join, as ray.init takes it; default: RAY_ADDRESS, else a cluster that "
    "was started on this machine, else one of its own for this run.",
)
@click.option(
    "--reports", is_flag=True, help="With ray: each clip's folder too, as the local engine makes."
)
@style_option
@server_option
def analyze(
    paths: tuple[str, ...],
    names: TextIO | None,
    out: Path | None,
    rate: float,
    viewer: int | None,
    video: bool | None,
    engine: str,
    address: str | None,
    reports: bool,
    style: str,
    server: Client | None,
) -> None:
    """Read the apparent expression of a viewer over the length of clips.

    A clip that cannot be read gives an error line and exit code 1 at the end.
    """
    refuse(server, "--engine ray", engine == "ray")
    given = [*paths, *_lines(names)]
    if not given:
        raise click.UsageError("name a CLIP or a FOLDER, or give a --list of them")
    if engine == "local":
        if address or reports or any(map(is_url, given)):
            raise click.UsageError("--address, --reports and URLs need --engine ray")
        sources, drawn = listed(given, out), video is not False
        if server is None:
            analyse = _here(rate, viewer, drawn)
        else:
            analyse = _there(server, rate, viewer, drawn, len(sources) == 1)
        _analyse(sources, out, style, analyse)
    elif out is None:
        raise click.UsageError("--engine ray needs --out DIR, where its tables go")
    else:
        kept = out.absolute() if reports or video else None
        how = Order.of(settings(), rate=rate, viewer=viewer, reports=kept, video=bool(video))
        analyse_on_ray(given, out, how, address, style)


def _lines(names: TextIO | None) -> list[str]:
    try:
        texts = names.read().splitlines() if names else []
    except UnicodeDecodeError as error:
        raise click.UsageError(f"--list is no UTF-8 text: {error.reason}") from error
    return [text for text in texts if text.strip()]


def _here(rate: float, viewer: int | None, video: bool) -> Analyse:
    chosen = settings()
    readers, limits = Readers.load(chosen), ClipLimits.of(chosen)

    def analyse(folder: Path | None, clip: Path) -> Mapping[str, Any]:
        return analyse_to(folder, clip, readers, limits, rate, viewer, video=video).summary

    return analyse


def _there(server: Client, rate: float, viewer: int | None, video: bool, alone: bool) -> Analyse:
    """A bar follows a clip that is `alone`; several have one of their own."""

    def analyse(folder: Path | None, clip: Path) -> Mapping[str, Any]:
        with bar(alone) as told:
            return server.analyze(
                clip, rate=rate, viewer=viewer, folder=folder, video=video, progress=told
            )

    return analyse


def _analyse(sources: Sequence[Source], out: Path | None, style: str, analyse: Analyse) -> None:
    listed_by_path = {source.path: source for source in sources}

    def read(path: str) -> Answer:
        source = listed_by_path[path]
        clip = Path(source.place)
        version(clip)
        return line(analyse(out and out / source.name, clip))

    write_lines(list(listed_by_path), "Analysing", style, read, as_text)
