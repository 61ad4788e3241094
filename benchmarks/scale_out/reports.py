"""Every session is ended over the proxy, and must answer its report."""

import asyncio
import time
from contextlib import suppress

import httpx

from benchmarks.load import HOST
from benchmarks.sessions_load import Sender

AT_ONCE = 8
GIVE_UP_SECONDS = 60.0


def reported(port: int, senders: list[Sender]) -> int:
    """How many sessions ended with a report that covers their readings."""
    return asyncio.run(_reported(port, senders))


async def _reported(port: int, senders: list[Sender]) -> int:
    turns = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(base_url=f"http://{HOST}:{port}/api/v1", timeout=30) as client:
        ended = await asyncio.gather(*(_end(client, turns, sender) for sender in senders))
    return sum(ended)


async def _end(client: httpx.AsyncClient, turns: asyncio.Semaphore, sender: Sender) -> bool:
    headers = {"Authorization": f"Bearer {sender.token}"}
    deadline = time.monotonic() + GIVE_UP_SECONDS
    async with turns:
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                answer = await client.post(f"/sessions/{sender.session_id}/end", headers=headers)
                if answer.status_code == httpx.codes.OK:
                    return bool(answer.json()["over_time"])
            await asyncio.sleep(0.2)
    return False
