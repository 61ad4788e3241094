"""`mien listen`: how the voice in sound files apparently sounds, one JSON line a file."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from mien.errors import MienError
from mien.media.audio import AudioLimits, decode_audio
from mien.perception.speech import SpeechReader, SpeechReading
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from mien.settings import settings
from mien.taxonomy import LABELS


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="WAV...")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="text: a line a file for people; jsonl: a JSON object a file.",
)
def listen(paths: tuple[Path, ...], style: str) -> None:
    """Read the apparent expression of a voice in sound or video files.

    A file that cannot be read gives an error line and exit code 1 at the end.
    """
    chosen = settings()
    reader = SpeechReader(Manifest(chosen.models_dir), RuntimeOptions.of(chosen))
    failed = False
    for path in _progress(paths):
        line = _read(reader, path, AudioLimits(chosen.max_audio_seconds))
        failed = failed or "error" in line
        click.echo(json.dumps(line, ensure_ascii=False) if style == "jsonl" else _as_text(line))
    sys.exit(1 if failed else 0)


def _progress(paths: tuple[Path, ...]) -> Iterator[Path]:
    console = Console(stderr=True)
    hidden = len(paths) == 1 or not console.is_terminal
    yield from track(paths, "Listening", console=console, disable=hidden)


def _read(reader: SpeechReader, path: Path, limits: AudioLimits) -> dict[str, object]:
    try:
        sound = decode_audio(path.read_bytes(), limits)
        return {"path": str(path), **_reply(reader.listen(sound))}
    except MienError as error:
        return {"path": str(path), "error": error.problem()}
    except OSError as error:
        return {"path": str(path), "error": {"code": "unreadable-file", "detail": error.strerror}}


def _reply(reading: SpeechReading) -> dict[str, object]:
    return {
        "probabilities": {
            label: round(share, 4)
            for label, share in zip(LABELS, reading.probabilities, strict=True)
        },
        "dominant_emotion": reading.dominant,
        "valence": round(reading.valence, 4),
        "arousal": round(reading.arousal, 4),
        "uncertain": reading.uncertain,
    }


def _as_text(line: dict[str, object]) -> str:
    if "error" in line:
        error = line["error"]
        assert isinstance(error, dict)
        return f"{line['path']}: error: {error['detail']}"
    probabilities, dominant = line["probabilities"], str(line["dominant_emotion"])
    assert isinstance(probabilities, dict)
    doubt = " (uncertain)" if line["uncertain"] else ""
    place = f"valence {line['valence']:+.2f}, arousal {line['arousal']:+.2f}"
    return f"{line['path']}: {dominant} {probabilities[dominant]:.0%}{doubt}, {place}"
