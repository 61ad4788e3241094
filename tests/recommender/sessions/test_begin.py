"""How a session begins, what it refuses to be about, and who may see it."""

from datetime import UTC, datetime, timedelta

import pytest

from recommender_api.clock import now
from tests.recommender.api.test_bad_input import assert_problem
from tests.recommender.sessions.talk import BEGIN, ITEM, Visitor, readings

BAD_FIELDS = {
    "no purpose": ({"purpose": None}, "purpose"),
    "empty purpose": ({"purpose": " "}, "purpose"),
    "nul in purpose": ({"purpose": "a\0b"}, "purpose"),
    "unknown context": ({"context": "moon"}, "context"),
    "no modality": ({"modalities": []}, "modalities"),
    "unknown modality": ({"modalities": ["pulse"]}, "modalities"),
    "unknown catalog": ({"item": {"catalog": "books", "id": "1"}}, "item"),
    "film without id": ({"item": {"catalog": "movies"}}, "item"),
    "tags in one": ({"item": {**ITEM, "tags": ["sea, calm"]}}, "tags"),
    "too many tags": ({"item": {**ITEM, "tags": [str(n) for n in range(33)]}}, "tags"),
    "expired": ({"consent": {"expires": "2020-01-01T00:00:00Z"}}, "consent.expires"),
    "no zone": ({"consent": {"expires": "2099-01-01T00:00:00"}}, "consent.expires"),
    "never expires": ({"consent": {"expires": 1e9}}, "consent.expires"),
    "expires at nan": ({"consent": {"expires": float("nan")}}, "consent.expires"),
    "no consent": ({"consent": None}, "consent"),
    "unknown language": ({"language": "tlh"}, "language"),
    "needless exception": ({"exception": {"basis": "medical", "reference": "x"}}, "exception"),
    "unknown field": ({"colour": "red"}, "colour"),
}


def test_a_session_begins_with_a_notice_and_a_question(client):
    visitor = Visitor(client, acknowledge=False)
    begun = visitor.begun
    assert begun["state"] == "waiting"
    assert BEGIN["purpose"] in begun["notice"]["text"]
    assert begun["consent"]["notice"] == begun["notice"]["version"]
    assert begun["item"] == {**ITEM, "id": None}
    [question] = begun["chat"]
    assert (question["speaker"], question["number"]) == ("mien", 1)
    assert "A dive" in question["text"]
    visitor.acknowledge()
    assert visitor.get().get_json()["state"] == "open"


def test_an_item_of_the_catalog_brings_its_tags(client):
    film = Visitor(client, item={"catalog": "movies", "id": "tt0000001"}).begun["item"]
    assert film["category"] == "film"
    assert len(film["tags"]) == 2
    product = Visitor(client, item={"catalog": "products", "id": "shop-3"}).begun["item"]
    assert (product["title"], product["category"]) == ("Thing 3", "games")
    visitor = Visitor(client, begins=False)
    unknown = visitor.begins(item={"catalog": "movies", "id": "tt9999999"})
    assert_problem(unknown, 404, "unknown-item", "tt9999999")


@pytest.mark.parametrize(("fields", "named"), BAD_FIELDS.values(), ids=BAD_FIELDS)
def test_a_wrong_field_is_named(client, fields, named):
    assert_problem(Visitor(client, begins=False).begins(**fields), 422, "invalid-field", named)


@pytest.mark.parametrize("context", ["workplace", "education"])
def test_work_and_education_are_refused_unless_an_exception_is_recorded(client, context):
    visitor = Visitor(client, begins=False)
    assert_problem(visitor.begins(context=context), 403, "prohibited-context", "Art. 5(1)(f)")
    claim = {"basis": "safety", "reference": "file 7"}
    begun = visitor.begin(context=context, exception=claim)
    assert begun["exception"] == "safety: file 7"


def test_consent_may_end_at_a_time_of_any_zone(client):
    until = datetime.now(UTC) + timedelta(days=2)
    begun = Visitor(client, consent={"expires": until.isoformat()}).begun
    assert begun["consent"]["expires"][:16] == until.isoformat()[:16]
    assert_problem(
        Visitor(client, begins=False).begins(viewer_id="vw_" + "0" * 28), 404, "unknown-viewer"
    )


def test_sessions_are_listed_page_by_page_the_newest_first(client):
    visitor = Visitor(client)
    ids = [visitor.session_id, *(visitor.begin()["session_id"] for _ in range(2))]
    path = f"/api/v1/viewers/{visitor.viewer_id}/sessions"
    first = client.get(path, query_string={"limit": 2}, headers=visitor.headers).get_json()
    rest = client.get(path, query_string={"offset": 2}, headers=visitor.headers).get_json()
    found = [each["session_id"] for each in first["sessions"] + rest["sessions"]]
    assert sorted(found) == sorted(ids)
    assert (first["next_offset"], rest["next_offset"]) == (2, None)
    assert found[0] == ids[-1]


def test_another_viewers_session_is_as_unknown_as_none(client, visitor):
    other = Visitor(client)
    mine = visitor.session_id
    for session_id in (mine, "ss_" + "0" * 28, "nonsense", "%00", "ss_" + "g" * 28):
        other.session_id = session_id
        answers = [
            other.get(),
            other.send(readings([1])),
            other.get("readings"),
            other.say("hello"),
            other.get("chat"),
            other.end(),
            other.get("report"),
            other.get("report.html"),
        ]
        for answer in answers:
            assert_problem(answer, 404, "unknown-session")
    assert visitor.get().get_json()["state"] == "open"


def test_states_follow_the_consent(visitor, set_consent):
    set_consent(visitor, expires=now() - timedelta(seconds=1))
    assert visitor.get().get_json()["state"] == "expired"
    visitor.withdraw()
    assert visitor.get().get_json()["state"] == "withdrawn"
    visitor.end()
    assert visitor.get().get_json()["state"] == "ended"
