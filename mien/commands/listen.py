"""`mien listen`: how the voice in sound files apparently sounds, one JSON line a file."""

from pathlib import Path

import click

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
def listen(paths: tuple[Path, ...], style: str) -> None:
    """Read the apparent expression of a voice in sound or video files.

    A file that cannot be read gives an error line and exit code 1 at the end.
    """
    chosen = settings()
    reader = SpeechReader(Manifest(chosen.models_dir), RuntimeOptions.of(chosen))
    limits = AudioLimits(chosen.max_audio_seconds)
    write_lines(paths, "Listening", style, lambda path: _heard(reader, path, limits), _as_text)


def _heard(reader: SpeechReader, path: Path, limits: AudioLimits) -> Answer:
    return {**speech_reply(reader.listen(decode_audio(path, limits)))}


def _as_text(path: str, heard: Answer) -> str:
    dominant = heard["dominant_emotion"]
    doubt = " (uncertain)" if heard["uncertain"] else ""
    place = f"valence {heard['valence']:+.2f}, arousal {heard['arousal']:+.2f}"
    return f"{path}: {dominant} {heard['probabilities'][dominant]:.0%}{doubt}, {place}"
