"""The end: once, with a score, what was learned, a report and its page."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from recommender_api.clock import now
from recommender_api.learning.tables import WeightChange
from tests.recommender.api.test_bad_input import assert_problem
from tests.recommender.sessions.talk import Visitor, readings


def scores(engine, visitor):
    """How many lessons of a score the session has."""
    mine = select(func.count()).where(
        WeightChange.session_id == visitor.session_id, WeightChange.reason == "score"
    )
    with engine.connect() as connection:
        return connection.execute(mine).scalar_one()


def test_the_report_holds_everything_that_the_session_came_to(client):
    visitor = Visitor(client, item={"catalog": "movies", "id": "tt0000001"})
    visitor.send(readings(range(100)))
    visitor.say("I loved it, the music was wonderful!")
    report = visitor.end().get_json()
    assert report["session"]["state"] == "ended"
    assert 50 < report["score"]["value"] <= 100
    assert report["session"]["score"] == pytest.approx(report["score"]["value"], abs=0.05)
    assert report["score"]["expressions"]["value"] == pytest.approx(0.7, abs=1e-3)
    assert report["score"]["words"]["value"] > 0.3
    assert report["expressions"]["readings"] == 100
    assert report["expressions"]["dominant_emotion"] == "happy"
    assert report["expressions"]["seconds"] == pytest.approx(10.0)
    moments = report["over_time"]["moments"]
    assert len(moments) == 100
    assert moments[0]["positive"] == pytest.approx(0.8 + 0.2 / 6, abs=1e-3)
    assert [line["speaker"] for line in report["chat"]] == ["mien", "viewer", "mien", "mien"]
    assert {change["reason"] for change in report["learned"]} >= {"score", "sentiment", "like"}
    found = [film["movie_id"] for film in report["recommendations"]["movies"]]
    assert len(found) == 5
    assert "tt0000001" not in found
    assert report["held"]["readings"] == 100
    assert visitor.get("report").get_json()["score"] == report["score"]


def test_a_session_in_which_nothing_happened_has_no_score(visitor, engine):
    report = visitor.end().get_json()
    assert report["score"]["value"] is None
    assert report["expressions"]["dominant_emotion"] == "none"
    assert report["learned"] == []
    assert scores(engine, visitor) == 0
    assert "There is no score" in visitor.get("report.html").text


def test_words_alone_make_a_score(visitor):
    visitor.say("Dreadful. I hated every minute.")
    report = visitor.end().get_json()
    assert report["score"]["value"] < -50
    assert report["score"]["expressions"]["weight"] == 0


def test_two_ends_at_once_are_one(app, engine, visitor):
    visitor.send(readings(range(50)))

    def end(_):
        own = Visitor(app.test_client(), begins=False)
        own.session_id, own.headers = visitor.session_id, visitor.headers
        return own.end()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(end, range(6)))
    assert {answer.status_code for answer in answers} == {200}
    reports = [answer.get_json() for answer in answers]
    assert len({report["session"]["ended"] for report in reports}) == 1
    assert len({report["score"]["value"] for report in reports}) == 1
    assert scores(engine, visitor) == 2  # the item has two tags


def test_a_report_comes_with_the_end(visitor):
    assert_problem(visitor.get("report"), 409, "session-not-ended")
    assert_problem(visitor.get("report.html"), 409, "session-not-ended")


def test_readings_that_were_acknowledged_before_the_end_are_in_it(app, visitor):
    def send(start):
        own = Visitor(app.test_client(), begins=False)
        own.session_id, own.headers = visitor.session_id, visitor.headers
        return own.send(readings(range(start, start + 5))).status_code == 200

    with ThreadPoolExecutor(6) as pool:
        sent = [pool.submit(send, 5 * number) for number in range(20)]
        report = pool.submit(visitor.end).result().get_json()
        taken = sum(each.result() for each in sent)
    assert report["expressions"]["readings"] == 5 * taken
    assert visitor.get("report").get_json()["expressions"]["readings"] == 5 * taken


def test_a_withdrawn_consent_leaves_nothing_to_score_or_learn(visitor, engine):
    visitor.send(readings(range(50)))
    visitor.withdraw()
    report = visitor.end().get_json()
    assert report["score"]["value"] is None
    assert report["expressions"]["readings"] == 50
    assert scores(engine, visitor) == 0
    assert "You withdrew your consent" in visitor.get("report.html").text


def test_what_came_before_the_consent_expired_counts(visitor, set_consent):
    visitor.send(readings(range(50)))
    set_consent(visitor, expires=now() - timedelta(seconds=1))
    assert visitor.end().get_json()["score"]["value"] > 50


def test_the_page_shows_everything_and_runs_nothing(client):
    title = "<script>alert('title')</script>"
    visitor = Visitor(
        client, item={"catalog": "videos", "title": title, "tags": ["<i>sea</i>"]}, purpose="<b>x"
    )
    visitor.send(readings(range(30)))
    visitor.say("I loved <img src=x onerror=alert(1)> the music")
    visitor.end()
    answer = visitor.get("report.html")
    page = answer.text
    assert answer.content_type == "text/html; charset=utf-8"
    assert "script-src" not in page
    assert re.findall(r"<(script|img|link|iframe|b>x|i>sea)", page) == []
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert re.findall(r"(?:src|href)=", page.replace("src=x onerror", "")) == []
    assert page.count("<svg") == 2
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for part in ("Score", "over time", "What was said", "moved which tag", "next", "delete"):
        assert part in page
    assert f"DELETE /api/v1/viewers/{visitor.viewer_id}" in page


def test_an_undone_step_counts_no_more_on_the_page(visitor):
    visitor.say("Oh well, I adore dolphins")
    [step] = [c for c in visitor.end().get_json()["learned"] if c["tag"] == "dolphin"]
    assert f">{step['amount']:+.1f}<" in visitor.get("report.html").text
    change = f"/api/v1/viewers/{visitor.viewer_id}/weights/changes/{step['change_id']}/undo"
    assert visitor.client.post(change, headers=visitor.headers).status_code == 200
    page = visitor.get("report.html").text
    assert f">{step['amount']:+.1f}<" not in page
    assert 'class="undone"' in page


def test_a_product_session_recommends_products(client):
    visitor = Visitor(client, item={"catalog": "products", "id": "shop-3"})
    visitor.say("I love it")
    report = visitor.end().get_json()
    assert len(report["recommendations"]["products"]) == 5
    assert "Thing" in visitor.get("report.html").text


def test_a_viewer_who_is_deleted_in_the_middle_is_gone_and_nothing_fails(app):
    visitors = [Visitor(app.test_client()) for _ in range(6)]

    def talk(visitor):
        answers = [visitor.send(readings(range(5))), visitor.say("I loved it"), visitor.end()]
        return {answer.status_code for answer in answers}

    def delete(visitor):
        own = app.test_client()
        return own.delete(f"/api/v1/viewers/{visitor.viewer_id}", headers=visitor.headers)

    with ThreadPoolExecutor(12) as pool:
        talked = [pool.submit(talk, visitor) for visitor in visitors]
        deleted = [pool.submit(delete, visitor) for visitor in visitors]
        assert {each.result().status_code for each in deleted} == {200}
        assert {status for each in talked for status in each.result()} <= {200, 401, 404}
    for visitor in visitors:
        assert visitor.get().status_code == 401
