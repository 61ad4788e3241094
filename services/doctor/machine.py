"""The machine: files that may be open, its clock, its folders and the room in them."""

import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

import mien
from mien.settings import MEBIBYTE, Settings
from services.doctor.examining import Place
from services.doctor.finding import Finding, ok, problem, warning

OF_A_WORKER = 256
"""Open files of a worker beside its connections: models, libraries, database, logs."""

_LITTLE = 1024 * MEBIBYTE


def open_files(place: Place) -> Iterator[Finding]:
    """Whether a worker may open as many files as its limits let in connections."""
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    chosen = place.settings
    needed = OF_A_WORKER + chosen.queue + chosen.max_streams + chosen.audio_queue
    if resource.RLIM_INFINITY != limit < needed:
        detail = f"a process may open {limit} files, and a worker can need {needed}"
        yield problem(detail, f"Raise the limit: 'ulimit -n {2 * needed}', or LimitNOFILE=.")
    else:
        yield ok(f"a process may open {limit} files")


def clock(place: Place, reference: Path = Path(mien.__file__)) -> Iterator[Finding]:
    """Whether the clock is later than the files of Mien: consents and keys expire by it."""
    written = reference.stat().st_mtime
    now = time.time()
    stated = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(now))
    if now < written:
        yield problem(f"it is {stated}, before Mien's files were written", "Set the clock (NTP).")
    else:
        yield ok(f"it is {stated}")


def folders(place: Place) -> Iterator[Finding]:
    """Whether what Mien writes can be written, and is there room for it."""
    for variable, folder, room in _written(place.settings):
        yield _folder(variable, folder, room)


def _written(chosen: Settings) -> Iterator[tuple[str, Path, int]]:
    """Variables, their folders, and how many bytes may soon be needed there."""
    yield "MIEN_JOBS_DIR", chosen.jobs_dir, 2 * chosen.max_clip_bytes
    yield "MIEN_WORDNET_CACHE", chosen.wordnet_cache, 64 * MEBIBYTE
    if chosen.recordings_dir is not None:
        yield "MIEN_RECORDINGS_DIR", chosen.recordings_dir, _LITTLE
    if "tensorrt" in chosen.providers:
        yield "MIEN_ENGINE_CACHE", chosen.engine_cache, _LITTLE
    url = make_url(chosen.database_url) if "://" in chosen.database_url else None
    if url is not None and url.get_backend_name() == "sqlite" and url.database:
        yield "MIEN_DATABASE_URL", Path(url.database).absolute().parent, _LITTLE


def _folder(variable: str, folder: Path, room: int) -> Finding:
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    try:
        with tempfile.TemporaryFile(dir=there) as probe:
            probe.write(bytes(MEBIBYTE))
    except OSError as error:
        detail = f"{variable}: {folder} cannot be written: {error.strerror}"
        return problem(detail, "Make room and give this user the right to write there.")
    free = shutil.disk_usage(there).free
    if free < room:
        detail = f"{variable}: {folder} has {free // MEBIBYTE} MiB left"
        return warning(detail, f"Make room: {room // MEBIBYTE} MiB may soon be needed.")
    return ok(f"{variable}: {folder} can be written, {free // MEBIBYTE} MiB left")
