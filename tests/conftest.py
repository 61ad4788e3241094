"""What tests of every kind share."""

import io
import json
import logging
import sys
import threading

import pytest

from mien.settings import Settings
from mien.telemetry import failures, logs


@pytest.fixture
def written(monkeypatch):
    """The lines that the process's log has had so far, parsed; everything at every level."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, sys.excepthook, threading.excepthook
    monkeypatch.setattr(failures, "_REFUSALS", failures._Refusals())
    settings = Settings(log_format="json", log_level="debug")
    logs.configure(settings)
    said = io.StringIO()
    for handler in root.handlers:
        if handler.name == "out" and isinstance(handler, logging.StreamHandler):
            handler.setStream(said)
    yield lambda: [json.loads(line) for line in said.getvalue().splitlines()]
    logging.captureWarnings(False)
    root.handlers[:], level, sys.excepthook, threading.excepthook = before
    root.setLevel(level)
    for name in logs.config(settings)["loggers"]:
        changed = logging.getLogger(name)
        changed.setLevel(logging.NOTSET)
        changed.propagate = True
        changed.filters.clear()
