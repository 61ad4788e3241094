"""A real gateway to which more comes than it has room for."""

import re
import time
from collections import Counter

import httpx

from benchmarks.load import post
from benchmarks.open_loop import open_loop
from benchmarks.pictures import jpegs
from tests.e2e.servers import BIN, running

RATE, SECONDS = 400.0, 3.0


def test_what_has_no_room_is_refused_before_the_application_and_counted():
    with running([str(BIN / "mien"), "serve"], MIEN_WORKERS="1", MIEN_QUEUE="2") as server:
        port = httpx.URL(server.url).port or 0
        outcomes = open_loop(port, [post("/predict", jpeg) for jpeg in jpegs()], RATE, SECONDS)
        statuses = Counter(outcome.status for outcome in outcomes)
        assert set(statuses) == {200, 429}
        time.sleep(0.3)
        page = httpx.get(f"{server.url}/metrics").text
        assert number(page, r'mien_requests_total{route="/predict",status="429"}') == statuses[429]
        timed = number(page, r'mien_request_seconds_count{route="/predict"}')
        assert timed < statuses[200] + statuses[429] / 2
        assert httpx.post(f"{server.url}/predict", content=jpegs()[0]).status_code == 200


def number(page, name):
    [found] = re.findall(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
    return float(found)
