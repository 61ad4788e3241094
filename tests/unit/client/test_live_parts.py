"""Sources that outlive a wait, times that grow, and how many pictures may be unanswered."""

import asyncio
from types import SimpleNamespace

import pytest

from mien.client.in_flight import InFlight
from mien.client.sources import Source
from mien.client.stamps import Stamps


async def later(*items):
    for item in items:
        await asyncio.sleep(0.01)
        yield item


def at_five(piece):
    return 5.0, piece


@pytest.mark.parametrize("items", [[b"1", b"2"], (x for x in (b"1", b"2")), later(b"1", b"2")])
async def test_a_source_gives_every_item_once_and_then_ends(items):
    source = Source(items, at_five)
    assert [await source.next() for _ in range(4)] == [(5.0, b"1"), (5.0, b"2"), None, None]


async def test_an_interrupted_wait_loses_no_item():
    source = Source(later(b"1", b"2"), at_five)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(source.next(), 0.001)
    assert await source.next() == (5.0, b"1")
    assert await source.next() == (5.0, b"2")


async def test_a_source_that_is_closed_ends_its_generator():
    ended = []

    async def camera():
        try:
            while True:
                yield b"picture"
        finally:
            ended.append(True)

    source = Source(camera(), at_five)
    await source.next()
    await source.close()
    assert ended == [True]


async def test_what_a_source_raises_comes_through():
    def camera():
        yield b"picture"
        raise OSError("unplugged")

    source = Source(camera(), at_five)
    await source.next()
    with pytest.raises(OSError, match="unplugged"):
        await source.next()


def test_times_of_pictures_grow_by_what_a_server_can_tell_apart():
    stamps = Stamps()
    times = [stamps.picture(b"picture")[0] for _ in range(100)]
    assert times == sorted(set(times))
    assert all(round(time, 3) == time for time in times)


def test_own_times_are_kept_and_must_grow():
    stamps = Stamps()
    assert stamps.picture((2.00049, b"picture")) == (2.0, b"picture")
    with pytest.raises(ValueError, match="times must grow"):
        stamps.picture((2.0004, b"picture"))


def test_sound_is_stamped_with_the_time_at_which_it_began(monkeypatch):
    now = [100.0]
    clock = SimpleNamespace(monotonic=lambda: now[0])
    monkeypatch.setattr("mien.client.stamps.time", clock)
    stamps = Stamps()
    now[0] = 103.0
    assert stamps.sound(bytes(32_000)) == (2.0, bytes(32_000))
    assert stamps.sound((7.5, b"pcm")) == (7.5, b"pcm")


@pytest.fixture
def in_flight():
    pictures = InFlight()
    for seconds in (0.1, 0.2, 0.3):
        pictures.sent((seconds, b"picture"))
    return pictures


async def opened(wait):
    await asyncio.sleep(0.1)
    return wait.done()


async def test_an_answer_counts_for_all_pictures_before_it(in_flight):
    room, end = (asyncio.ensure_future(w) for w in (in_flight.room(), in_flight.all_answered()))
    in_flight.answered(0.1)
    assert not await opened(room)
    in_flight.answered(0.2)
    assert await opened(room)
    assert not end.done()
    in_flight.give_up()
    await asyncio.wait_for(end, 1)


async def test_a_picture_has_a_head_start_until_it_is_answered(monkeypatch):
    monkeypatch.setattr("mien.client.in_flight.HEAD_START", 60)
    pictures = InFlight()
    pictures.sent((0.1, b"picture"))
    room = asyncio.ensure_future(pictures.room())
    assert not await opened(room)
    pictures.answered(0.1)
    assert await opened(room)


def test_what_a_lost_connection_left_unanswered_is_sent_again_in_order(in_flight):
    in_flight.answered(0.1)
    in_flight.connection_lost()
    again = in_flight.to_send_again()
    assert again == (0.2, b"picture")
    in_flight.sent(again)
    in_flight.connection_lost()
    assert [in_flight.to_send_again() for _ in range(3)] == [again, (0.3, b"picture"), None]
