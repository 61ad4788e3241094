"""Restoring an older backup brings back nobody who was deleted, and no consent or key."""

import pytest
from sqlalchemy import select

from recommender_api.access import keys
from recommender_api.backup import promises, restoring
from recommender_api.backup.errors import BackupFailed, BackupUnreadable
from recommender_api.database import opened, writing
from recommender_api.privacy import ledger
from recommender_api.privacy.consents import withdraw
from recommender_api.privacy.deletion import delete_viewer
from recommender_api.privacy.tables import Consent, Viewer
from tests.recommender.privacy.viewers import fill, new_session, new_viewer


@pytest.fixture
def since(url, backup):
    """What a backup still holds, and what was deleted, withdrawn and revoked since then."""
    with opened(url) as engine:
        deleted, stays = new_viewer(engine)[0], new_viewer(engine)[0]
        fill(engine, deleted, new_session(engine, deleted))
        withdrawn, stands = new_session(engine, stays), new_session(engine, stays)
        with engine.begin() as connection:
            revoked = keys.create(connection, "lost", frozenset(), 1)[0]
        restoring.back_up(url, backup)
        delete_viewer(engine, deleted)
        with writing(engine) as connection:
            withdraw(connection, withdrawn)
        with engine.begin() as connection:
            keys.revoke(connection, revoked)
    return {"deleted": deleted, "stays": stays, "withdrawn": withdrawn, "stands": stands}


KEPT = {"viewers deleted": 1, "consents withdrawn": 1, "keys revoked": 1}


def assert_kept(url, since):
    with opened(url) as engine, engine.connect() as connection:
        viewers = set(connection.scalars(select(Viewer.id)))
        assert since["deleted"] not in viewers
        assert since["stays"] in viewers
        over = set(
            connection.scalars(select(Consent.session_id).where(Consent.withdrawn.is_not(None)))
        )
        assert since["withdrawn"] in over
        assert since["stands"] not in over
        assert [row.revoked is None for row in keys.every(connection)] == [False]
        ledger.verify(connection)


def test_promises_of_the_replaced_database_are_kept(url, backup, since):
    assert restoring.restore(url, backup, replace=True) == KEPT
    assert_kept(url, since)
    assert list(backup.parent.iterdir()) == [backup]


def test_promises_noted_before_the_database_was_lost_are_kept(url, other, backup, since):
    with opened(url) as engine:
        noted = promises.as_lines(promises.made(engine))
    assert since["deleted"] not in noted
    also = frozenset(promises.from_lines(noted))
    assert restoring.restore(other, backup, also=also) == KEPT
    assert_kept(other, since)


def test_an_interrupted_restore_leaves_its_promises_to_the_next(url, backup, since, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(promises, "keep", interrupted)
        with pytest.raises(KeyboardInterrupt):
            restoring.restore(url, backup, replace=True)
    assert restoring.restore(url, backup, replace=True) == KEPT
    assert_kept(url, since)


def interrupted(engine, wanted):
    raise KeyboardInterrupt


def test_promises_that_cannot_be_noted_stop_the_restore(url, backup, since):
    backup.with_name("mien.backup.promises").mkdir()
    with pytest.raises(BackupFailed, match="promises cannot be"):
        restoring.restore(url, backup, replace=True)
    with opened(url) as engine, engine.connect() as connection:
        assert since["deleted"] not in set(connection.scalars(select(Viewer.id)))


@pytest.mark.parametrize("line", ["nonsense", '{"kind": "else", "of": "x"}'])
def test_a_line_that_is_no_promise_is_refused(line):
    with pytest.raises(BackupUnreadable, match="line"):
        promises.from_lines(line)
