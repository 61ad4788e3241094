"""`WS /stream` and clients that send what they should not, or do not listen."""

import gc
import json
import socket
import struct
import time
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from mien.clips.messages import LATEST_SECONDS, MOST_SOUND_BYTES, Kind, Message, pack
from services.stream import session
from tests.pictures import encoded, gradient

PICTURE = encoded(gradient())
BINARY, FINISHED, MASKED = 0x2, 0x80, 0x80
MEBIBYTE = 1024 * 1024


@pytest.fixture
def neighbour(address):
    """A client that behaves: it gets the answer to each of its pictures."""
    with connect(address) as open_socket:
        yield Neighbour(open_socket)


class Neighbour:
    def __init__(self, open_socket):
        self._socket, self._seconds = open_socket, 0.0

    def sees(self):
        self._seconds += 0.1
        self._socket.send(pack(Kind.PICTURE, self._seconds, PICTURE))
        answer = json.loads(self._socket.recv(timeout=10))
        return answer["type"] == "sample" and answer["seconds"] == pytest.approx(self._seconds)


@contextmanager
def raw(address, **options):
    """A connection that has shaken hands and does nothing that it is not told."""
    place = urlsplit(address)
    with socket.socket() as open_socket:
        for option, value in options.items():
            open_socket.setsockopt(socket.SOL_SOCKET, getattr(socket, option), value)
        open_socket.connect((place.hostname, place.port))
        open_socket.settimeout(10)
        head = {"Host": place.netloc, "Upgrade": "websocket", "Connection": "Upgrade"}
        head |= {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "c2l4dGVlbiBieXRlcyAhIQ=="}
        lines = [f"GET {place.path} HTTP/1.1", *(f"{name}: {head[name]}" for name in head), "", ""]
        open_socket.sendall("\r\n".join(lines).encode())
        assert open_socket.recv(4096).startswith(b"HTTP/1.1 101")
        yield open_socket


def frame(payload, declared=None):
    """A masked binary frame of more than 125 bytes, whose mask is zero."""
    length = declared or len(payload)
    short = length < 65_536
    size = struct.pack(">BH" if short else ">BQ", MASKED | (126 if short else 127), length)
    return bytes([FINISHED | BINARY]) + size + bytes(4) + payload


def until(condition):
    for _ in range(500):
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (pack(Kind.PICTURE, -0.1, PICTURE), "0 to 1e+11"),
        (pack(Kind.PICTURE, float("inf"), PICTURE), "0 to 1e+11"),
        (pack(Kind.PCM, 2 * LATEST_SECONDS, bytes(640)), "0 to 1e+11"),
        (pack(Kind.PICTURE, 1.0, b""), "a message of 9 bytes"),
        (b"\0" + pack(Kind.PICTURE, 1.0, PICTURE)[1:], "kind 0"),
        (pack(Kind.PCM, 1.0, bytes(MOST_SOUND_BYTES + 2)), "the largest taken has 65536"),
        (pack(Kind.OPUS, 1.0, bytes(MOST_SOUND_BYTES + 1)), "the largest taken has 65536"),
        (pack(Kind.OPUS, 1.0, b"\x03"), "no Opus packet"),
        (pack(Kind.PICTURE, 0.05, encoded(gradient(8, 8), "PNG")), "8x8 pixels"),
        (pack(Kind.PICTURE, 0.05, PICTURE[: len(PICTURE) // 2]), "do not begin like"),
        ("x" * MEBIBYTE, "a message of 0 bytes"),
    ],
)
def test_what_is_wrong_is_named_and_the_stream_goes_on(address, message, words):
    with connect(address) as open_socket:
        open_socket.send(message)
        answer = json.loads(open_socket.recv(timeout=10))
        assert answer["type"] == "error"
        assert words in answer["error"]["detail"]
        assert Neighbour(open_socket).sees()


def test_sound_of_every_length_is_taken_and_no_answer(address):
    with connect(address) as open_socket:
        for size in (1, 2, 3, 640, MOST_SOUND_BYTES):
            open_socket.send(pack(Kind.PCM, 1.0, bytes(size)))
        assert Neighbour(open_socket).sees()


def test_a_giant_message_ends_its_stream_alone(address, app, neighbour):
    with connect(address) as open_socket:
        with suppress(ConnectionClosed):  # perhaps before all of it has gone
            open_socket.send(bytes(17 * MEBIBYTE))
        with pytest.raises(ConnectionClosed) as closed:
            open_socket.recv(timeout=10)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
    assert neighbour.sees()
    assert until(lambda: app.state.streams == 1)


def test_a_client_that_never_reads_is_closed_and_costs_its_neighbours_nothing(
    app, address, neighbour, monkeypatch
):
    monkeypatch.setattr(session, "SEND_SECONDS", 0.5)
    with raw(address, SO_RCVBUF=4096) as deaf:
        assert until(lambda: app.state.streams == 2)
        answered = held = number = 0
        patience = time.monotonic() + 60
        while app.state.streams == 2 and time.monotonic() < patience:
            number += 1
            with suppress(OSError):
                deaf.sendall(frame(pack(Kind.PICTURE, number / 10, PICTURE)))
            answered += neighbour.sees()
            if number % 25 == 0:
                held = max(held, sum(type(known) is Message for known in gc.get_objects()))
        assert app.state.streams == 1, f"its place is free again after {number} pictures"
        assert answered == number > 50
        assert held <= 10, "of all that it sent"
        with suppress(ConnectionResetError):
            while deaf.recv(65_536):
                continue  # what was under way, and then the end


@pytest.mark.parametrize("linger", [False, True], ids=["closes", "breaks off"])
def test_a_client_that_leaves_amid_a_frame_leaves_nothing_behind(
    app, address, neighbour, caplog, linger
):
    with raw(address) as leaver:
        assert until(lambda: app.state.streams == 2)
        leaver.sendall(frame(pack(Kind.PICTURE, 0.1, PICTURE), declared=100_000))
        if linger:
            leaver.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert until(lambda: app.state.streams == 1)
    assert neighbour.sees()
    assert "Traceback" not in caplog.text


def test_a_client_that_leaves_while_its_picture_is_read_frees_its_place(
    app, address, reader, neighbour
):
    reader.gate.clear()
    with raw(address) as leaver:
        leaver.sendall(frame(pack(Kind.PICTURE, 0.1, PICTURE)))
        assert until(lambda: app.state.streams == 2)
    assert until(lambda: app.state.streams == 1)
    reader.gate.set()
    assert neighbour.sees()


def test_a_defect_is_told_and_logged_and_the_stream_goes_on(address, reader, caplog):
    def fail(frames):
        raise RuntimeError("secret detail")

    with connect(address) as open_socket:
        usual, reader.read = reader.read, fail
        open_socket.send(pack(Kind.PICTURE, 0.05, PICTURE))
        answer = open_socket.recv(timeout=10)
        reader.read = usual
        assert json.loads(answer)["error"]["code"] == "internal-error"
        assert "secret" not in answer
        assert "secret detail" in caplog.text
        assert Neighbour(open_socket).sees()
