"""Connections that never become requests: slow, endless, malformed or too many."""

import json
import socket
import time

import pytest

from mien.settings import Settings
from services.http_protocol import MOST_HEADERS, BoundedProtocol
from tests.contract.serving import port_of, serving

HEAD_SECONDS = 0.3


FAILED: list[RuntimeError] = []
"""Answers that could not be sent."""


async def app(scope, receive, send):
    """Answers `ok`; a path that ends in `slow` first waits for the body."""
    while scope["path"].endswith("slow") and (await receive()).get("more_body"):
        pass
    try:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
        )
        await send({"type": "http.response.body", "body": b"ok"})
    except RuntimeError as error:
        FAILED.append(error)


class Bounded(BoundedProtocol):
    limits = Settings(
        head_seconds=HEAD_SECONDS, max_head_bytes=4096, max_connections=3, keep_alive_seconds=0.4
    )


@pytest.fixture(scope="module")
def port():
    with serving(app, http=Bounded) as listening:
        yield port_of(listening)


@pytest.fixture
def connection(port):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        yield plain


def answer(plain):
    """All that the server sends until it ends the connection: status, headers, body."""
    received = b""
    while piece := plain.recv(65536):
        received += piece
    if not received:
        return None, {}, b""
    head, _, body = received.partition(b"\r\n\r\n")
    first, *fields = head.decode().split("\r\n")
    return int(first.split()[1]), dict(field.lower().split(": ", 1) for field in fields), body


def refusal(plain):
    status, headers, body = answer(plain)
    problem = json.loads(body)
    assert headers["content-type"] == "application/problem+json"
    assert headers["connection"] == "close"
    assert problem["status"] == status
    return problem["code"]


def test_a_head_that_comes_drop_by_drop_is_given_up(connection, metric):
    before = metric("mien_refused_connections_total", code="head-stalled")
    began = time.monotonic()
    connection.sendall(b"GET / HTTP/1.1\r\n")
    for letter in b"Host: a":
        time.sleep(HEAD_SECONDS / 10)
        connection.sendall(bytes([letter]))
    assert refusal(connection) == "head-stalled"
    assert time.monotonic() - began < 3 * HEAD_SECONDS
    assert metric("mien_refused_connections_total", code="head-stalled") == before + 1


def test_a_second_head_has_no_more_time_than_the_first(connection):
    connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    assert connection.recv(4096).endswith(b"ok")
    connection.sendall(b"GET / HTTP/1.1\r\nHost")
    assert refusal(connection) == "head-stalled"


def test_a_connection_that_never_speaks_is_closed_without_a_word(connection):
    assert answer(connection)[0] is None


def test_an_idle_connection_is_closed(connection):
    connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    assert answer(connection)[::2] == (200, b"ok")


def test_a_head_in_pieces_and_a_body_that_takes_longer_are_answered(connection):
    for piece in (b"POST /slow HTTP/1.1\r\nHo", b"st: a\r\nContent-Length: 4\r\n\r\n", b"12"):
        connection.sendall(piece)
        time.sleep(HEAD_SECONDS / 3)
    time.sleep(2 * HEAD_SECONDS)
    connection.sendall(b"34")
    assert connection.recv(4096).endswith(b"ok")


def test_half_a_head_behind_a_request_does_not_harm_its_answer(connection):
    connection.sendall(b"POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n")
    time.sleep(0.05)
    connection.sendall(b"1GET / HTTP/1.1\r\nHos")
    assert b"ok" in connection.recv(4096)
    assert refusal(connection) == "head-stalled"


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nX: " + b"x" * 5000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"x" * 1_000_000,
        b"GET /" + b"x" * 5000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * (MOST_HEADERS + 1) + b"\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 10_000,
    ],
    ids=["a long field", "an endless field", "a long address", "many fields", "endless fields"],
)
def test_a_head_that_is_too_large_is_refused(connection, head):
    connection.sendall(head)
    assert refusal(connection) == "head-too-large"


@pytest.mark.parametrize("sent", [b"\x16\x03\x01\x02\x00\x01", b"what?\r\n\r\n"])
def test_what_is_not_http_is_told_so(connection, sent):
    connection.sendall(sent)
    assert refusal(connection) == "malformed-request"


def test_a_body_whose_chunks_are_malformed_ends_the_request_alone(connection):
    connection.sendall(
        b"POST /slow HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nnone\r\n"
    )
    assert refusal(connection) == "malformed-request"


def test_requests_before_a_malformed_one_are_left_without_an_error(connection):
    connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 2 + b"what?\r\n\r\n")
    assert refusal(connection) == "malformed-request"
    assert not FAILED


def test_one_connection_too_many_is_refused_and_the_others_go_on(port):
    def opened():
        return socket.create_connection(("127.0.0.1", port), timeout=5)

    with opened() as first, opened() as second, opened() as third:
        for each in (first, second, third):
            each.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert each.recv(4096).endswith(b"ok")
        with opened() as fourth:
            status, headers, body = answer(fourth)
        assert (status, json.loads(body)["code"]) == (503, "too-many-connections")
        assert int(headers["retry-after"]) >= 1
        first.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert first.recv(4096).endswith(b"ok")
