"""Live streams of the Python client against the gateway over fake models, on a real socket."""

import asyncio
import socket
import time

import pytest
from pydantic import TypeAdapter
from starlette.websockets import WebSocketDisconnect

from mien.client import Client, ServerProblem, StreamRefused, Unreachable
from mien.client.replies.live import LiveSample
from mien.errors import Overloaded
from mien.settings import Settings
from services.stream.route import _sample
from tests.pictures import encoded, gradient
from tests.sounds import bursts

PICTURE = encoded(gradient())
PCM = (bursts(seconds=0.1) * 32767).astype("<i2").tobytes()


@pytest.fixture
def mien(address):
    with Client(address.replace("ws://", "http://").removesuffix("/stream"), patience=5) as client:
        yield client


async def camera(count=10**6, seconds=0.02):
    for _ in range(count):
        yield PICTURE
        await asyncio.sleep(seconds)


async def microphone():
    while True:
        yield PCM
        await asyncio.sleep(0.02)


async def until(condition):
    for _ in range(300):
        if condition():
            return True
        await asyncio.sleep(0.02)
    return False


async def test_every_picture_of_a_source_that_waits_is_answered(mien):
    samples = [sample async for sample in mien.stream(camera(5))]
    assert [sample["faces"][0]["track"] for sample in samples] == [1] * 5
    times = [sample["seconds"] for sample in samples]
    assert times == sorted(times)
    assert all(TypeAdapter(LiveSample).validate_python(sample) == sample for sample in samples)


def test_samples_have_the_fields_that_the_server_publishes():
    assert set(LiveSample.__annotations__) == set(_sample()["properties"])


async def test_own_times_come_back(mien):
    pictures = [(index / 4, PICTURE) for index in range(4)]
    seconds = [sample["seconds"] async for sample in mien.stream(pictures)]
    assert seconds == [0.0, 0.25, 0.5, 0.75]


async def test_sound_beside_the_pictures_is_heard(mien):
    pictures = ((second, PICTURE) for second in (0.5, 1.5, 2.5))
    sound = [(index * 2.0, PCM * 20) for index in range(2)]

    async def slowly():
        for item in pictures:
            await asyncio.sleep(0.3)
            yield item

    samples = [sample async for sample in mien.stream(slowly(), sound=sound)]
    assert samples[-1]["voice"]["dominant_emotion"] == "surprise"
    assert "voice" in samples[-1]["fused"]["weights"]


async def test_the_viewer_is_chosen_while_it_goes_on(mien):
    async with mien.stream(camera()) as live:
        async for sample in live:
            if sample["viewer"] == 2:
                break
            await live.follow(2)
        await live.follow(None)


async def test_what_cannot_be_read_is_told_and_the_stream_goes_on(mien):
    faults: list[ServerProblem] = []
    stream = mien.stream([b"no picture", PICTURE, b"nor this", PICTURE], fault=faults.append)
    assert len([sample async for sample in stream]) == 2
    assert [fault.code for fault in faults] == ["undecodable-image"] * 2


async def test_a_slow_reader_holds_up_the_source_and_the_server_drops_nothing(mien):
    taken = 0

    async def counted():
        nonlocal taken
        async for picture in camera(seconds=0.0):
            taken += 1
            yield picture

    async with mien.stream(counted()) as live:
        for seen in range(10):
            sample = await anext(aiter(live))
            await asyncio.sleep(0.05)
            assert taken <= seen + 4
    assert sample["dropped"] == 0


async def test_pictures_that_an_overloaded_server_drops_hold_up_nothing(mien, app, monkeypatch):
    monkeypatch.setattr("mien.client.live_connection.LOST_SECONDS", 0.1)
    read, reads = app.state.reader.read, 0

    async def overloaded_at_first(data):
        nonlocal reads
        reads += 1
        if reads <= 4:
            raise Overloaded("full", 1)
        return await read(data)

    monkeypatch.setattr(app.state.reader, "read", overloaded_at_first)
    samples = [sample async for sample in mien.stream(camera(10))]
    assert 4 <= len(samples) <= 6
    assert samples[-1]["dropped"] >= 4


async def test_a_stream_that_is_left_frees_its_place_and_ends_its_sources(mien, app):
    ended = []

    async def watched():
        try:
            async for picture in camera():
                yield picture
        finally:
            ended.append(True)

    async with mien.stream(watched(), sound=microphone()) as live:
        async for _ in live:
            break
    assert ended == [True]
    assert await until(lambda: app.state.streams == 0)
    assert len(asyncio.all_tasks()) == 1


async def test_what_a_source_raises_ends_the_stream(mien, app):
    async def unplugged():
        yield PICTURE
        raise OSError("unplugged")

    for sources in ({"pictures": unplugged()}, {"pictures": camera(), "sound": unplugged()}):
        with pytest.raises(OSError, match="unplugged"):
            _ = [sample async for sample in mien.stream(**sources)]
    assert await until(lambda: app.state.streams == 0)


async def test_it_goes_on_over_a_lost_connection_without_losing_a_picture(mien, monkeypatch):
    from services.stream import session

    taken, tell = 0, session.StreamSession._tell

    async def breaking(self, reply):
        nonlocal taken
        taken += 1
        if taken == 3:
            raise WebSocketDisconnect
        await tell(self, reply)

    monkeypatch.setattr(session.StreamSession, "_tell", breaking)
    pictures = [(float(number), PICTURE) for number in range(8)]

    async def slowly():
        for picture in pictures:
            yield picture
            await asyncio.sleep(0.05)

    seconds = [sample["seconds"] async for sample in mien.stream(slowly())]
    assert seconds == [float(number) for number in range(8)]


class TestAFullServer:
    @pytest.fixture
    def settings(self, settings):
        return settings.model_copy(update={"max_streams": 1})

    async def test_a_place_is_waited_for(self, mien, monkeypatch):
        monkeypatch.setattr("mien.client.live.FULL_SECONDS", 0)
        async with mien.stream(camera()) as first:
            await anext(aiter(first))
            second = mien.stream([PICTURE])
            waiting = asyncio.ensure_future(anext(aiter(second)))
            await asyncio.sleep(0.2)
            assert not waiting.done()
        assert (await asyncio.wait_for(waiting, 5))["type"] == "sample"
        await second.close()

    async def test_but_not_for_ever(self, address):
        url = address.replace("ws://", "http://").removesuffix("/stream")
        hasty = Client(url, patience=1)
        async with hasty.stream(camera()) as first:
            await anext(aiter(first))
            with pytest.raises(Overloaded, match="open already"):
                await anext(aiter(hasty.stream([PICTURE])))


@pytest.mark.parametrize("settings", [Settings(stream_idle_seconds=0.2)])
async def test_a_stream_that_was_idle_goes_on_with_the_next_picture(mien):
    samples = [sample async for sample in mien.stream(camera(3, seconds=0.5))]
    assert len(samples) == 3


async def test_a_message_too_large_is_refused(mien):
    with pytest.raises(StreamRefused):
        await asyncio.wait_for(anext(aiter(mien.stream([bytes(17 * 1024 * 1024)]))), 10)


async def test_a_server_that_is_not_there_is_not_waited_for():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        mien = Client(f"http://127.0.0.1:{unused.getsockname()[1]}")
        began = time.monotonic()
        with pytest.raises(Unreachable, match="does not answer"):
            await anext(aiter(mien.stream([PICTURE])))
        assert time.monotonic() - began < 2


async def test_nothing_is_taken_from_a_source_before_the_stream_is_read(mien):
    taken = []

    def pictures():
        taken.append(True)
        yield PICTURE

    stream = mien.stream(pictures())
    await asyncio.sleep(0.05)
    assert taken == []
    await stream.close()
