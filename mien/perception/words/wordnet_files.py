"""Where WordNet lies on this machine, and a private copy of it laid out as NLTK reads it.

    MIEN_WORDNET_DIR | Debian's wordnet-base | NLTK's data (folder or zip)
        --copied once, with what Debian leaves out--> CACHE/corpora/wordnet/

NLTK reads data only below its own search path, and only files that nobody else can write to.
"""

import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from mien.errors import InvalidSetting
from mien.perception.words.lexnames import LEXNAMES
from mien.settings import Settings

_NEEDED = tuple(
    f"{kind}.{part}" for kind in ("data", "index") for part in ("noun", "verb", "adj", "adv")
) + tuple(f"{part}.exc" for part in ("noun", "verb", "adj", "adv"))
_ADDED = {"lexnames": LEXNAMES, "index.sense": "", "cntlist.rev": ""}
_INSIDE = Path("corpora") / "wordnet"


def find(settings: Settings) -> Path | None:
    """The folder or the zip with WordNet's files; None where there is none.

    Raises InvalidSetting where MIEN_WORDNET_DIR names a folder without them.
    """
    chosen = settings.wordnet_dir
    if chosen is None:
        return next(filter(_is_complete, _usual_places()), None)
    if not _is_complete(chosen):
        raise InvalidSetting(
            f"MIEN_WORDNET_DIR: {chosen} is no folder with WordNet 3's {', '.join(_NEEDED[:2])} …"
        )
    return chosen


def lay_out(source: Path, cache: Path) -> Path:
    """The folder for NLTK's search path; copies `source` below it unless that was done before.

    Safe where several processes do it at once: each makes its own copy, and the first one stays.
    Raises OSError where the cache cannot be written.
    """
    target = cache / _INSIDE
    if not _is_complete(target):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = Path(tempfile.mkdtemp(prefix="wordnet-", dir=target.parent))
        try:
            _copy(source, partial)
            _put(partial, target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return cache


def _usual_places() -> Iterator[Path]:
    yield Path("/usr/share/wordnet")
    listed = filter(None, os.environ.get("NLTK_DATA", "").split(os.pathsep))
    shared = ("/usr/share/nltk_data", "/usr/local/share/nltk_data", "/usr/lib/nltk_data")
    for root in (*listed, str(Path.home() / "nltk_data"), f"{sys.prefix}/nltk_data", *shared):
        yield Path(root) / _INSIDE
        yield Path(root) / _INSIDE.with_suffix(".zip")


def _is_complete(place: Path) -> bool:
    try:
        if place.suffix == ".zip":
            return place.is_file() and set(_NEEDED) <= _in_zip(place).keys()
        return all((place / name).is_file() for name in _NEEDED)
    except (OSError, zipfile.BadZipFile):
        return False


def _in_zip(path: Path) -> dict[str, str]:
    """Names inside a zip by file name."""
    with zipfile.ZipFile(path) as archive:
        return {Path(name).name: name for name in archive.namelist()}


def _copy(source: Path, folder: Path) -> None:
    for name, text in _ADDED.items():
        (folder / name).write_text(text, "utf-8")
    for name in (*_NEEDED, *_ADDED):
        data = _read(source, name)
        if data is not None:
            (folder / name).write_bytes(data)
    for path in folder.iterdir():
        path.chmod(0o600)


def _read(source: Path, name: str) -> bytes | None:
    if source.suffix != ".zip":
        return (source / name).read_bytes() if (source / name).is_file() else None
    inside = _in_zip(source)
    with zipfile.ZipFile(source) as archive:
        return archive.read(inside[name]) if name in inside else None


def _put(partial: Path, target: Path) -> None:
    try:
        partial.rename(target)
    except OSError:
        if not _is_complete(target):  # another process was not quicker
            raise
