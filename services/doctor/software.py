"""Python, the packages of the lock, and what FFmpeg can read and write."""

import importlib.metadata
import platform
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement

from services.doctor.examining import Place
from services.doctor.finding import Finding, ok, problem, warning

LOCK = Path(__file__).resolve().parents[2] / "requirements" / "serve.txt"
INSTALL = "Run 'make setup' where Mien lies, or install requirements/serve.txt again."
PINNED = {"bentoml"}
"""What other versions break: Mien reaches into it."""

INSTEAD = {"onnxruntime": ("onnxruntime-gpu", "onnxruntime-openvino")}
"""Packages that others replace, see requirements/lock.sh."""

READ = ("h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "mjpeg", "aac", "mp3", "opus", "vorbis")
WRITTEN = ("libx264", "aac")


def python(
    place: Place, version: tuple[int, int] = sys.version_info[:2], system: str = platform.system()
) -> Iterator[Finding]:
    """Whether Mien is made for this Python, and tried on this system."""
    name = f"Python {version[0]}.{version[1]} on {system} {platform.machine()}"
    if not (3, 11) <= version < (3, 14):
        yield problem(name, "Use Python 3.11, 3.12 or 3.13.")
    elif system != "Linux":
        yield warning(f"{name}: Mien is tried on Linux alone", "Serve from Linux.")
    else:
        yield ok(name)


def packages(place: Place, lock: Path = LOCK) -> Iterator[Finding]:
    """Whether the packages are there in the versions that were tried together."""
    wanted = _wanted(lock)
    faults = [finding for each in wanted if (finding := _package(each)) is not None]
    yield from faults
    if not faults:
        yield ok(f"all {len(wanted)} are there in the versions wanted")


def codecs(
    place: Place, read: Iterable[str] = READ, written: Iterable[str] = WRITTEN
) -> Iterator[Finding]:
    """Whether FFmpeg, as PyAV brings it, has what clips, sounds and annotated videos need."""
    import av

    missing = [f"cannot read {name}" for name in read if not _has(name, "r")]
    missing += [f"cannot write {name}" for name in written if not _has(name, "w")]
    about = f"PyAV {av.__version__}"
    if missing:
        action = "Install PyAV's own wheel (pip install --force-reinstall --only-binary av av)."
        yield problem(f"{about} {', '.join(missing)}", action)
    else:
        yield ok(f"{about} reads and writes what clips need")


def _wanted(lock: Path) -> list[Requirement]:
    """Those of the lock, or beside an installed package, which has none, of its own metadata."""
    if lock.exists():
        lines = lock.read_text("utf-8").splitlines()
        named = [line.rstrip(" \\") for line in lines if line[:1].isalnum()]
    else:
        named = importlib.metadata.requires("mien") or []
    requirements = map(Requirement, named)
    return [each for each in requirements if not each.marker or each.marker.evaluate({"extra": ""})]


def _package(wanted: Requirement) -> Finding | None:
    name = wanted.name.lower()
    there = _version(wanted.name)
    if there is None:
        if any(_version(other) for other in INSTEAD.get(name, ())):
            return None
        return problem(f"{wanted.name} is not installed", INSTALL)
    if wanted.specifier.contains(there, prereleases=True):
        return None
    detail = f"{wanted.name} is {there}, not {wanted.specifier}"
    return problem(detail, INSTALL) if name in PINNED else warning(detail, INSTALL)


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _has(name: str, mode: Literal["r", "w"]) -> bool:
    from av.codec.codec import Codec, UnknownCodecError

    try:
        Codec(name, mode)
    except UnknownCodecError:
        return False
    return True
