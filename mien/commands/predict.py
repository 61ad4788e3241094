"""`mien predict`: every face of many pictures, one JSON line a picture."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from mien.errors import MienError
from mien.media.image import ImageLimits, Picture, decode_image
from mien.perception.face_detector import Face
from mien.perception.faces import FaceReader, FaceReading
from mien.perception.reply import FaceReply, face_reply
from mien.settings import settings


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="IMG...")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="text: a line a face for people; jsonl: a JSON object a picture.",
)
@click.option("--no-detect", is_flag=True, help="Each picture is one face crop.")
def predict(paths: tuple[Path, ...], style: str, no_detect: bool) -> None:
    """Read the apparent expression of every face in pictures.

    A picture that cannot be read gives an error line and exit code 1 at the end.
    """
    reader = FaceReader.load(settings())
    failed = False
    for path in _progress(paths):
        line = _read(reader, path, no_detect)
        failed = failed or "error" in line
        click.echo(json.dumps(line, ensure_ascii=False) if style == "jsonl" else _as_text(line))
    sys.exit(1 if failed else 0)


def _progress(paths: tuple[Path, ...]) -> Iterator[Path]:
    console = Console(stderr=True)
    hidden = len(paths) == 1 or not console.is_terminal
    yield from track(paths, "Reading pictures", console=console, disable=hidden)


def _read(reader: FaceReader, path: Path, no_detect: bool) -> dict[str, object]:
    try:
        picture = decode_image(path.read_bytes(), ImageLimits.of(settings()))
        return {"path": str(path), "faces": _faces(reader, picture, no_detect)}
    except MienError as error:
        return {"path": str(path), "error": error.problem()}
    except OSError as error:
        return {"path": str(path), "error": {"code": "unreadable-file", "detail": error.strerror}}


def _faces(reader: FaceReader, picture: Picture, no_detect: bool) -> list[FaceReply]:
    if no_detect:
        readings = [_whole_picture(reader, picture)]
    else:
        [readings] = reader.read([picture.frame])
    return [face_reply(reading, picture.scale) for reading in readings]


def _whole_picture(reader: FaceReader, picture: Picture) -> FaceReading:
    height, width = picture.frame.shape[:2]
    [expression] = reader.classifier.classify([reader.classifier.pre(picture.frame)])
    return FaceReading(Face((0.0, 0.0, float(width), float(height)), 1.0), expression)


def _as_text(line: dict[str, object]) -> str:
    if "error" in line:
        error = line["error"]
        assert isinstance(error, dict)
        return f"{line['path']}: error: {error['detail']}"
    faces = line["faces"]
    assert isinstance(faces, list)
    return "\n".join(_face_line(str(line["path"]), face) for face in faces) or (
        f"{line['path']}: no face"
    )


def _face_line(path: str, face: FaceReply) -> str:
    share = face["probabilities"][face["dominant_emotion"]]
    box = " ".join(f"{edge:.0f}" for edge in face["box"])
    doubt = " (uncertain)" if face["uncertain"] else ""
    return f"{path}: {face['emoji']} {face['dominant_emotion']} {share:.0%}{doubt}, box {box}"
