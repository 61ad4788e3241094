"""What can happen to the files of models; each gives the name of the file to be complained of."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from mien.perception.expression import ExpressionClassifier
from mien.perception.face_detector import FaceDetector
from mien.runtime.manifest import MANIFEST_NAME, Manifest


def truncate(models: Path) -> str:
    return _change(models, lambda data: data[: len(data) // 2])


def flip_a_bit(models: Path) -> str:
    return _change(models, lambda data: data[:-1000] + bytes([data[-1000] ^ 1]) + data[-999:])


def empty(models: Path) -> str:
    return _change(models, lambda data: b"")


def remove(models: Path) -> str:
    name = _file(models)
    (models / name).unlink()
    return name


def misstate(models: Path) -> str:
    """Another hash in the manifest."""
    entry = Manifest(models).entry(FaceDetector.NAME)
    _edit_manifest(models, entry.sha256, hashlib.sha256(b"").hexdigest())
    return entry.file


def no_network(models: Path) -> str:
    """A file that is no model, and that the manifest knows."""
    entry, text = Manifest(models).entry(FaceDetector.NAME), b"This is no network.\n" * 1000
    (models / entry.file).write_bytes(text)
    _edit_manifest(models, entry.sha256, hashlib.sha256(text).hexdigest())
    return entry.file


def swap(models: Path) -> str:
    """The detector's file is the classifier's, and the manifest knows it."""
    manifest = Manifest(models)
    one, other = manifest.entry(FaceDetector.NAME), manifest.entry(ExpressionClassifier.NAME)
    (models / one.file).write_bytes((models / other.file).read_bytes())
    _edit_manifest(models, one.sha256, other.sha256)
    return one.file


def spoil_manifest(models: Path) -> str:
    (models / MANIFEST_NAME).write_text("[models", "utf-8")
    return MANIFEST_NAME


DAMAGES: Mapping[str, Callable[[Path], str]] = {
    "truncated": truncate,
    "a bit flipped": flip_a_bit,
    "empty": empty,
    "missing": remove,
    "another hash in the manifest": misstate,
    "no network": no_network,
    "another model's file": swap,
    "no manifest": spoil_manifest,
}


def _file(models: Path) -> str:
    return Manifest(models).entry(FaceDetector.NAME).file


def _change(models: Path, change: Callable[[bytes], bytes]) -> str:
    name = _file(models)
    (models / name).write_bytes(change((models / name).read_bytes()))
    return name


def _edit_manifest(models: Path, old: str, new: str) -> None:
    path = models / MANIFEST_NAME
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
