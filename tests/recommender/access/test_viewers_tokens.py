"""A viewer's token reaches that viewer's own things and nothing else, keys required or not."""

import pytest

from mien.taxonomy import LABELS
from recommender_api.access.scopes import Scope
from tests.recommender.access.conftest import bearer
from tests.recommender.privacy.viewers import NOTICE, new_session, new_viewer

OPEN = {"/api/v1/openapi.json", "/api/v1/notice", "/livez", "/healthz", "/readyz"}


@pytest.fixture(params=["keys required", "open to all"])
def asked(request, client, open_client):
    """Ask an application with a credential."""
    chosen = client if request.param == "keys required" else open_client

    def ask(method, path, credential, **more):
        return chosen.open(f"/api/v1{path}", method=method, headers=bearer(credential), **more)

    return ask


@pytest.fixture
def two(engine):
    """Two viewers, each with a token and a session."""
    made = [new_viewer(engine) for _ in range(2)]
    return [(viewer_id, token, new_session(engine, viewer_id)) for viewer_id, token in made]


def test_a_token_reaches_its_own_viewer_and_sessions(asked, two):
    viewer_id, token, session_id = two[0]
    acknowledged = {"acknowledged": True, "notice": NOTICE}
    assert asked("GET", f"/viewers/{viewer_id}", token).status_code == 200
    asked("GET", f"/viewers/{viewer_id}/export", token).close()
    consent = f"/sessions/{session_id}/consent"
    assert asked("POST", consent, token, json=acknowledged).status_code == 200
    assert asked("DELETE", consent, token).status_code == 200
    assert asked("DELETE", f"/viewers/{viewer_id}", token).status_code == 200
    assert asked("GET", f"/viewers/{viewer_id}", token).status_code == 401


def test_anothers_things_are_answered_as_if_they_were_not_there(asked, two):
    (_, token, _), (other, _, session_id) = two
    unknown = {"viewers": "vw_" + "0" * 28, "sessions": "ss_" + "0" * 28}
    for method, path in (
        ("GET", f"/viewers/{other}"),
        ("GET", f"/viewers/{other}/export"),
        ("DELETE", f"/viewers/{other}"),
        ("DELETE", f"/sessions/{session_id}/consent"),
    ):
        answer = asked(method, path, token)
        kind = path.split("/")[1]
        absent = path.replace(other, unknown[kind]).replace(session_id, unknown[kind])
        assert answer.status_code == 404
        assert answer.json == asked(method, absent, token).json


def test_with_keys_required_a_token_is_no_key(client, two):
    _, token, _ = two[0]
    for method, path in (("POST", "/api/v1/viewers"), ("GET", "/api/v1/mapping")):
        answer = client.open(path, method=method, headers=bearer(token))
        assert (answer.status_code, answer.json["code"]) == (403, "missing-scope")


READING = {"sequence": 0, "seconds": 0.0, "probabilities": {**dict.fromkeys(LABELS, 0.0), "sad": 1}}
BODIES: dict[str, dict[str, object]] = {
    "/api/v1/sessions/<session_id>/consent": {"acknowledged": True, "notice": NOTICE},
    "/api/v1/sessions/<session_id>/readings": READING,
    "/api/v1/sessions/<session_id>/chat": {"text": "hello"},
    "/api/v1/viewers/<viewer_id>/seen": {"catalog": "movies", "items": ["tt1"]},
    "/api/v1/sessions": {
        "purpose": "Testing",
        "context": "home",
        "modalities": ["face"],
        "item": {"catalog": "videos", "title": "A clip"},
        "consent": {"expires": 1},
    },
}
"""What is read before anybody is asked; so valid that only the answer to that is left."""


def test_no_route_forgets_to_ask(client, engine, new_key, two):
    """With another viewer's token, or a key for something else, no route answers."""
    (_, token, _), (other, _, session_id) = two
    _, key = new_key(Scope.PERCEIVE)
    for rule in client.application.url_map.iter_rules():
        path = rule.rule.replace("<viewer_id>", other).replace("<session_id>", session_id)
        body = BODIES.get(rule.rule, {})
        if rule.rule == "/api/v1/sessions":
            body = {**body, "viewer_id": other}
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            for credential in (token, key):
                answer = client.open(path, method=method, headers=bearer(credential), json=body)
                refused = answer.status_code in {403, 404}
                assert refused != (rule.rule in OPEN), (method, path, answer.json)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM viewer").scalar() == 2
        assert connection.exec_driver_sql("SELECT count(*) FROM viewing_session").scalar() == 2
