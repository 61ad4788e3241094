"""Hostile HTTP over plain sockets, valid requests between it.

What is whole must be answered, or its connection ended; what is not may wait, until this end goes.
No answer may hold a header that a client tried to put there.
"""

import asyncio
import random
from collections.abc import Iterator
from contextlib import suppress

from benchmarks.fuzz_findings import HUNG, Findings
from benchmarks.load import HOST, LOST
from benchmarks.mutations_wire import Wire, bad_wire, valid
from benchmarks.mutations_wire_parts import INJECTED

CONNECTIONS = 8
VALID_EVERY = 10
HUNG_SECONDS = 20.0
PATIENCE_SECONDS = 0.2
"""How long an answer to something unfinished is awaited; none need come."""

CLOSED = "closed"
WAITING = "waiting"


async def send_all(port: int, seed: int, count: int, findings: Findings) -> None:
    """Send `count` bad connections' bytes."""
    cases = _cases(random.Random(seed), count)
    async with asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(_send(port, cases, findings))


def _cases(rng: random.Random, count: int) -> Iterator[tuple[Wire, bool]]:
    for number in range(count):
        yield bad_wire(rng), False
        if number % VALID_EVERY == 0:
            yield Wire(valid()), True


async def _send(port: int, cases: Iterator[tuple[Wire, bool]], findings: Findings) -> None:
    for wire, good in cases:
        answer = await _asked(port, wire)
        status = _status(answer, wire)
        wrong = status != 200 if good else status == HUNG or _is_defect(status)
        findings.cases += not good
        findings.add(wire.data, good, status, wrong or _was_injected(answer))


async def _asked(port: int, wire: Wire) -> bytes | None:
    """What came back until the connection ended or a moment passed; None where nothing did."""
    reader, writer = await asyncio.open_connection(HOST, port)
    answer: bytes | None = None
    with suppress(ConnectionError, TimeoutError):
        writer.write(wire.data)
        async with asyncio.timeout(HUNG_SECONDS if wire.ends else PATIENCE_SECONDS):
            answer = await reader.read(65536)
        async with asyncio.timeout(PATIENCE_SECONDS / 10):
            while more := await reader.read(65536):
                answer += more
    writer.transport.abort()
    return answer


def _status(answer: bytes | None, wire: Wire) -> int | str:
    if answer is None:
        return HUNG if wire.ends else WAITING
    if not answer:
        return CLOSED
    status = answer[9:12]
    return int(status) if answer.startswith(b"HTTP/1.") and status.isdigit() else LOST


def _is_defect(status: int | str) -> bool:
    return isinstance(status, int) and (status >= 500 or status == LOST)


def _was_injected(answer: bytes | None) -> bool:
    """Whether a header of an answer is the client's; a body may repeat what was sent."""
    heads = (part for part in (answer or b"").split(b"\r\n\r\n") if part.startswith(b"HTTP/1."))
    return any(b"\n" + INJECTED in head.lower() for head in heads)
