"""Readings are stored once, in whatever order and however often they come, or refused by name."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from mien.taxonomy import LABELS
from recommender_api.clock import now
from tests.recommender.api.test_bad_input import BODIES, assert_problem
from tests.recommender.sessions.talk import Visitor, probabilities, reading, readings

BAD_READINGS = {
    "no probabilities": ({"probabilities": None}, "probabilities"),
    "nan": ({"probabilities": probabilities(happy=0.5) | {"sad": float("nan")}}, "sad"),
    "infinite": ({"probabilities": probabilities(happy=0.5) | {"sad": float("inf")}}, "sad"),
    "negative": ({"probabilities": probabilities() | {"sad": -0.1}}, "sad"),
    "above one": ({"probabilities": probabilities() | {"sad": 1.1}}, "sad"),
    "sum of 2": ({"probabilities": dict.fromkeys(LABELS, 2 / 7)}, "2"),
    "a label missing": ({"probabilities": {"happy": 1.0}}, "angry"),
    "an unknown label": ({"probabilities": probabilities() | {"bored": 0.0}}, "bored"),
    "no sequence": ({"sequence": None}, "sequence"),
    "sequence -1": ({"sequence": -1}, "sequence"),
    "sequence 2^31": ({"sequence": 2**31}, "sequence"),
    "sequence 1.5": ({"sequence": 1.5}, "sequence"),
    "seconds -1": ({"seconds": -1.0}, "seconds"),
    "seconds nan": ({"seconds": float("nan")}, "seconds"),
    "seconds of a clock": ({"seconds": 1.7e9}, "start"),
    "valence 2": ({"valence": 2.0}, "valence"),
    "arousal text": ({"arousal": "high"}, "arousal"),
    "source of nobody": ({"source": "pulse"}, "source"),
    "uncertain number": ({"uncertain": 1}, "uncertain"),
}


def numbers(visitor):
    return [each["sequence"] for each in visitor.get("readings").get_json()["readings"]]


def test_one_reading_and_many_are_stored_as_they_were_sent(visitor):
    one = reading(7, happy=0.9) | {"valence": 0.5, "arousal": -0.25, "uncertain": True}
    assert visitor.send(one).get_json() == {
        "stored": 1,
        "known": 0,
        "skipped": 0,
        "last_sequence": 7,
    }
    assert visitor.send(readings([9, 8, 3])).get_json()["stored"] == 3
    stored = visitor.get("readings").get_json()["readings"]
    assert [each["sequence"] for each in stored] == [3, 7, 8, 9]
    assert stored[1] == one | {
        "source": "face",
        "probabilities": pytest.approx(one["probabilities"]),
    }
    assert stored[0]["valence"] > 0


def test_a_retry_changes_nothing(visitor):
    visitor.send(readings(range(10)))
    again = visitor.send(readings(range(5, 15))).get_json()
    assert again == {"stored": 5, "known": 5, "skipped": 0, "last_sequence": 14}
    assert numbers(visitor) == list(range(15))


def test_another_reading_of_a_known_number_is_refused_with_its_whole_batch(visitor):
    visitor.send(readings(range(5)))
    other = [reading(7), reading(4, sad=0.9)]
    assert_problem(visitor.send({"readings": other}), 409, "reading-conflict", "4")
    twice = [reading(8), reading(8, sad=0.9)]
    assert_problem(visitor.send({"readings": twice}), 422, "invalid-field", "8")
    assert numbers(visitor) == list(range(5))
    assert visitor.send({"readings": [reading(9), reading(9)]}).get_json()["stored"] == 1


def test_pages_of_readings(visitor):
    visitor.send(readings(range(5)))
    first = visitor.get("readings", limit=3).get_json()
    rest = visitor.get("readings", limit=3, after=first["next_after"]).get_json()
    assert [each["sequence"] for each in first["readings"] + rest["readings"]] == list(range(5))
    assert rest["next_after"] is None
    assert_problem(visitor.get("readings", limit=0), 422, "invalid-field", "limit")


def test_samples_of_a_stream_or_a_clip_count_by_what_was_fused(visitor):
    fused = {"probabilities": probabilities(sad=0.9), "valence": -0.4, "arousal": 0.0}
    fused |= {"uncertain": False, "weights": {"voice": 0.4, "face": 0.6}, "emoji": "🙁"}
    seen = {"seconds": 100.25, "viewer": 1, "faces": [{"track": 1}], "fused": fused}
    unseen = seen | {"seconds": 100.5, "viewer": None, "fused": None}
    timeline = {"rate": 10.0, "cut_short": "", "samples": [unseen, seen]}
    assert visitor.send(timeline, start=100).get_json() == {
        "stored": 1,
        "known": 0,
        "skipped": 1,
        "last_sequence": 250,
    }
    assert visitor.send(timeline, start=100).get_json()["known"] == 1
    visitor.send(timeline, first_sequence=1000)
    stored = visitor.get("readings").get_json()["readings"]
    assert [(each["sequence"], each["seconds"]) for each in stored] == [(250, 0.25), (1001, 100.25)]
    assert stored[0]["source"] == "face+voice"


def test_a_live_reading_cannot_be_ahead_of_the_clock(visitor):
    ahead = reading(1, seconds=60.0)
    assert_problem(visitor.send(ahead, live="true"), 422, "future-reading", "60")
    assert visitor.send(reading(2, seconds=1.0), live="true").status_code == 200
    assert visitor.send(ahead, live="false").status_code == 200


@pytest.mark.parametrize(("fields", "named"), BAD_READINGS.values(), ids=BAD_READINGS)
def test_a_wrong_reading_is_named_and_its_batch_left_out(visitor, fields, named):
    wrong = {name: value for name, value in (reading(3) | fields).items() if value is not None}
    for body in (wrong, {"readings": [reading(1), wrong]}):
        assert_problem(visitor.send(body), 422, "invalid-field", named)
    assert numbers(visitor) == []


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_that_is_no_json_object_is_refused(visitor, body):
    answer = visitor.client.post(visitor.path("readings"), data=body, headers=visitor.headers)
    assert_problem(answer, 400, "not-json")


@pytest.mark.parametrize("query", [{"live": "maybe"}, {"start": "nan"}, {"first_sequence": "-1"}])
def test_a_wrong_query_is_named(visitor, query):
    assert_problem(visitor.send(reading(1), **query), 422, "invalid-field", next(iter(query)))


def test_nothing_is_read_without_standing_consent(client, set_consent):
    visitor = Visitor(client, acknowledge=False)
    assert_problem(visitor.send(reading(1)), 403, "not-acknowledged")
    visitor.acknowledge()
    assert visitor.send(reading(1)).status_code == 200
    set_consent(visitor, expires=now() - timedelta(seconds=1))
    assert_problem(visitor.send(reading(2)), 403, "consent-expired")
    visitor.withdraw()
    assert_problem(visitor.send(reading(3)), 403, "consent-withdrawn")
    assert numbers(visitor) == [1]


def test_only_what_was_agreed_to_is_read(client):
    visitor = Visitor(client, modalities=["face"])
    heard = reading(1) | {"source": "face+voice"}
    assert_problem(visitor.send(heard), 403, "modality-not-agreed", "voice")
    assert_problem(visitor.say("hello"), 403, "modality-not-agreed", "words")
    assert visitor.send(reading(1)).status_code == 200


def test_an_ended_session_takes_no_readings(visitor):
    visitor.end()
    assert_problem(visitor.send(reading(1)), 409, "session-ended")


def test_a_long_timeline_fits_and_a_longer_one_is_refused(visitor):
    sample = {"seconds": 1.0, "fused": None, "faces": ["x" * 1000]}
    assert visitor.send({"samples": [sample] * 5000}).get_json()["skipped"] == 5000
    body = json.dumps({"samples": [sample] * 17_000}).encode()
    answer = visitor.client.post(visitor.path("readings"), data=body, headers=visitor.headers)
    assert_problem(answer, 413, "body-too-large")


def test_senders_at_the_same_time_store_each_reading_once(app):
    visitor = Visitor(app.test_client())

    def send(start):
        own = Visitor(app.test_client(), begins=False)
        own.session_id, own.headers = visitor.session_id, visitor.headers
        order = sorted(range(start, start + 30), key=lambda number: (number * 7) % 31)
        return own.send(readings(order)).get_json()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, [0, 10, 20, 30] * 3))
    assert sum(answer["stored"] for answer in answers) == 60
    assert numbers(visitor) == list(range(60))
