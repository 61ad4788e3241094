"""Bad messages over `WS /stream`, valid pictures between them, in a few sessions at once.

A valid picture must be answered, whatever came before it in its session; sessions end as clients
do: closed, or broken off.
"""

import asyncio
import json
import random
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.fuzz_findings import HUNG, Findings
from benchmarks.load import HOST, LOST
from benchmarks.mutations_messages import GIANT_BYTES, MessageMaker

SESSIONS = 4
VALID_EVERY = 10
MESSAGES_A_SESSION = 100
HUNG_SECONDS = 30.0
TOO_BIG = 1009


async def send_all(port: int, seed: int, count: int, findings: Findings) -> None:
    """Send `count` bad messages."""
    rng = random.Random(seed)
    sessions = -(-count // MESSAGES_A_SESSION)
    places = asyncio.Semaphore(SESSIONS)

    async def one(maker: MessageMaker, breaks_off: bool) -> None:
        async with places:
            await _session(port, maker, min(count, MESSAGES_A_SESSION), breaks_off, findings)

    async with asyncio.TaskGroup() as group:
        for _ in range(sessions):
            maker = MessageMaker(random.Random(rng.random()))
            group.create_task(one(maker, rng.random() < 0.5))


async def _session(
    port: int, maker: MessageMaker, count: int, breaks_off: bool, findings: Findings
) -> None:
    async with connect(f"ws://{HOST}:{port}/stream", open_timeout=HUNG_SECONDS) as socket:
        for number in range(count):
            message = maker.bad()
            findings.cases += 1
            try:
                await asyncio.wait_for(_sent(socket, message), HUNG_SECONDS)
                if number % VALID_EVERY == 0:
                    await _see(socket, maker, findings)
            except ConnectionClosed as closed:
                _ended(message, closed, findings)
                return
        if breaks_off:
            socket.transport.abort()


async def _sent(socket: ClientConnection, message: bytes | str) -> None:
    """Send a message, and read on until the end where it is the giant one."""
    await socket.send(message)
    while len(message) == GIANT_BYTES:
        await socket.recv()


async def _see(socket: ClientConnection, maker: MessageMaker, findings: Findings) -> None:
    """Send a valid picture and await its answer; the answers before it are to bad messages."""
    message = maker.good()
    await socket.send(message)
    try:
        async with asyncio.timeout(HUNG_SECONDS):
            while (reply := json.loads(await socket.recv())).get("seconds") != maker.seconds:
                _count(reply, findings)
    except TimeoutError:
        findings.add(message, True, HUNG, wrong=True)
    else:
        findings.add(message, True, reply["type"], wrong=reply["type"] != "sample")


def _count(reply: dict[str, Any], findings: Findings) -> None:
    status = reply["error"]["status"] if reply["type"] == "error" else 200
    findings.add(json.dumps(reply).encode(), False, status, wrong=status >= 500)


def _ended(message: bytes | str, closed: ConnectionClosed, findings: Findings) -> None:
    """A stream may only be ended for a giant message."""
    data = message if isinstance(message, bytes) else message.encode()
    code = closed.rcvd.code if closed.rcvd else LOST
    wrong = len(data) != GIANT_BYTES or code not in (TOO_BIG, LOST)
    findings.add(data[:100_000], False, f"closed-{code}", wrong)
