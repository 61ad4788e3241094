import asyncio
import time

from tornado.ioloop import IOLoop, PeriodicCallback

from services.launch import go_by_monotonic_time


def test_the_supervisor_looks_on_when_the_clock_is_set_back(monkeypatch):
    monkeypatch.setattr(IOLoop, "time", IOLoop.time)
    go_by_monotonic_time()
    right = time.time()
    looks: list[None] = []

    async def look():
        callback = PeriodicCallback(lambda: looks.append(None), 5)
        callback.start()
        await asyncio.sleep(0.02)
        before = len(looks)
        monkeypatch.setattr(time, "time", lambda: right - 3600)
        await asyncio.sleep(0.05)
        callback.stop()
        return before

    before = asyncio.run(look())
    assert len(looks) > before > 0
