"""`WS /stream` over fake models, a real server and a real client."""

import json
import time
from contextlib import ExitStack, contextmanager

import av
import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from mien.clips.messages import Kind, pack, parse
from mien.settings import Settings
from services.stream.sound import SoundDecoder
from tests.pictures import encoded, gradient
from tests.sounds import bursts, tone

PICTURE = encoded(gradient())


def told(closed):
    """Code and reason with which the server closed."""
    frame = closed.value.rcvd
    assert frame is not None
    return frame.code, frame.reason


class Client:
    """A client that waits at most some seconds for an answer."""

    def __init__(self, socket):
        self._socket = socket

    def send(self, message):
        self._socket.send(message)

    def receive(self):
        return json.loads(self._socket.recv(timeout=10))


@contextmanager
def opened(address):
    with connect(address) as socket:
        yield Client(socket)


@pytest.fixture
def socket(address):
    with opened(address) as client:
        yield client


def picture(seconds):
    return pack(Kind.PICTURE, seconds, PICTURE)


def pcm(sound, seconds):
    return pack(Kind.PCM, seconds, (sound * 32767).astype("<i2").tobytes())


def test_every_picture_is_answered_with_faces_tracks_and_lag(socket):
    for index in range(3):
        socket.send(picture(index / 10))
        reply = socket.receive()
        assert (reply["type"], reply["seconds"]) == ("sample", pytest.approx(index / 10))
        assert [face["track"] for face in reply["faces"]] == [1, 2]
        assert reply["viewer"] == 1
        assert reply["fused"]["dominant_emotion"] == "happy"
        assert reply["dropped"] == 0
        assert 0 <= reply["lag"] < 1


def test_the_newest_picture_wins_and_the_others_are_counted(socket, reader):
    reader.gate.clear()
    for index in range(6):
        socket.send(picture(index / 10))
        time.sleep(0.02)
    reader.gate.set()
    first, last = socket.receive(), socket.receive()
    assert first["seconds"] == 0.0
    assert last["seconds"] == 0.5
    assert last["dropped"] == 4


@pytest.mark.parametrize("kind", [Kind.PCM, Kind.OPUS])
def test_sound_becomes_a_voice_beside_the_face(socket, kind):
    for message in sounds(kind):
        socket.send(message)
    for index in range(50):
        socket.send(picture(2.0 + index / 10))
        reply = socket.receive()
        if reply["voice"]:
            break
        time.sleep(0.05)
    assert reply["voice"]["dominant_emotion"] == "surprise"
    assert set(reply["fused"]["weights"]) == {"face", "voice"}
    assert reply["fused"]["conflict"] > 0.1


def sounds(kind):
    if kind is Kind.PCM:
        return [pcm(bursts(seconds=0.1), n / 10) for n in range(20)]
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = 48_000, "mono", "s16"
    samples = (tone(440, 2.0, 48_000)[None] * 32767).astype("i2")
    packets = []
    for start in range(0, samples.shape[1], 960):
        frame = av.AudioFrame.from_ndarray(samples[:, start : start + 960], "s16", "mono")
        frame.sample_rate = 48_000
        packets += encoder.encode(frame)
    return [pack(Kind.OPUS, n * 0.02, bytes(packet)) for n, packet in enumerate(packets)]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"", "invalid-request"),
        (b"short", "invalid-request"),
        (pack(Kind.PICTURE, 1.0, b"not a picture"), "undecodable-image"),
        (b"\x09" + picture(1.0)[1:], "invalid-request"),
        (pack(Kind.PICTURE, float("nan"), PICTURE), "invalid-request"),
        (pack(Kind.OPUS, 1.0, b"\xff" * 40), "undecodable-audio"),
    ],
)
def test_a_bad_message_is_named_and_the_stream_goes_on(socket, message, code):
    socket.send(message)
    assert socket.receive()["error"]["code"] == code
    socket.send(picture(5.0))
    assert socket.receive()["type"] == "sample"


def test_text_is_no_message(socket):
    socket.send("hello")
    assert socket.receive()["error"]["code"] == "invalid-request"


def test_times_must_grow(socket):
    socket.send(picture(3.0))
    assert socket.receive()["type"] == "sample"
    socket.send(picture(2.0))
    assert "must grow" in socket.receive()["error"]["detail"]


@pytest.mark.parametrize("settings", [Settings(stream_idle_seconds=0.2)])
def test_an_idle_stream_is_closed_with_a_reason(socket):
    with pytest.raises(ConnectionClosed) as closed:
        socket.receive()
    assert told(closed) == (4408, "nothing came for 0.2 seconds")


@pytest.mark.parametrize("settings", [Settings(max_streams=1)])
def test_streams_beyond_the_limit_are_refused_until_one_ends(app, address):
    with opened(address) as first:
        with opened(address) as second, pytest.raises(ConnectionClosed) as refused:
            second.receive()
        assert told(refused) == (1013, "1 streams are open already")
        first.send(picture(0.0))
        assert first.receive()["type"] == "sample"
    for _ in range(100):
        if app.state.streams == 0:
            break
        time.sleep(0.02)
    assert app.state.streams == 0


def test_streams_do_not_share_tracks(address):
    with ExitStack() as open_streams:
        streams = [open_streams.enter_context(opened(address)) for _ in range(3)]
        for stream in streams:
            stream.send(picture(0.0))
        assert [stream.receive()["faces"][0]["track"] for stream in streams] == [1, 1, 1]


async def test_the_schema_describes_what_is_sent(client):
    document = (await client.get("/stream/schema.json")).json()
    assert document["asyncapi"].startswith("3.")
    sample = document["channels"]["stream"]["messages"]["sample"]["payload"]
    assert {"faces", "fused", "lag", "dropped"} <= set(sample["required"])


def test_a_decoded_opus_packet_is_as_long_as_it_was():
    decoder = SoundDecoder()
    heard = np.concatenate([decoder.samples(parse(message)) for message in sounds(Kind.OPUS)])
    assert len(heard) == pytest.approx(2 * 16_000, rel=0.05)
