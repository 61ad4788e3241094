"""Files of the web app as they lie on disk now, each packed once.

path --stat--> seen since it last changed? --no--> read, hash, gzip ──> WebFile
                        └────────────────yes─────────────────────────────┘
"""

import gzip
import hashlib
import mimetypes
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TYPES = mimetypes.MimeTypes()
"""Python's own table: that of the machine may call scripts something that browsers refuse."""
_TYPES.add_type("text/javascript", ".js")  # RFC 9239; Python 3.11 has the older name
_TYPES.add_type("font/woff2", ".woff2")


@dataclass(frozen=True, slots=True)
class WebFile:
    """A file's bytes, plain and (where that is shorter) in gzip's form, and their weak ETag."""

    media_type: str
    etag: str
    plain: bytes
    packed: bytes | None


def web_file(path: Path) -> WebFile | None:
    """The file at `path`; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return _read(path, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


@lru_cache(maxsize=256)
def _read(path: Path, changed_ns: int) -> WebFile:
    plain = path.read_bytes()
    packed = gzip.compress(plain, mtime=0)
    return WebFile(
        media_type=_TYPES.guess_type(path.name)[0] or "application/octet-stream",
        etag=f'W/"{hashlib.sha256(plain).hexdigest()[:32]}"',
        plain=plain,
        packed=packed if len(packed) < len(plain) else None,
    )
