import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from mien.errors import Overloaded
from mien.runtime.batcher import MicroBatcher


class Model:
    """Doubles numbers once its gate opens, and remembers its batches."""

    def __init__(self):
        self.gate = threading.Event()
        self.gate.set()
        self.batches = []

    def __call__(self, items):
        self.gate.wait(5)
        self.batches.append(list(items))
        if "bad" in items:
            raise RuntimeError("bad item")
        return [item * 2 for item in items]


@pytest.fixture
def model():
    return Model()


@pytest.fixture
def make_batcher(model):
    with ThreadPoolExecutor(1) as executor:

        def make(**options):
            return MicroBatcher(model, executor, **{"max_batch": 4, "max_queue": 8, **options})

        yield make
        model.gate.set()


async def busy(batcher, model):
    """A call that occupies the model until the gate opens."""
    model.gate.clear()
    running = asyncio.create_task(batcher.submit([0]))
    await asyncio.sleep(0)
    return running


async def test_an_idle_model_starts_at_once_with_what_is_there(make_batcher, model):
    assert await make_batcher().submit([1]) == [2]
    assert model.batches == [[1]]


async def test_no_items_need_no_model(make_batcher, model):
    assert await make_batcher().submit([]) == []
    assert model.batches == []


async def test_a_busy_model_gathers_callers_into_one_batch(make_batcher, model):
    batcher = make_batcher()
    first = await busy(batcher, model)
    others = [asyncio.create_task(batcher.submit([n, n + 10])) for n in (1, 2)]
    await asyncio.sleep(0)
    model.gate.set()
    assert await asyncio.gather(first, *others) == [[0], [2, 22], [4, 24]]
    assert model.batches == [[0], [1, 11, 2, 12]]


async def test_a_callers_items_may_span_batches(make_batcher, model):
    assert await make_batcher(max_batch=2).submit([1, 2, 3, 4, 5]) == [2, 4, 6, 8, 10]
    assert model.batches == [[1, 2], [3, 4], [5]]


async def test_a_full_queue_refuses_at_once_and_says_when_to_return(make_batcher, model):
    batcher = make_batcher()
    first = await busy(batcher, model)
    waiting = asyncio.create_task(batcher.submit(list(range(8))))
    await asyncio.sleep(0)
    with pytest.raises(Overloaded) as refused:
        await batcher.submit([1])
    assert int(refused.value.headers()["Retry-After"]) >= 1
    model.gate.set()
    await asyncio.gather(first, waiting)
    assert await batcher.submit([1]) == [2]


async def test_more_items_than_the_queue_holds_are_taken_when_nothing_waits(make_batcher):
    assert len(await make_batcher(max_queue=2).submit(list(range(9)))) == 9


async def test_a_caller_who_goes_away_frees_its_place(make_batcher, model):
    batcher = make_batcher()
    first = await busy(batcher, model)
    leaving = asyncio.create_task(batcher.submit(list(range(8))))
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.sleep(0)
    assert batcher.waiting == 0
    staying = asyncio.create_task(batcher.submit([7]))
    await asyncio.sleep(0)
    model.gate.set()
    assert await staying == [14]
    assert await first == [0]
    assert model.batches == [[0], [7]]


async def test_a_failing_batch_fails_its_callers_and_no_later_ones(make_batcher):
    batcher = make_batcher()
    with pytest.raises(RuntimeError, match="bad item"):
        await batcher.submit(["bad"])
    assert await batcher.submit([1]) == [2]


async def test_drain_waits_for_everything_that_was_taken(make_batcher, model):
    batcher = make_batcher(max_batch=1)
    tasks = [await busy(batcher, model), asyncio.create_task(batcher.submit([1, 2, 3]))]
    await asyncio.sleep(0)
    draining = asyncio.create_task(batcher.drain())
    await asyncio.sleep(0.01)
    assert not draining.done()
    model.gate.set()
    await draining
    assert len(model.batches) == 4
    await asyncio.gather(*tasks)


async def test_the_longest_wait_before_every_batch_is_reported(make_batcher, model):
    waits: list[float] = []
    batcher = make_batcher(observe_wait=waits.append)
    first = await busy(batcher, model)
    second = asyncio.create_task(batcher.submit([1, 2, 3]))
    await asyncio.sleep(0.02)
    model.gate.set()
    await asyncio.gather(first, second)
    assert len(waits) == 2
    assert 0 <= waits[0] < 0.02 <= waits[1]
