"""How much room is left where the gateway writes."""

import shutil
from pathlib import Path

from mien.settings import Settings


def free_bytes(settings: Settings) -> dict[str, int]:
    """Bytes that are free for the clips of jobs and, where they are kept, for recordings."""
    places = {"jobs": settings.jobs_dir, "recordings": settings.recordings_dir}
    return {name: _free(folder) for name, folder in places.items() if folder is not None}


def _free(folder: Path) -> int:
    """A folder that is not made yet counts as the one in which it will be."""
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    return shutil.disk_usage(existing).free
