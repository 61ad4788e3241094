"""A backup's file: a zip of the database and of what it is.

database --sha256--> backup.json ─┐
    └──────────── packed ─────────┴──> FILE, whole or not at all
"""

import hashlib
import os
import shutil
import zipfile
import zlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from recommender_api.backup.errors import BackupFailed, BackupUnreadable

ABOUT = "backup.json"
DATABASE = "database"


class About(BaseModel):
    """Which database it was: `made` is ISO 8601 in UTC, `revision` its newest migration."""

    model_config = ConfigDict(frozen=True)

    mien: str
    kind: str
    revision: str
    made: str
    sha256: str


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(database: Path, about: About, target: Path) -> None:
    """Write the backup; `database` lies in a folder of the same file system as `target`.

    Raises BackupFailed where `target` exists, and OSError.
    """
    partial = database.with_suffix(".zip")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(ABOUT, about.model_dump_json(indent=1))
        archive.write(database, DATABASE)
    partial.chmod(0o600)
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    if target.exists():
        raise BackupFailed(f"{target} is already there")
    partial.rename(target)


def unpack(source: Path, folder: Path) -> tuple[About, Path]:
    """What a backup is of, and its database in `folder`, whole. Raises BackupUnreadable."""
    database = folder / DATABASE
    try:
        with zipfile.ZipFile(source) as archive:
            about = About.model_validate_json(archive.read(ABOUT))
            with archive.open(DATABASE) as packed, database.open("wb") as file:
                shutil.copyfileobj(packed, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValidationError) as error:
        raise BackupUnreadable(f"{source} is damaged or no backup of Mien") from error
    except OSError as error:
        raise BackupUnreadable(f"{source} cannot be read: {error.strerror}") from error
    if digest(database) != about.sha256:
        raise BackupUnreadable(f"{source} is damaged: its database has another SHA-256")
    return about, database
