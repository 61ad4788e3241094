"""Where the training data lies: outside the repository, since most of it may not be passed on."""

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
CACHE_DIR = REPOSITORY / ".cache" / "training"


def data_root() -> Path:
    """The data folder: `MIEN_DATA`, or `../shared/data` beside the repository.

    Raises FileNotFoundError that names the variable where the folder is missing.
    """
    root = Path(os.environ.get("MIEN_DATA", REPOSITORY.parent / "shared" / "data"))
    if not root.is_dir():
        raise FileNotFoundError(f"no data at {root}: set MIEN_DATA to the folder that holds it")
    return root
