"""Many sessions at once, each sending its readings in batches by the clock and again until
acknowledged.

    due times of a session -> batch -> keep-alive connection -> 200, or once more after a pause

A batch's latency runs from the moment it was due, so that a server which stalls is charged for
every batch that waits. It runs in a process of its own, on the machine's cores like the server.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field

import uvloop

from benchmarks.load import HOST, LOST, Connection, Outcome, connect

PAUSE_SECONDS = 0.1
GIVE_UP_SECONDS = 60.0

_PROBABILITIES = (
    '"probabilities": {"angry": 0.02, "disgust": 0.01, "fear": 0.02, "happy": 0.7, "sad": 0.05, '
    '"surprise": 0.1, "neutral": 0.1}, "uncertain": false'
)


@dataclass(frozen=True, slots=True)
class Sender:
    """A session, its viewer's token, and the number of its first reading."""

    session_id: str
    token: str
    first: int


@dataclass(slots=True)
class Sent:
    """What became of a session's batches: an outcome each, one of each request that went out for
    them, the retries, and how many readings were acknowledged, which are those from the first on.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    tries: list[Outcome] = field(default_factory=list)
    retries: int = 0
    acknowledged: int = 0


def send_all(
    port: int, senders: list[Sender], batch: int, per_second: float, seconds: float
) -> list[Sent]:
    """Run in a `LoadProcess`: every sender sends `per_second` readings for so many seconds."""
    return uvloop.run(all_sent(port, senders, batch, per_second, seconds))


async def all_sent(
    port: int, senders: list[Sender], batch: int, per_second: float, seconds: float
) -> list[Sent]:
    """As `send_all`, for loads that send other things beside."""
    period = batch / per_second
    begin = time.perf_counter() + 0.5
    shift = period / len(senders)
    runs = (
        _send(port, sender, batch, begin + place * shift, period, round(seconds / period))
        for place, sender in enumerate(senders)
    )
    return list(await asyncio.gather(*runs))


async def _send(
    port: int, sender: Sender, batch: int, begin: float, period: float, batches: int
) -> Sent:
    sent = Sent()
    connection: Connection | None = None
    for number in range(batches):
        due = begin + number * period
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        request = _request(sender, sender.first + number * batch, batch)
        status = LOST
        while status != 200 and time.perf_counter() < due + GIVE_UP_SECONDS:
            connection = await reconnected(port, connection)
            asked = time.perf_counter()
            if connection is not None:
                status = (await connection.ask(request)).status
                sent.tries.append(Outcome(asked, time.perf_counter() - asked, status))
            if status != 200:
                sent.retries += 1
                await asyncio.sleep(PAUSE_SECONDS)
        sent.outcomes.append(Outcome(due, time.perf_counter() - due, status))
        if status != 200:
            break
        sent.acknowledged += batch
    if connection is not None:
        connection.close()
    return sent


async def reconnected(port: int, connection: Connection | None) -> Connection | None:
    """The connection where it is still open, or a new one; None where nobody listens."""
    if connection is None or not connection.open:
        with suppress(OSError):
            return await connect(port)
        return None
    return connection


def _request(sender: Sender, first: int, batch: int) -> bytes:
    readings = ", ".join(
        f'{{"sequence": {n}, "seconds": {n % 400_000 / 10:.1f}, {_PROBABILITIES}}}'
        for n in range(first, first + batch)
    )
    body = f'{{"readings": [{readings}]}}'
    return (
        f"POST /api/v1/sessions/{sender.session_id}/readings?live=false HTTP/1.1\r\n"
        f"Host: {HOST}\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {sender.token}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()
