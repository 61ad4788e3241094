"""Bad uploads over HTTP, valid ones between them, on a few connections at once."""

import asyncio
import json
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from benchmarks.fuzz_findings import HUNG, Findings
from benchmarks.load import HOST, LOST, Answer, Connection, connect, post
from benchmarks.mutations_media import bad_clip, bad_sound, valid_clips, valid_sounds
from benchmarks.mutations_pictures import bad_picture, valid_pictures
from benchmarks.pictures import jpegs

CONNECTIONS = 8
VALID_EVERY = 10
HUNG_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Upload:
    """One kind of uploads: its valid files, its bad requests, its valid one and its answer."""

    files: Callable[[], list[bytes]]
    bad: Callable[[random.Random, Sequence[bytes]], bytes]
    good: Callable[[bytes], bytes]
    is_answer: Callable[[Any], bool]


def _one_face(reply: Any) -> bool:
    return len(reply["faces"]) == 1


def _done(reply: Any) -> bool:
    return bool(reply["state"] == "done" and reply["result"]["samples"])


UPLOADS = {
    "pictures": Upload(
        valid_pictures, bad_picture, lambda _: post("/predict", jpegs()[0]), _one_face
    ),
    "sounds": Upload(
        valid_sounds,
        bad_sound,
        lambda file: post("/predict/audio", file, "audio/*"),
        lambda reply: reply["duration"] > 1.0,
    ),
    "clips": Upload(
        valid_clips,
        bad_clip,
        lambda file: post("/analyze?wait=60&rate=5", file, "video/mp4"),
        _done,
    ),
}


async def send_all(port: int, kind: str, seed: int, count: int, findings: Findings) -> None:
    """Send `count` bad uploads of a kind."""
    cases = _cases(UPLOADS[kind], seed, count)
    async with asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(_send(port, UPLOADS[kind], cases, findings))


def _cases(upload: Upload, seed: int, count: int) -> Iterator[tuple[bytes, bool]]:
    rng = random.Random(seed)
    files = upload.files()
    for number in range(count):
        yield upload.bad(rng, files), False
        if number % VALID_EVERY == 0:
            yield upload.good(rng.choice(files)), True


async def _send(
    port: int, upload: Upload, cases: Iterator[tuple[bytes, bool]], findings: Findings
) -> None:
    connection: Connection | None = None
    for request, valid in cases:
        # A server may close a connection after an answer; only a missing answer is a fault.
        if connection is None or not connection.open:
            connection = await connect(port)
        answer = await _asked(connection, request)
        reply = _json(answer)
        wrong = answer.status in (LOST, HUNG) or answer.status >= 500 or _broke_off(reply)
        if valid:
            wrong = answer.status != 200 or not upload.is_answer(reply)
        findings.cases += not valid
        findings.add(request, valid, answer.status, wrong)
        await _forget(connection, reply)
    if connection is not None:
        connection.close()


async def _asked(connection: Connection, request: bytes) -> Answer:
    try:
        return await asyncio.wait_for(connection.ask(request), HUNG_SECONDS)
    except TimeoutError:
        connection.close()
        return Answer(HUNG)


def _json(answer: Answer) -> Any:
    with suppress(ValueError):
        return json.loads(answer.body)
    return None


def _broke_off(reply: Any) -> bool:
    """Whether this is a job that failed by Mien's fault, or never ended."""
    if not isinstance(reply, dict) or "state" not in reply:
        return False
    failed = reply["state"] == "failed" and reply["error"]["status"] >= 500
    return failed or reply["state"] not in ("done", "failed")


async def _forget(connection: Connection, reply: Any) -> None:
    """Remove what the server keeps of a job."""
    if isinstance(reply, dict) and "state" in reply and connection.open:
        request = f"DELETE /jobs/{reply['id']} HTTP/1.1\r\nHost: {HOST}\r\n\r\n"
        await _asked(connection, request.encode())
