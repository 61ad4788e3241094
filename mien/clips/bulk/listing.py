"""Which clips a command is asked for, and where each one's results go.

CLIP…, lines of --list ─> files, URLs ───────────────┬─> Source, each clip once
                      └─> folders ─> the clips below ┘
"""

import errno
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, unquote

# fmt: off
SUFFIXES = (
    ".3gp", ".avi", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4",
    ".mpeg", ".mpg", ".mts", ".mxf", ".ogv", ".ts", ".webm", ".wmv",
)
# fmt: on
"""How the names of clips end, in any case; a file that is named itself may end otherwise."""

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A clip to read.

    `path` is what the user wrote, or what was found below it, as UTF-8 can hold it; `place` the
    same as an absolute path or a URL; `name` its folder among the results, relative to them.
    """

    path: str
    place: str
    name: str


def is_url(text: str) -> bool:
    """Whether `text` is a URL such as s3://bucket/talk.mp4, and no path."""
    return _URL.match(text) is not None


def is_clip(name: str) -> bool:
    """Whether a file found in a folder is taken: a known suffix, and not hidden."""
    return name.lower().endswith(SUFFIXES) and not name.startswith(".")


def file_name(place: str) -> str:
    """The last part of a path or a URL."""
    if not is_url(place):
        return Path(place).name
    return unquote(place.partition("?")[0].rstrip("/").rpartition("/")[2])


def listed(given: Iterable[str], out: Path | None = None) -> list[Source]:
    """The clips meant by files, folders and URLs, in their order, below a folder by name.

    Clips in the folder `out` of the results are passed over. A folder without clips, or one that
    cannot be read, is listed itself, so that reading it says why. Raises ModuleNotFoundError for a
    URL where PyArrow is not installed.
    """
    clips = {
        found.place: found
        for text in given
        for found in (_at_url(text) if is_url(text) else _at_path(Path(text), out))
    }
    shared = Counter(found.name for found in clips.values())
    return [_apart(found) if shared[found.name] > 1 else found for found in clips.values()]


def version(path: Path) -> str:
    """What tells a clip from an earlier one at its place: size in bytes and time in nanoseconds.

    Raises OSError for a clip that is missing or has a name that no result could hold, and for a
    folder in a clip's place.
    """
    if _printable(str(path)) != str(path):
        raise OSError(errno.EILSEQ, "the name is not valid UTF-8: rename the clip")
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        os.scandir(path).close()
        raise FileNotFoundError(errno.ENOENT, no_clip())
    return f"{status.st_size}:{status.st_mtime_ns}"


def no_clip() -> str:
    """What is wrong with a folder in which no clip was found."""
    return f"the folder holds no clip; names of clips end in {' '.join(SUFFIXES)}"


def _at_path(path: Path, out: Path | None) -> Iterator[Source]:
    below = _clips_below(path, out) if path.is_dir() else []
    for clip in below or [path]:
        name = clip.relative_to(path).as_posix() if below else clip.name
        yield Source(_printable(str(clip)), os.path.abspath(clip), name)


def _clips_below(folder: Path, out: Path | None) -> list[Path]:
    unreadable: list[Path] = []
    found: list[Path] = []
    results = out and out.resolve()
    tree = os.walk(folder, onerror=lambda error: unreadable.append(Path(error.filename)))
    for place, folders, files in tree:
        inside = Path(place)
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and (inside / name).resolve() != results
        ]
        found += [inside / name for name in files if is_clip(name)]
    return sorted(found + unreadable)


def _at_url(url: str) -> Iterator[Source]:
    from mien.clips.bulk.remote import clips_below

    address, mark, options = url.partition("?")
    below = clips_below(url)
    for name in below:
        place = f"{address.rstrip('/')}/{quote(name)}{mark}{options}"
        yield Source(place, place, _inside(name))
    if not below:
        yield Source(url, url, _inside(file_name(url)))


def _printable(path: str) -> str:
    return os.fsencode(path).decode(errors="backslashreplace")


def _inside(name: str) -> str:
    """A name that leads nowhere but below the folder that it is put into."""
    return "/".join("_" if part in {"", ".", ".."} else part for part in name.split("/"))


def _apart(source: Source) -> Source:
    """The same under a name of its own, whatever else is listed."""
    mark = sha256(source.place.encode(errors="surrogateescape")).hexdigest()[:8]
    return Source(source.path, source.place, f"{source.name}~{mark}")
