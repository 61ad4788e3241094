"""After a deletion nothing is left: no row, no byte of a file, no line of a log, no metric."""

import logging
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import integers, lists
from sqlalchemy import insert, inspect, text

from recommender_api import database
from recommender_api.access.errors import UnknownViewer
from recommender_api.clock import now
from recommender_api.database import connect
from recommender_api.learning.tables import SeenItem
from recommender_api.privacy import consents, ledger
from recommender_api.privacy.commands import privacy
from recommender_api.privacy.deletion import delete_viewer
from recommender_api.privacy.erasing import erase
from recommender_api.privacy.holdings import OF_VIEWERS
from recommender_api.privacy.logs import keep_identifiers_out
from services import metrics
from tests.recommender.privacy.viewers import NOTICE, fill, new_session, new_viewer


def rows_with(engine, identifier):
    """The tables in whose rows an identifier stands, whichever column."""
    found = []
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()
            found += [table] if any(identifier in str(row) for row in rows) else []
    return found


def files_with(engine, identifier):
    if engine.dialect.name != "sqlite":
        return []
    path = Path(engine.url.database)
    content = {each.name: each.read_bytes() for each in path.parent.glob(f"{path.name}*")}
    return [name for name, data in content.items() if identifier.encode() in data]


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    sessions=lists(integers(0, 3), min_size=2, max_size=5),
    readings=integers(1, 150),
    chosen=integers(0, 4),
)
def test_a_deleted_viewer_is_found_nowhere(engine, client, caplog, sessions, readings, chosen):
    caplog.set_level(logging.DEBUG)
    held = {}
    for count in sessions:
        viewer_id = client.post("/api/v1/viewers").json["viewer_id"]
        held[viewer_id] = [new_session(engine, viewer_id) for _ in range(count)]
        for session_id in held[viewer_id]:
            fill(engine, viewer_id, session_id, readings)
    viewer_id = list(held)[chosen % len(held)]
    client.get(f"/api/v1/viewers/{viewer_id}")
    client.get(f"/api/v1/viewers/{viewer_id}/export").close()
    receipt = client.delete(f"/api/v1/viewers/{viewer_id}").json
    assert receipt["files_erased"] is True
    assert receipt["rows"]["reading"] == readings * len(held[viewer_id])
    for identifier in (viewer_id, *held.pop(viewer_id)):
        assert rows_with(engine, identifier) == []
        assert files_with(engine, identifier) == []
        assert identifier not in caplog.text
        assert identifier not in metrics.exposition({}).decode()
    for other in held:
        assert client.get(f"/api/v1/viewers/{other}").status_code == 200


def test_bytes_of_a_row_that_are_in_no_row_any_more_are_erased_too(tmp_path):
    """As pages that were split keep them; here a deletion that overwrites nothing leaves them."""
    engine = connect(f"sqlite:///{tmp_path / 'mien.db'}")
    viewer_id, _ = new_viewer(engine)
    with closing(sqlite3.connect(tmp_path / "mien.db")) as raw:
        raw.execute("PRAGMA secure_delete=OFF")
        raw.execute("DELETE FROM viewer")
        raw.commit()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert files_with(engine, viewer_id) == ["mien.db"]
    assert erase(engine, OF_VIEWERS, [viewer_id])
    assert files_with(engine, viewer_id) == []
    engine.dispose()


def test_the_receipt_names_an_entry_of_a_whole_ledger(client, engine):
    viewer_id, _ = new_viewer(engine)
    fill(engine, viewer_id, new_session(engine, viewer_id))
    receipt = client.delete(f"/api/v1/viewers/{viewer_id}").json
    place = (receipt["ledger"]["number"], receipt["ledger"]["hash"])
    with engine.connect() as connection:
        assert ledger.verify(connection, place) == place
        [entry] = connection.execute(text("SELECT * FROM ledger_entry WHERE number = 2")).all()
    assert entry.event == "viewer-deleted"
    assert receipt["receipt_id"] in entry.detail
    assert receipt["rows"] == {
        "reading": 20,
        "chat_line": 1,
        "weight_change": 1,
        "consent": 1,
        "viewing_session": 1,
        "seen_item": 1,
        "viewer": 1,
    }


def test_of_two_deletions_at_once_one_deletes(engine):
    viewer_id, _ = new_viewer(engine)
    fill(engine, viewer_id, new_session(engine, viewer_id))

    def deleted(_):
        try:
            return delete_viewer(engine, viewer_id)["rows"]["viewer"]
        except UnknownViewer:
            return 0

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(deleted, range(4))) == [0, 0, 0, 1]


def test_a_deletion_is_complete_where_others_write_about_the_viewer(engine):
    viewer_id, _ = new_viewer(engine)

    def watch(_):
        try:
            fill(engine, viewer_id, new_session(engine, viewer_id), readings=5)
        except Exception as error:
            return type(error).__name__
        return "written"

    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(watch, n) for n in range(12)]
        deletion = pool.submit(delete_viewer, engine, viewer_id)
        outcomes = {each.result() for each in writing}
    assert deletion.result()["rows"]["viewer"] == 1
    assert outcomes <= {"written", "UnknownViewer", "IntegrityError"}
    assert rows_with(engine, viewer_id) == []


def test_while_a_reader_holds_the_log_the_receipt_says_that_it_is_not_empty(
    tmp_path, caplog, monkeypatch
):
    hurried = (each for each in database._PRAGMAS if not each.startswith("busy_timeout"))
    monkeypatch.setattr(database, "_PRAGMAS", (*hurried, "busy_timeout=50"))
    engine = connect(f"sqlite:///{tmp_path / 'mien.db'}")
    viewer_id, _ = new_viewer(engine)
    with engine.connect() as reader:
        reader.execute(text("SELECT count(*) FROM viewer"))
        receipt = delete_viewer(engine, viewer_id)
    assert receipt["files_erased"] is False
    assert "busy" in caplog.text
    assert rows_with(engine, viewer_id) == []
    assert files_with(engine, viewer_id) == ["mien.db-wal"]
    url = engine.url.render_as_string(hide_password=False)
    erased = CliRunner().invoke(privacy, ["erase", "--db", url])
    assert erased.output == "what was deleted is gone from the database's files\n"
    assert files_with(engine, viewer_id) == []
    engine.dispose()


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("GET /api/v1/viewers/{id}", ()),
        ("%s %s took %d ms", ("GET", "/api/v1/viewers/{id}/export", 12)),
        ("%(path)s", ({"path": "/sessions/{id}"},)),
        ("failed: %s", (ValueError("no {id} here"),)),
    ],
)
@pytest.mark.parametrize(
    "identifier", ["vw_" + "a1" * 14, "ss_" + "0f" * 14, "mien_v_abc-D_9", "mien_k_xyz"]
)
def test_no_line_of_a_log_names_anybody(caplog, message, arguments, identifier):
    def named(value):
        if isinstance(value, str):
            return value.replace("{id}", identifier)
        if isinstance(value, dict):
            return {name: named(each) for name, each in value.items()}
        return type(value)(named(str(value))) if isinstance(value, Exception) else value

    keep_identifiers_out()
    logging.getLogger("anything").warning(named(message), *map(named, arguments))
    assert identifier not in caplog.text
    assert "[removed]" in caplog.text


def test_no_stack_trace_names_anybody(caplog):
    keep_identifiers_out()
    identifier = "vw_" + "a1" * 14
    try:
        raise KeyError(identifier)
    except KeyError:
        logging.getLogger("anything").exception("in %s", "a request")
    assert identifier not in caplog.text
    assert "KeyError" in caplog.text


def test_the_log_names_nobody_where_the_database_fails(client, engine, caplog):
    viewer_id, _ = new_viewer(engine)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE seen_item RENAME TO seen_item_away"))
    try:
        answer = client.get(f"/api/v1/viewers/{viewer_id}")
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE seen_item_away RENAME TO seen_item"))
    assert answer.status_code >= 500
    assert "seen_item" in caplog.text
    assert viewer_id not in caplog.text


def test_what_is_deleted_while_a_request_writes_about_it_is_not_found(client, engine, monkeypatch):
    viewer_id, _ = new_viewer(engine)
    session_id = new_session(engine, viewer_id)

    def too_late(connection, session_id, notice):
        row = {"viewer_id": "vw_gone", "catalog": "movies", "item_id": "tt1", "seen": now()}
        connection.execute(insert(SeenItem).values(row))

    monkeypatch.setattr(consents, "acknowledge", too_late)
    body = {"acknowledged": True, "notice": NOTICE}
    answer = client.post(f"/api/v1/sessions/{session_id}/consent", json=body)
    assert (answer.status_code, answer.json["code"]) == (404, "unknown-viewer")
