"""`mien predict`: every face of many pictures, one JSON line a picture."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click

from mien.client import Client
from mien.commands.by_server import refuse, server_option
from mien.commands.file_lines import Answer, style_option, write_lines
from mien.media.image import ImageLimits, Picture, decode_image
from mien.perception.face_detector import Face
from mien.perception.faces import FaceReader, FaceReading
from mien.perception.reply import FaceReply, face_reply
from mien.settings import settings


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="IMG...")
@style_option
@click.option("--no-detect", is_flag=True, help="Each picture is one face crop.")
@server_option
def predict(paths: tuple[Path, ...], style: str, no_detect: bool, server: Client | None) -> None:
    """Read the apparent expression of every face in pictures.

    A picture that cannot be read gives an error line and exit code 1 at the end.
    """
    refuse(server, "--no-detect", no_detect)
    read = _reading_here(no_detect) if server is None else _reading_there(server, paths)
    write_lines(paths, "Reading pictures", style, read, _as_text)


def _reading_here(no_detect: bool) -> Callable[[Path], Answer]:
    return partial(_read, FaceReader.load(settings()), no_detect=no_detect)


def _reading_there(server: Client, paths: Sequence[Path]) -> Callable[[Path], Answer]:
    """Takes the pictures in their order, several of which are under way at once."""
    outcomes = server.predict_many(paths)

    def read(path: Path) -> Answer:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return {"faces": outcome["faces"]}

    return read


def _read(reader: FaceReader, path: Path, no_detect: bool) -> Answer:
    picture = decode_image(path.read_bytes(), ImageLimits.of(settings()))
    return {"faces": _faces(reader, picture, no_detect)}


def _faces(reader: FaceReader, picture: Picture, no_detect: bool) -> list[FaceReply]:
    if no_detect:
        readings = [_whole_picture(reader, picture)]
    else:
        [readings] = reader.read([picture.frame])
    return [face_reply(reading, picture.scale) for reading in readings]


def _whole_picture(reader: FaceReader, picture: Picture) -> FaceReading:
    height, width = picture.frame.shape[:2]
    crop = reader.classifier.pre(picture.frame)
    [expression] = reader.classifier.classify([crop])
    return FaceReading(Face((0.0, 0.0, float(width), float(height)), 1.0), expression, crop)


def _as_text(path: str, seen: Answer) -> str:
    return "\n".join(_face_line(path, face) for face in seen["faces"]) or f"{path}: no face"


def _face_line(path: str, face: FaceReply) -> str:
    share = face["probabilities"][face["dominant_emotion"]]
    box = " ".join(f"{edge:.0f}" for edge in face["box"])
    doubt = " (uncertain)" if face["uncertain"] else ""
    return f"{path}: {face['emoji']} {face['dominant_emotion']} {share:.0%}{doubt}, box {box}"
