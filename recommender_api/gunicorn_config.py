"""What gunicorn cannot be told on its command line: that its log lines look like all others, and
where its workers count, each in files of its own that `/metrics` adds up."""

import os
import shutil
import tempfile

from gunicorn.arbiter import Arbiter

from mien.settings import settings
from mien.telemetry import logs

logconfig_dict = logs.config(settings())

_MEMORY = "/dev/shm"
_COUNTS = "PROMETHEUS_MULTIPROC_DIR"


def on_starting(server: Arbiter) -> None:
    """Make the folder, in memory where there is some: a full disk would end who counts on it."""
    place = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    os.environ[_COUNTS] = tempfile.mkdtemp(prefix="mien-metrics-", dir=place)


def on_exit(server: Arbiter) -> None:
    """Take the folder away."""
    shutil.rmtree(os.environ[_COUNTS], ignore_errors=True)
