"""`mien listen`: how the voice in sound files apparently sounds, one JSON line a file."""

from collections.abc import Callable
from pathlib import Path

import click

from mien.client import Client
from mien.commands.by_server import server_option
from mien.commands.file_lines import Answer, style_option, write_lines
from mien.media.audio import AudioLimits, decode_audio
from mien.perception.reply import speech_reply
from mien.perception.speech import SpeechReader
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from mien.settings import settings


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="WAV...")
@style_option
@server_option
def listen(paths: tuple[Path, ...], style: str, server: Client | None) -> None:
    """Read the apparent expression of a voice in sound or video files.

    A file that cannot be read gives an error line and exit code 1 at the end.
    """
    read = _listening_here() if server is None else _listening_there(server)
    write_lines(paths, "Listening", style, read, _as_text)


def _listening_here() -> Callable[[Path], Answer]:
    chosen = settings()
    reader = SpeechReader(Manifest(chosen.models_dir), RuntimeOptions.of(chosen))
    limits = AudioLimits(chosen.max_audio_seconds)
    return lambda path: {**speech_reply(reader.listen(decode_audio(path, limits)))}


def _listening_there(server: Client) -> Callable[[Path], Answer]:
    def read(path: Path) -> Answer:
        heard = server.listen(path)
        return {name: value for name, value in heard.items() if name != "duration"}

    return read


def _as_text(path: str, heard: Answer) -> str:
    dominant = heard["dominant_emotion"]
    doubt = " (uncertain)" if heard["uncertain"] else ""
    place = f"valence {heard['valence']:+.2f}, arousal {heard['arousal']:+.2f}"
    return f"{path}: {dominant} {heard['probabilities'][dominant]:.0%}{doubt}, {place}"
