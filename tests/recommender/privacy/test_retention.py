"""What is too old goes, by command and by itself, once an hour."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, update

from mien.settings import Settings
from recommender_api.clock import now
from recommender_api.learning.tables import SeenItem, WeightChange
from recommender_api.privacy import ledger, sweeping
from recommender_api.privacy.commands import privacy
from recommender_api.privacy.retention import sweep
from recommender_api.privacy.tables import RetentionSweep
from recommender_api.sessions.tables import Reading, ViewingSession
from tests.recommender.privacy.viewers import fill, new_session, new_viewer


@pytest.fixture
def sessions(engine):
    """An old and a young session of one viewer."""
    viewer_id, _ = new_viewer(engine)
    begun = [now() - timedelta(days=days) for days in (31, 29)]
    identifiers = [new_session(engine, viewer_id, begun=each) for each in begun]
    for session_id in identifiers:
        fill(engine, viewer_id, session_id)
    with engine.begin() as connection:
        old = update(SeenItem).where(SeenItem.item_id == f"of {identifiers[0]}")
        connection.execute(old.values(seen=begun[0]))
        connection.execute(update(RetentionSweep).values(begun=now() - timedelta(hours=2)))
    return identifiers


def counted(engine, entity):
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(entity)).scalar_one()


def test_old_sessions_go_with_all_that_came_of_them(engine, sessions):
    _, young = sessions
    rows = sweep(engine, 30)
    kinds = ("chat_line", "weight_change", "consent", "viewing_session", "seen_item")
    assert rows == {"reading": 20, **dict.fromkeys(kinds, 1)}
    with engine.connect() as connection:
        for column in (ViewingSession.id, Reading.session_id, WeightChange.session_id):
            assert set(connection.execute(select(column)).scalars()) == {young}
        number, _ = ledger.verify(connection)
    assert number == 3
    assert sweep(engine, 30) == {}


def test_the_command_says_what_went(engine, sessions):
    arguments = ["sweep", "--days", "30", "--db", engine.url.render_as_string(hide_password=False)]
    assert "reading: 20 removed" in CliRunner().invoke(privacy, arguments).output
    assert CliRunner().invoke(privacy, arguments).output == "nothing was too old\n"


def test_one_of_many_processes_sweeps_once_an_hour(engine, sessions, monkeypatch):
    with ThreadPoolExecutor(6) as pool:
        turns = list(pool.map(lambda _: sweeping.take_turn(engine), range(6)))
    assert sorted(turns) == [False] * 5 + [True]
    later = now() + timedelta(minutes=61)
    monkeypatch.setattr(sweeping, "now", lambda: later)
    assert sweeping.take_turn(engine)


def test_a_server_sweeps_by_itself(engine, sessions, monkeypatch):
    monkeypatch.setattr(sweeping, "LOOK_SECONDS", 0.01)
    url = engine.url.render_as_string(hide_password=False)
    thread, stop = sweeping.sweep_hourly(Settings(database_url=url, retention_days=30))
    for _ in range(500):
        if counted(engine, ViewingSession) == 1:
            break
        stop.wait(0.01)
    stop.set()
    thread.join()
    assert counted(engine, ViewingSession) == 1


def test_a_sweep_that_fails_does_not_end_the_sweeping(engine, sessions, monkeypatch, caplog):
    monkeypatch.setattr(sweeping, "LOOK_SECONDS", 0.01)
    thread, stop = sweeping.sweep_hourly(Settings(database_url="postgresql://nobody@127.0.0.1:1/x"))
    for _ in range(500):
        if caplog.text.count("a sweep failed") > 1:
            break
        stop.wait(0.01)
    assert thread.is_alive()
    stop.set()
    thread.join()
    assert caplog.text.count("a sweep failed") > 1


def test_a_clock_years_ahead_removes_nothing(engine, sessions, monkeypatch, caplog):
    right = now()
    monkeypatch.setattr(sweeping, "now", lambda: right + timedelta(days=3653))
    assert not any(sweeping.take_turn(engine) for _ in range(3))
    assert sum("if the clock is wrong" in each.getMessage() for each in caplog.records) == 1
    monkeypatch.setattr(sweeping, "now", lambda: right)
    assert sweeping.take_turn(engine)
    assert not sweeping.take_turn(engine)
