"""The talk: all its turns, odd lines, retries, and several speakers at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from recommender_api.sessions.chat.requests import MOST_CHARACTERS
from recommender_api.sessions.chat.tree import Tree
from recommender_api.sessions.tables import ViewingSession
from tests.recommender.api.test_bad_input import assert_problem
from tests.recommender.sessions.talk import API, Visitor, reading

PHRASES = Tree.load().phrases["en"]

INVISIBLE = {
    "empty": "",
    "blanks": " \t\n",
    "zero width": "\u200b\u2060\ufeff",
    "controls": "\x01\x02",
}
ODD = {
    "emoji": "😍😍",
    "thai": "หนังเรื่องนี้ดีมาก",
    "arabic": "فيلم رائع",
    "right to left": "\u202eabc",
    "html": "<script>alert(1)</script> <b>nice</b>",
    "braces": "{title} {0} %s {liked.x}",
    "sql": "'; DROP TABLE chat_line; --",
    "long": "I liked the music. " * 520,
    "one word": "ok",
    "no blanks": "a" * MOST_CHARACTERS,
}


def texts(visitor):
    return [line["text"] for line in visitor.get("chat").get_json()["lines"]]


def weights(visitor):
    path = f"{API}/viewers/{visitor.viewer_id}/weights"
    found = visitor.client.get(path, headers=visitor.headers).get_json()["weights"]
    return {each["tag"]: each["weight"] for each in found}


def test_the_whole_talk_of_somebody_who_was_pleased(visitor):
    first = visitor.say("I loved it!").get_json()
    assert first["node"] == "why_liked"
    assert first["sentiment"] > 0.5
    assert first["lines"][0]["text"] in PHRASES["gladness"]
    assert first["lines"][1]["text"] in PHRASES["why_liked"]
    second = visitor.say("The soundtrack was great, but I hated the ending.").get_json()
    assert [each["lemma"] for each in second["liked"]] == ["soundtrack"]
    assert [each["lemma"] for each in second["disliked"]] == ["ending"]
    assert "soundtrack" in second["lines"][0]["text"]
    assert "ending" in second["lines"][0]["text"]
    third = visitor.say("more comedies and dolphins").get_json()
    assert {each["lemma"] for each in third["liked"]} == {"comedy", "dolphin"}
    fourth = visitor.say("no horror please").get_json()
    assert [each["lemma"] for each in fourth["disliked"]] == ["horror"]
    assert fourth["finished"] is True
    after = visitor.say("That was nice of you.").get_json()
    assert (after["finished"], len(after["lines"])) == (True, 1)
    said = texts(visitor)
    assert len(said) == 15
    assert len(set(said)) == len(said)


def test_somebody_who_was_not_gets_sympathy(visitor):
    answer = visitor.say("It was awful and boring").get_json()
    assert answer["node"] == "why_disliked"
    assert answer["lines"][0]["text"] in PHRASES["sympathy"]
    assert answer["expression"]["valence"] < 0


def test_a_line_that_says_little_is_answered_by_how_the_viewer_looked(visitor):
    visitor.send(reading(1, happy=0.9))
    answer = visitor.say("Hm, let me think.").get_json()
    assert answer["lines"][0]["text"] in PHRASES["looked_pleased"]


def test_what_is_said_moves_tags(visitor):
    visitor.say("I loved it!")
    assert weights(visitor)["sea"] > 5
    visitor.say("The soundtrack was great")
    assert weights(visitor)["soundtrack"] > 1
    before = weights(visitor)["sea"]
    visitor.say("I hate horror, I would love comedies")
    assert weights(visitor)["comedy"] > 0 > weights(visitor)["horror"]
    assert weights(visitor)["sea"] == pytest.approx(before, abs=0.01)


@pytest.mark.parametrize("text", INVISIBLE.values(), ids=INVISIBLE)
def test_a_line_that_cannot_be_seen_is_refused(visitor, text):
    assert_problem(visitor.say(text), 422, "nothing-said")
    assert len(texts(visitor)) == 1


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_whatever_is_said_is_kept_as_it_was_and_answered(visitor, text):
    answer = visitor.say(text)
    assert answer.status_code == 200, answer.text
    assert -1 <= answer.get_json()["sentiment"] <= 1
    assert texts(visitor)[1] == text
    assert len(texts(visitor)) == 4


def test_lines_that_no_database_can_keep_are_refused(visitor):
    assert_problem(visitor.say("a" * (MOST_CHARACTERS + 1)), 422, "invalid-field", "text")
    assert_problem(visitor.say("a\0b"), 422, "invalid-field", "NUL")
    assert_problem(visitor.say(5), 422, "invalid-field", "text")
    assert_problem(visitor.say("hello", number="2"), 422, "invalid-field", "number")


def test_the_talk_is_held_in_the_sessions_language(client):
    visitor = Visitor(client, language="ru")
    assert visitor.begun["notice"]["language"] == "ru"
    assert "A dive" in visitor.begun["chat"][0]["text"]
    russian = Tree.load().phrases["ru"]
    assert visitor.say("😀").get_json()["lines"][0]["text"] in russian["gladness"]


def test_a_numbered_line_is_said_once_however_often_it_is_sent(visitor):
    number = visitor.get("chat").get_json()["next_number"]
    first = visitor.say("I loved the music", number=number)
    before = weights(visitor)
    again = visitor.say("I loved the music", number=number)
    assert again.get_json() == first.get_json()
    assert len(texts(visitor)) == 4
    assert weights(visitor) == pytest.approx(before)
    assert_problem(visitor.say("something else", number=number), 409, "chat-moved-on")
    assert_problem(visitor.say("too early", number=99), 409, "chat-moved-on", "5")
    assert_problem(visitor.say("mien's own", number=3), 409, "chat-moved-on")


def test_speakers_at_the_same_time_take_turns(app, visitor):
    def say(text):
        own = Visitor(app.test_client(), begins=False)
        own.session_id, own.headers = visitor.session_id, visitor.headers
        return own.say(text).get_json()["number"]

    spoken = [f"line {number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(say, spoken))
    lines = visitor.get("chat").get_json()["lines"]
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))
    assert {lines[number - 1]["text"] for number in numbers} == set(spoken)


def test_a_talk_needs_standing_consent_and_an_open_session(client):
    visitor = Visitor(client, acknowledge=False)
    assert_problem(visitor.say("hello"), 403, "not-acknowledged")
    visitor.acknowledge()
    visitor.withdraw()
    assert_problem(visitor.say("hello"), 403, "consent-withdrawn")
    visitor.end()
    assert_problem(visitor.say("hello"), 409, "session-ended")
    assert len(texts(visitor)) == 1


def test_a_talk_that_stands_at_a_node_of_another_tree_begins_again(visitor, engine):
    mine = update(ViewingSession).where(ViewingSession.id == visitor.session_id)
    with engine.begin() as connection:
        connection.execute(mine.values(node="of an older tree"))
    assert visitor.get("chat").get_json()["finished"] is False
    assert visitor.say("I loved it").get_json()["node"] == "why_liked"


def test_a_talk_without_end_is_ended(visitor, monkeypatch):
    monkeypatch.setattr("recommender_api.sessions.chat.saying.MOST_LINES", 4)
    assert visitor.say("hello").status_code == 200
    assert_problem(visitor.say("hello again"), 409, "chat-full")
