"""One form for the log lines of every process and library: JSON for machines, or text for people.

any logger ─record, current request─> formatter ─> one line on standard output

Mien's own lines begin at MIEN_LOG_LEVEL; of the libraries, whose finer ones may name what a client
sent, only warnings and errors are written.
"""

import json
import logging
import logging.config
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from mien.settings import Settings
from mien.telemetry.trail import CURRENT

OURS = ("mien", "services", "recommender_api", "training")

FIELDS = "fields"
"""What else a line has, as an attribute of the record: `extra={FIELDS: {...}}`."""

logger = logging.getLogger("mien.process")


def configure(settings: Settings) -> None:
    """From now on, in this process; also warnings, and exceptions that nobody caught."""
    logging.config.dictConfig(config(settings))
    for known in logging.root.manager.loggerDict.values():
        if isinstance(known, logging.Logger):
            known.disabled = False  # BentoML's own configuration disables what was there before it
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda thrown: _uncaught(
        thrown.exc_type, thrown.exc_value, thrown.exc_traceback
    )


def config(settings: Settings) -> dict[str, Any]:
    """As `logging.config.dictConfig` and gunicorn take it."""
    level = settings.log_level.upper()
    coarser = max(logging.WARNING, logging.getLevelName(level))
    seldom = max(logging.INFO, logging.getLevelName(level))
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": _FORMATTERS[settings.log_format]}},
        "filters": {"untold": {"()": _Untold}, "discreet": {"()": _Discreet}},
        "handlers": {
            "out": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": "line",
            }
        },
        "root": {"level": coarser, "handlers": ["out"]},
        "loggers": {
            **{name: _passing(level) for name in OURS},
            # These have handlers of their own, which are taken from them.
            "bentoml": _passing(seldom),
            "circus": _passing(coarser),
            "uvicorn": _passing(coarser),
            "uvicorn.error": {**_passing(coarser), "filters": ["untold"]},
            "gunicorn.error": {**_passing(seldom), "filters": ["discreet"]},
            "uvicorn.access": {"handlers": [], "propagate": False},
        },
    }


def mark_told(error: BaseException) -> None:
    """The trace of this exception is in the log; servers that see it again need not write it."""
    error._mien_told = True  # type: ignore[attr-defined]


def _passing(level: str | int) -> dict[str, Any]:
    return {"level": level, "handlers": [], "propagate": True}


def _uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if error is None or issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    logger.critical("%s ended what it met", kind.__name__, exc_info=(kind, error, trace))


class _Untold(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and hasattr(record.exc_info[1], "_mien_told"))


class _Discreet(logging.Filter):
    """gunicorn names the address of a client and what it asked for, where that went wrong."""

    def filter(self, record: logging.LogRecord) -> bool:
        if str(record.msg).startswith("Error handling request"):
            record.msg, record.args = "a request could not be handled", ()
        return not str(record.msg).startswith("Invalid request from ip")


class JsonLines(logging.Formatter):
    """A line as a JSON object; `exception` holds a whole stack trace."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
            **_fields(record),
        }
        if trace := _trace(self, record):
            line["exception"] = trace
        return json.dumps(line, default=str)


class TextLines(logging.Formatter):
    """A line for people; a stack trace follows on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        fields = [f"{name}={value}" for name, value in _fields(record).items()]
        place = f"{record.levelname} [{record.process}] {record.name}:"
        line = " ".join((_time(record), place, record.getMessage(), *fields))
        return "\n".join(filter(None, (line, _trace(self, record))))


_FORMATTERS = {"json": JsonLines, "text": TextLines}


def _time(record: logging.LogRecord) -> str:
    """RFC 3339."""
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    """Of the request that the line is about, and what the line itself brings."""
    trail = CURRENT.get()
    known = {} if trail is None else {"request_id": trail.id, "trace_id": trail.trace_id}
    found = {**known, **getattr(record, FIELDS, {})}
    return {name: value for name, value in found.items() if value not in ("", None)}


def _trace(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    if record.exc_text:
        return record.exc_text
    return formatter.formatException(record.exc_info) if record.exc_info else ""
