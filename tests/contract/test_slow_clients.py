"""Clients that send a body drop by drop, or never read their answer."""

import asyncio
import socket
import time
from contextlib import suppress

import pytest

from mien.settings import Settings
from services import http_protocol, shedding
from services.http_protocol import BoundedProtocol
from tests.contract.serving import port_of, serving

CALLED: list[object] = []


@pytest.fixture(autouse=True)
def brief(monkeypatch):
    monkeypatch.setattr("services.lingering.LINGER_SECONDS", 0.2)
    monkeypatch.setattr("services.request_body.STALL_SECONDS", 0.3)


async def drips(pieces, pause, piece=b"x"):
    for _ in range(pieces):
        yield piece
        await asyncio.sleep(pause)


async def dripped(client, path):
    began = time.monotonic()
    answer = await client.post(path, content=drips(40, 0.05))
    return answer.status_code, answer.json()["code"], time.monotonic() - began


@pytest.mark.parametrize("path", ["/predict", "/analyze", "/api/v1/viewers"])
async def test_a_body_that_never_stops_dripping_is_given_up(app, client, path):
    app.state.recommender = CALLED.append
    status, code, seconds = await dripped(client, path)
    assert (status, code) == (408, "body-stalled")
    assert seconds < 1.5
    assert not CALLED


async def test_a_body_of_a_slow_line_is_awaited(client, monkeypatch):
    monkeypatch.setattr("services.request_body.LEAST_PER_SECOND", 10)
    answer = await client.post("/predict", content=drips(10, 0.05))
    assert answer.json()["code"] == "undecodable-image"


NOTHING = [(b"content-length", b"0")]
PIECES, PIECE = 1000, bytes(65_536)


async def much(scope, receive, send):
    if scope["method"] == "POST":
        await send({"type": "http.response.start", "status": 200, "headers": NOTHING})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(PIECES):
        await send({"type": "http.response.body", "body": PIECE, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def port(monkeypatch):
    monkeypatch.setattr(http_protocol, "UNREAD_SECONDS", 0.3)
    monkeypatch.setattr(shedding, "BODY_SECONDS", 0.3)

    class Bounded(BoundedProtocol):
        limits = Settings()

    with serving(much, http=Bounded) as listening:
        yield port_of(listening)


def taken(plain):
    """How many bytes come until the server ends the connection."""
    count = 0
    with suppress(ConnectionResetError):
        while piece := plain.recv(65_536):
            count += len(piece)
    return count


def test_a_client_that_never_reads_is_given_up(port):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(0.8)
        assert taken(plain) < PIECES * len(PIECE)


def test_a_client_that_reads_slowly_gets_everything(port):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        for _ in range(4):
            time.sleep(0.1)
            plain.recv(1024 * 1024)
        assert taken(plain) > (PIECES - 64) * len(PIECE)


def test_a_body_that_nobody_reads_does_not_drip_for_ever(port):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        plain.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
        sent = 0
        with suppress(BrokenPipeError, ConnectionResetError):
            for sent in range(60):  # noqa: B007
                plain.sendall(b"x")
                time.sleep(0.05)
        assert sent < 30
