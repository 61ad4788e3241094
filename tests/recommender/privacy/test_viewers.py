"""Viewers over HTTP: made, shown what is held about them, exported."""

import csv
import io
import json
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from recommender_api.privacy.holdings import OF_VIEWERS
from recommender_api.privacy.tables import Viewer
from recommender_api.tables import Base
from tests.recommender.privacy.viewers import fill, new_session, new_viewer


@pytest.fixture
def viewer(engine):
    """One with two sessions, beside another viewer with one."""
    viewer_id, _ = new_viewer(engine)
    for said in ('=HYPERLINK("x")', "ça, «ну» 😀\n\0".replace("\0", "")):
        fill(engine, viewer_id, new_session(engine, viewer_id), said=said)
    other, _ = new_viewer(engine)
    fill(engine, other, new_session(engine, other, title="Another's film"))
    return viewer_id


def exported(client, viewer_id):
    with client.get(f"/api/v1/viewers/{viewer_id}/export") as answer:
        assert answer.status_code == 200
        assert answer.content_type == "application/zip"
        return ZipFile(io.BytesIO(answer.data))


def test_every_table_about_viewers_is_held_to_be_one():
    about = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in ("viewer", "viewing_session")
    }
    assert {table.name for table in OF_VIEWERS} == about | {"viewer"}


def test_a_new_viewer_gets_a_pseudonym_and_a_token_of_which_only_the_hash_is_kept(client, engine):
    answer = client.post("/api/v1/viewers")
    assert answer.status_code == 201
    with engine.connect() as connection:
        query = select(Viewer.__table__).where(Viewer.id == answer.json["viewer_id"])
        row = connection.execute(query).one()
    assert answer.json["token"] not in map(str, row)


def test_what_is_held_is_counted_and_said_in_words(client, engine, viewer):
    shown = client.get(f"/api/v1/viewers/{viewer}").json
    rows = {name: held["rows"] for name, held in shown["held"].items()}
    expected = {"reading": 40, "chat_line": 2, "weight_change": 2, "consent": 2, "seen_item": 2}
    assert rows == {**expected, "viewing_session": 2, "viewer": 1}
    assert all(held["what"] for held in shown["held"].values())
    assert [session["title"] for session in shown["sessions"]] == ["A film", "A film"]
    assert shown["sessions"][0]["consent"]["acknowledged"] is None
    assert shown["retention_days"] == 30


def test_the_export_holds_every_row_and_no_one_elses(client, engine, viewer):
    archive = exported(client, viewer)
    names = {table.name for table in OF_VIEWERS} | {"ledger"}
    files = {f"{name}.{form}" for name in names for form in ("json", "csv")}
    assert set(archive.namelist()) == files | {"README.txt"}
    held = {name: json.loads(archive.read(f"{name}.json")) for name in names}
    assert len(held["reading"]) == 40
    assert held["reading"][0]["neutral"] == 1.0
    assert {line["text"] for line in held["chat_line"]} == {'=HYPERLINK("x")', "ça, «ну» 😀\n"}
    assert {entry["event"] for entry in held["ledger"]} == {"consent-given"}
    assert len(held["ledger"]) == 2
    assert "Another's film" not in str(held)


def test_the_exports_tables_agree_and_run_nothing_in_a_spreadsheet(client, engine, viewer):
    archive = exported(client, viewer)
    for name in ("reading", "chat_line", "consent"):
        rows = list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"))))
        assert [list(row) for row in rows] == [
            list(row) for row in json.loads(archive.read(f"{name}.json"))
        ]
    texts = archive.read("chat_line.csv").decode("utf-8-sig")
    assert "'=HYPERLINK" in texts
    assert ",=HYPERLINK" not in texts


def test_the_export_keeps_what_protects_the_viewer(client, engine, viewer):
    with engine.connect() as connection:
        row = connection.execute(select(Viewer.__table__).where(Viewer.id == viewer)).one()
    archive = exported(client, viewer)
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert row.salt not in everything
    assert row.token_hash not in everything
    for table in OF_VIEWERS:
        assert f"\n{table.name}: " in archive.read("README.txt").decode()


@pytest.mark.parametrize("viewer_id", ["vw_0", "vw_" + "0" * 28, "' OR 1=1 --", "a%00b", "😀"])
@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("GET", "/export"), ("DELETE", "")], ids=str
)
def test_an_unknown_viewer_is_not_found(client, viewer_id, method, path):
    answer = client.open(f"/api/v1/viewers/{viewer_id}{path}", method=method)
    assert (answer.status_code, answer.json["code"]) == (404, "unknown-viewer")
