"""Consent: given, acknowledged, expired, withdrawn; by Python and over HTTP."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recommender_api.clock import now
from recommender_api.database import writing
from recommender_api.errors import InvalidField
from recommender_api.privacy import consents
from recommender_api.privacy.errors import (
    ConsentExpired,
    ConsentMissing,
    ConsentWithdrawn,
    NotAcknowledged,
    NoticeChanged,
)
from recommender_api.privacy.identifiers import new_session_id
from recommender_api.privacy.tables import LedgerEntry
from tests.recommender.privacy.viewers import NOTICE, new_session, new_viewer


@pytest.fixture
def session_id(engine):
    viewer_id, _ = new_viewer(engine)
    return new_session(engine, viewer_id)


def checked(engine, session_id, at=None):
    with engine.connect() as connection:
        consents.check(connection, session_id, at)


def acknowledged(engine, session_id, notice=NOTICE):
    with writing(engine) as connection:
        consents.acknowledge(connection, session_id, notice)


def withdrawn(engine, session_id):
    with writing(engine) as connection:
        consents.withdraw(connection, session_id)


def events(engine):
    with engine.connect() as connection:
        query = select(LedgerEntry.event).order_by(LedgerEntry.number)
        return list(connection.execute(query).scalars())


def test_readings_may_come_once_the_notice_is_acknowledged(engine, session_id):
    with pytest.raises(NotAcknowledged):
        checked(engine, session_id)
    acknowledged(engine, session_id)
    checked(engine, session_id)


def test_consent_expires_in_the_middle(engine, session_id):
    acknowledged(engine, session_id)
    checked(engine, session_id, at=now() + timedelta(hours=23))
    with pytest.raises(ConsentExpired):
        checked(engine, session_id, at=now() + timedelta(hours=25))


def test_a_withdrawn_consent_never_comes_back(engine, session_id):
    acknowledged(engine, session_id)
    withdrawn(engine, session_id)
    with pytest.raises(ConsentWithdrawn):
        checked(engine, session_id)
    with pytest.raises(ConsentWithdrawn):
        acknowledged(engine, session_id)


def test_a_session_without_consent_is_refused(engine):
    for step in (checked, acknowledged, withdrawn):
        with pytest.raises(ConsentMissing):
            step(engine, new_session_id())


def test_only_the_notice_that_was_shown_can_be_acknowledged(engine, session_id):
    with pytest.raises(NoticeChanged, match=NOTICE):
        acknowledged(engine, session_id, "en-other")
    with pytest.raises(NotAcknowledged):
        checked(engine, session_id)


def test_every_step_is_in_the_ledger_once_however_often_it_is_repeated(engine, session_id):
    for step in (acknowledged, acknowledged, withdrawn, withdrawn):
        step(engine, session_id)
    assert events(engine) == ["consent-given", "notice-acknowledged", "consent-withdrawn"]


def test_a_consent_that_expired_before_it_was_given_is_refused(engine):
    viewer_id, _ = new_viewer(engine)
    with pytest.raises(InvalidField, match=r"consent\.expires"):
        new_session(engine, viewer_id, days=-1)
    assert events(engine) == []


def test_the_loop_over_http(client, engine, session_id):
    route = f"/api/v1/sessions/{session_id}/consent"
    answer = client.post(route, json={"acknowledged": True, "notice": NOTICE})
    assert answer.status_code == 200
    assert answer.json["acknowledged"] is not None
    assert answer.json["modalities"] == ["face"]
    answer = client.delete(route)
    assert answer.json["withdrawn"] is not None
    assert client.delete(route).json == answer.json
    answer = client.post(route, json={"acknowledged": True, "notice": NOTICE})
    assert (answer.status_code, answer.json["code"]) == (403, "consent-withdrawn")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"acknowledged": False, "notice": NOTICE}, "invalid-field"),
        ({"acknowledged": "yes", "notice": NOTICE}, "invalid-field"),
        ({"acknowledged": True}, "invalid-field"),
        ({"acknowledged": True, "notice": "en-other"}, "notice-changed"),
        ([], "not-json"),
    ],
)
def test_what_is_no_acknowledgement_changes_nothing(client, engine, session_id, body, code):
    answer = client.post(f"/api/v1/sessions/{session_id}/consent", json=body)
    assert answer.json["code"] == code
    assert events(engine) == ["consent-given"]


@pytest.mark.parametrize("session_id", ["ss_0", "'; DROP TABLE consent; --", "a%00b", "é" * 300])
def test_an_unknown_session_is_not_found(client, session_id):
    answer = client.delete(f"/api/v1/sessions/{session_id}/consent")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown-session")
