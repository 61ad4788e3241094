"""Requests that are refused below the application: what clients see, and what becomes of the
connection."""

import json
import socket
import time

import pytest

from mien.errors import Overloaded
from services import shedding
from services.http_protocol import BoundedProtocol
from services.refusals import Doors
from tests.contract.serving import port_of, serving

BODY = b"x" * 50_000
POST = b"POST /predict HTTP/1.1\r\nHost: mien\r\n"
PLAIN = POST + b"Content-Length: %d\r\n\r\n%b" % (len(BODY), BODY)


class Door:
    def __init__(self):
        self.is_closed = True

    def __call__(self):
        if self.is_closed:
            raise Overloaded("more pictures wait than can be read soon", 3)


@pytest.fixture
def door(app):
    closed = Door()
    app.state.reader.check_capacity = closed
    return closed


@pytest.fixture
def connection(app, settings, door):
    class Bounded(BoundedProtocol):
        limits = settings
        doors = Doors({b"/predict": door}, settings.cors_origins)

    with serving(app, http=Bounded) as listening:
        address = ("127.0.0.1", port_of(listening))
        with socket.create_connection(address, timeout=5) as plain:
            yield plain.makefile("rwb")


def ask(connection, request):
    connection.write(request)
    connection.flush()
    return answer(connection)


def answer(connection):
    """The next response: status, headers in lower case, body."""
    status = int(connection.readline().split()[1])
    headers = {}
    while line := connection.readline().decode().strip():
        name, _, value = line.partition(": ")
        headers[name.lower()] = value
    return status, headers, connection.read(int(headers.get("content-length", 0)))


def test_a_refusal_is_a_problem_that_names_the_wait(connection):
    status, headers, body = ask(connection, PLAIN)
    assert (status, headers["retry-after"]) == (429, "3")
    assert headers["content-type"] == "application/problem+json"
    problem = json.loads(body)
    assert (problem["code"], problem["status"]) == ("overloaded", 429)
    assert problem["detail"] == problem["message"]


@pytest.mark.parametrize("origin", [b"", b"Origin: https://app.example\r\n"])
def test_a_refusal_has_the_headers_of_the_applications_own(app, connection, door, origin):
    request = PLAIN.replace(b"Host", origin + b"Host", 1)
    _, below, body = ask(connection, request)
    door.is_closed, app.state.reader.check_capacity = False, Door()
    status, above, same = ask(connection, request)
    assert status == 429
    assert {**above, "x-request-id": "", "date": ""} == {**below, "x-request-id": "", "date": ""}
    assert json.loads(body) == json.loads(same)


def test_the_connection_serves_on_and_reads_pictures_again(connection, door):
    first = [ask(connection, PLAIN) for _ in range(3)]
    assert [status for status, _, _ in first] == [429] * 3
    assert len({headers["x-request-id"] for _, headers, _ in first}) == 3
    door.is_closed = False
    status, _, body = ask(connection, PLAIN)
    assert (status, json.loads(body)["code"]) == (422, "undecodable-image")
    door.is_closed = True
    assert ask(connection, PLAIN)[0] == 429


def test_a_body_in_pieces_and_one_in_chunks_are_dropped(connection):
    connection.write(PLAIN[:200])
    connection.flush()
    assert answer(connection)[0] == 429
    connection.write(PLAIN[200:])
    chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)
    assert ask(connection, POST + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)[0] == 429
    assert ask(connection, PLAIN)[0] == 429


def test_a_body_that_came_whole_leaves_the_connection_open(connection, monkeypatch):
    monkeypatch.setattr(shedding, "BODY_SECONDS", 0.1)
    connection.write(PLAIN[:200])
    connection.flush()
    assert ask(connection, PLAIN[200:])[0] == 429
    time.sleep(0.3)
    assert ask(connection, PLAIN)[0] == 429


def test_what_is_inside_a_dropped_body_is_no_request(connection):
    hidden = b"GET /limits HTTP/1.1\r\nHost: mien\r\n\r\n"
    ask(connection, PLAIN)
    request = POST + b"Content-Length: %d\r\n\r\n%b" % (len(hidden), hidden)
    assert ask(connection, request)[0] == 429
    assert ask(connection, PLAIN)[0] == 429


@pytest.mark.parametrize(
    "fields",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 4\r\nTransfer-Encoding : chunked\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n",
        b"Content-Length: 4\r\n Transfer-Encoding: chunked\r\n",
        b"Content-Length: +4\r\n",
    ],
)
def test_a_head_of_two_meanings_is_never_refused_unparsed(connection, fields):
    ask(connection, PLAIN)
    status, headers, _ = ask(connection, POST + fields + b"\r\nabcd")
    assert status == 400
    assert headers["connection"] == "close"


def test_requests_sent_ahead_are_answered_in_order(connection):
    other = b"GET /limits HTTP/1.1\r\nHost: mien\r\n\r\n"
    connection.write(other + PLAIN + other + PLAIN + PLAIN)
    connection.flush()
    assert [answer(connection)[0] for _ in range(5)] == [200, 429, 200, 429, 429]


@pytest.mark.parametrize("field", [b"Expect: 100-continue", b"Connection: close"])
def test_a_client_that_waits_or_leaves_gets_the_end_of_the_connection(connection, field):
    head = POST + field + b"\r\nContent-Length: 4\r\n\r\n"
    status, headers, _ = ask(connection, head + (b"" if b"Expect" in field else b"abcd"))
    assert (status, headers["connection"]) == (429, "close")
    assert connection.read() == b""


def test_only_what_has_a_door_and_is_posted_is_refused(connection):
    assert ask(connection, b"GET /limits HTTP/1.1\r\nHost: mien\r\n\r\n")[0] == 200
    assert ask(connection, b"GET /predict HTTP/1.1\r\nHost: mien\r\n\r\n")[0] == 405
    assert ask(connection, b"OPTIONS /predict HTTP/1.1\r\nHost: mien\r\n\r\n")[0] != 429


def test_refusals_are_counted(connection, metric):
    before = metric("mien_requests_total", route="/predict", status="429")
    for _ in range(5):
        ask(connection, PLAIN)
    deadline = time.monotonic() + 3
    while metric("mien_requests_total", route="/predict", status="429") < before + 5:
        assert time.monotonic() < deadline
        time.sleep(0.02)
