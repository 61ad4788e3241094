"""What `mien serve` does with strangers, without any setting."""

import socket
from contextlib import ExitStack

import httpx
import pytest

from tests.e2e.servers import BIN, running


def test_a_page_whose_name_leads_to_this_machine_reaches_nothing(gateway):
    evil = {"Host": "evil.example"}
    answer = httpx.get(f"{gateway.url}/limits", headers=evil)
    assert (answer.status_code, answer.json()["code"]) == (421, "unknown-host")
    assert httpx.get(f"{gateway.url}/readyz", headers=evil).status_code == 200
    by_name = gateway.url.replace("127.0.0.1", "localhost")
    assert httpx.get(f"{by_name}/limits").status_code == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 10_000, b"431"),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 1_000_000, b"431"),
        (b"\x16\x03\x01\x02\x00", b"400"),
    ],
    ids=["ten thousand headers", "a header of a megabyte", "TLS"],
)
def test_a_head_that_no_client_sends_is_refused(gateway, sent, status):
    address = httpx.URL(gateway.url)
    with socket.create_connection((address.host, address.port), 10) as plain:
        plain.sendall(sent)
        assert plain.recv(4096).startswith(b"HTTP/1.1 " + status)


def test_a_client_cannot_choose_its_address_or_scheme(gateway):
    said = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}
    answer = httpx.get(f"{gateway.url}/limits", headers=said)
    assert "Strict-Transport-Security" not in answer.headers


HALVES = (
    b"GET / HTTP/1.1\r\nHos",
    b"POST /api/v1/recommend HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{",
)


def test_the_recommender_alone_recovers_from_clients_that_never_finish():
    command = [str(BIN / "mien"), "recommend", "serve", "--workers", "1"]
    with running(command, MIEN_HEAD_SECONDS="0.5") as server, ExitStack() as stack:
        address = httpx.URL(server.url)
        for half in HALVES:
            plain = socket.create_connection((address.host, address.port), 10)
            stack.enter_context(plain).sendall(half)
        assert httpx.get(f"{server.url}/livez", timeout=15).status_code == 200
