import logging
import subprocess
import sys
import time
import warnings
from datetime import UTC, datetime, timedelta

import pytest

from mien.settings import Settings
from mien.telemetry import logs
from mien.telemetry.trail import CURRENT, Trail, request_id


@pytest.fixture
def trail():
    trail = Trail("r-1", trace_id="ab" * 16)
    token = CURRENT.set(trail)
    yield trail
    CURRENT.reset(token)


def test_a_line_says_when_where_what_and_for_which_request(written, trail):
    logging.getLogger("services.somewhere").warning("%d pictures\nare lost", 3)
    [line] = written()
    assert line.pop("process") > 0
    moment = datetime.fromisoformat(line.pop("time"))
    assert moment.utcoffset() == timedelta(0)
    assert abs((datetime.now(UTC) - moment).total_seconds()) < 60
    assert line == {
        "level": "warning",
        "logger": "services.somewhere",
        "message": "3 pictures\nare lost",
        "request_id": "r-1",
        "trace_id": "ab" * 16,
    }


def test_a_stack_trace_is_one_field_of_one_line(written):
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        logging.getLogger("mien").exception("broken")
    [line] = written()
    assert line["message"] == "broken"
    assert line["exception"].startswith("Traceback")
    assert line["exception"].endswith("ValueError: first\nsecond")


def test_libraries_are_heard_from_warnings_on_in_the_same_form(written):
    for name in ("sqlalchemy.engine", "uvicorn.error", "uvicorn.access", "httpx", "circus"):
        logging.getLogger(name).info("GET /api/v1/viewers/somebody")
    logging.getLogger("sqlalchemy.pool").warning("few connections")
    logging.getLogger("bentoml.serve").info("started")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old", DeprecationWarning, stacklevel=1)
    names = [line["logger"] for line in written()]
    assert names == ["sqlalchemy.pool", "bentoml.serve", "py.warnings"]


def test_a_trace_that_was_told_is_not_told_again_by_the_server(written):
    told, other = ValueError("told"), ValueError("other")
    logs.mark_told(told)
    for error in (told, other):
        logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=error)
    [line] = written()
    assert "other" in line["exception"]


@pytest.mark.usefixtures("written")
def test_loggers_that_bentoml_has_disabled_are_heard_again():
    early = logging.getLogger("mien.early")
    early.disabled = True
    logs.configure(Settings(log_format="json"))
    assert early.isEnabledFor(logging.INFO)


def test_gunicorn_names_neither_addresses_nor_what_was_asked_for(written):
    gunicorn = logging.getLogger("gunicorn.error")
    gunicorn.warning("Invalid request from ip=10.0.0.7: Invalid HTTP Method: '/my/path'")
    gunicorn.error("Error handling request %s %s", "GET", "/my/path")
    gunicorn.info("Listening at: %s", "http://127.0.0.1:8000")
    failed, listening = written()
    assert "my/path" not in str(failed)
    assert listening["message"] == "Listening at: http://127.0.0.1:8000"


def test_exceptions_that_end_a_process_or_a_thread_are_lines_too():
    code = (
        "import threading; from mien.settings import Settings; from mien.telemetry import logs\n"
        "logs.configure(Settings(log_format='json'))\n"
        "thread = threading.Thread(target=lambda: 1 / 0); thread.start(); thread.join()\n"
        "raise ValueError('the end')"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (1, "")
    thread, process = ended.stdout.splitlines()
    assert "ZeroDivisionError" in thread
    assert "the end" in process


def test_text_is_for_people(monkeypatch, trail):
    monkeypatch.setattr(time, "time", lambda: 0.0)
    formatter = logs.TextLines()
    record = logging.LogRecord("mien.x", logging.INFO, "", 0, "said %s", ("this",), None)
    record.created, record.process, record.fields = 1.5, 7, {"status": 503, "count": None}
    assert formatter.format(record) == (
        "1970-01-01T00:00:01.500Z INFO [7] mien.x: said this "
        f"request_id=r-1 trace_id={'ab' * 16} status=503"
    )


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error"])
def test_the_level_holds_for_our_own_lines_and_never_opens_libraries(level):
    found = logs.config(Settings(log_level=level))
    assert found["loggers"]["mien"]["level"] == level.upper()
    assert found["root"]["level"] >= logging.WARNING


@pytest.mark.parametrize("given", ["a", "0af7651916cd43dd8448eb211c80319c", "A.b-1", "x" * 64])
def test_a_usable_id_is_kept(given):
    assert request_id(given) == given


@pytest.mark.parametrize(
    "given",
    [None, "", "x" * 65, "a b", "a\n", "a\r\nb: c", "ä", "vw_" + "a1" * 14, '"', "{}", "me@here"],
)
def test_any_other_is_replaced_by_a_new_one(given):
    made = request_id(given)
    assert made != given
    assert len(made) == 32
    assert made != request_id(given)
