"""The ledger: one chain whoever appends, and every kind of tampering named."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, insert, select, update

from recommender_api.database import writing
from recommender_api.privacy import ledger
from recommender_api.privacy.commands import ledger as command
from recommender_api.privacy.errors import LedgerBroken
from recommender_api.privacy.ledger import FIRST_PREVIOUS, Entry, Event
from recommender_api.privacy.tables import LedgerEntry, Viewer
from tests.recommender.privacy.viewers import new_viewer


@pytest.fixture
def viewer(engine):
    viewer_id, _ = new_viewer(engine)
    with engine.connect() as connection:
        return connection.execute(select(Viewer.__table__).where(Viewer.id == viewer_id)).one()


def appended(engine, viewer, event=Event.GIVEN, **detail):
    with writing(engine) as connection:
        return ledger.append(connection, event, viewer, detail, session_id="ss_1")


def verified(engine, receipt=None):
    with engine.connect() as connection:
        return ledger.verify(connection, receipt)


def changed(engine, statement):
    with engine.begin() as connection:
        connection.execute(statement)


def test_entries_follow_from_one_another(engine, viewer):
    entries = [appended(engine, viewer, notice=str(n)) for n in range(3)]
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert [entry.previous for entry in entries] == [FIRST_PREVIOUS, *(e.hash for e in entries[:2])]
    assert verified(engine) == (3, entries[2].hash)


def test_an_empty_ledger_is_whole(engine):
    assert verified(engine) == (0, FIRST_PREVIOUS)


def test_an_entry_names_neither_viewer_nor_session_but_leads_to_them_by_the_salt(engine, viewer):
    entry = appended(engine, viewer)
    assert viewer.id not in str(entry)
    assert "ss_1" not in str(entry)
    assert entry.subject == ledger.pseudonym(viewer, viewer.id)
    assert ledger.pseudonym(viewer, "ss_1") in entry.detail


def test_many_who_append_at_once_make_one_chain(engine, viewer):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: appended(engine, viewer, n=n), range(40)))
    assert verified(engine)[0] == 40


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        (update(LedgerEntry).where(LedgerEntry.number == 2).values(detail="{}"), "entry 2 does"),
        (update(LedgerEntry).where(LedgerEntry.number == 3).values(hash="0" * 64), "entry 3 does"),
        (delete(LedgerEntry).where(LedgerEntry.number == 2), "entry 2 is missing"),
        (delete(LedgerEntry).where(LedgerEntry.number == 1), "entry 1 is missing"),
    ],
)
def test_the_first_entry_that_does_not_fit_is_named(engine, viewer, tampering, named):
    for _ in range(4):
        appended(engine, viewer)
    changed(engine, tampering)
    with pytest.raises(LedgerBroken, match=named):
        verified(engine)


def test_an_entry_made_up_with_its_own_hash_does_not_follow(engine, viewer):
    first = appended(engine, viewer)
    forged = Entry(2, first.at, Event.DELETED, "nobody", "{}", "f" * 64, "")
    row = {name: getattr(forged, name) for name in Entry.__slots__} | {"hash": forged.digest()}
    changed(engine, insert(LedgerEntry).values(row))
    with pytest.raises(LedgerBroken, match="entry 2 does not follow"):
        verified(engine)


def test_a_receipt_finds_a_ledger_that_was_cut_short_or_written_anew(engine, viewer):
    appended(engine, viewer)
    receipt = appended(engine, viewer)
    assert verified(engine, (receipt.number, receipt.hash)) == (2, receipt.hash)
    changed(engine, delete(LedgerEntry).where(LedgerEntry.number == 2))
    assert verified(engine)[0] == 1
    with pytest.raises(LedgerBroken, match="entry 2, which the receipt names, is missing"):
        verified(engine, (receipt.number, receipt.hash))
    appended(engine, viewer, notice="another")
    with pytest.raises(LedgerBroken, match="entry 2 is not the one"):
        verified(engine, (receipt.number, receipt.hash))


def test_the_command_says_ok_or_the_broken_entry_with_exit_code_1(engine, viewer):
    database = ["--db", engine.url.render_as_string(hide_password=False)]
    entry = appended(engine, viewer, notice="en-1")
    whole = CliRunner().invoke(command, ["verify", *database])
    assert whole.exit_code == 0
    assert whole.output == f"ok: 1 entries, the newest is 1:{entry.hash}\n"
    shown = CliRunner().invoke(command, ["show", *database])
    assert "consent-given" in shown.output
    assert '"notice": "en-1"' in shown.output
    changed(engine, update(LedgerEntry).values(event="viewer-deleted"))
    broken = CliRunner().invoke(command, ["verify", *database])
    assert broken.exit_code == 1
    assert broken.output.startswith("broken: entry 1 does not have its own hash")


@pytest.mark.parametrize("receipt", ["", "1", "x:" + "0" * 64, "1:abc"])
def test_what_is_no_receipt_is_a_usage_error(receipt):
    assert CliRunner().invoke(command, ["verify", "--receipt", receipt]).exit_code == 2
