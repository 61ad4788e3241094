"""`make fuzz`: bad uploads against a running gateway, valid ones between them.

It fails on any 5xx, any connection that ends before its answer, any valid picture that is not
answered, any traceback in the server's log, and on workers that keep growing. Requests that
failed are kept in `results/fuzz/`.
"""

import argparse
import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import uvloop

from benchmarks.load import LOST, Answer, Connection, connect, post
from benchmarks.mutations import bad_request, valid_files
from benchmarks.pictures import jpegs
from benchmarks.report import RESULTS
from benchmarks.servers import Server, end_on_sigterm, gateway

CONNECTIONS = 8
WARM_UP = 500
VALID_EVERY = 10
MOST_KEPT = 20
MOST_GROWTH_MIB = 48
"""What decoding the largest pictures may leave in a worker's allocator."""

_TRACEBACK = "Traceback (most recent call last)"


@dataclass(slots=True)
class Findings:
    """What came back: statuses of the bad requests, of the valid ones, and what failed."""

    bad: Counter[int] = field(default_factory=Counter)
    valid: Counter[int] = field(default_factory=Counter)
    failed: list[bytes] = field(default_factory=list)

    def add(self, request: bytes, valid: bool, answer: Answer) -> None:
        """Count an answer; keep its request if it should not have been given."""
        (self.valid if valid else self.bad)[answer.status] += 1
        wrong = not _one_face(answer) if valid else answer.status == LOST or answer.status >= 500
        if wrong:
            self.failed.append(request)
            if len(self.failed) <= MOST_KEPT:
                _keep(len(self.failed), request, answer)


def _one_face(answer: Answer) -> bool:
    return answer.status == 200 and len(json.loads(answer.body)["faces"]) == 1


def _keep(number: int, request: bytes, answer: Answer) -> None:
    folder = RESULTS / "fuzz"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number:02d}-{answer.status}.http").write_bytes(request)


def _requests(seed: int, count: int) -> Iterator[tuple[bytes, bool]]:
    rng = random.Random(seed)
    files = valid_files()
    for number in range(count):
        yield bad_request(rng, files), False
        if number % VALID_EVERY == 0:
            yield post("/predict", rng.choice(jpegs())), True


async def _send(port: int, requests: Iterator[tuple[bytes, bool]], findings: Findings) -> None:
    connection: Connection | None = None
    for request, valid in requests:
        # A server may close a connection after an answer; only a missing answer is a fault.
        if connection is None or not connection.open:
            connection = await connect(port)
        findings.add(request, valid, await connection.ask(request))
    if connection is not None:
        connection.close()


async def _send_all(port: int, requests: Iterator[tuple[bytes, bool]], findings: Findings) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(_send(port, requests, findings))


def fuzz(server: Server, seed: int, count: int) -> tuple[Findings, list[int]]:
    """Send `count` bad requests; also says how many MiB each worker grew after the warm-up."""
    findings = Findings()
    uvloop.run(_send_all(server.port, _requests(seed, WARM_UP), findings))
    before = _resident_mib(server)
    uvloop.run(_send_all(server.port, _requests(seed + 1, count - WARM_UP), findings))
    after = _resident_mib(server)
    print(f"MiB of each worker after {WARM_UP} uploads: {before}, after {count}: {after}")
    return findings, [late - early for early, late in zip(before, after, strict=True)]


def _resident_mib(server: Server) -> list[int]:
    return [worker.memory_info().rss // 2**20 for worker in server.workers()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=5000)
    options = parser.parse_args()
    end_on_sigterm()
    with gateway() as server:
        findings, growth = fuzz(server, options.seed, options.count)
        log = server.log.read_text()
    print(f"statuses of bad uploads: {dict(sorted(findings.bad.items()))}")
    print(f"statuses of valid uploads: {dict(sorted(findings.valid.items()))}")
    tracebacks = log.count(_TRACEBACK)
    print(f"failed: {len(findings.failed)}; growth of the workers in MiB: {growth}")
    print(f"tracebacks in the server's log: {tracebacks}")
    if tracebacks:
        print(log[log.index(_TRACEBACK) :][:4000])
    sys.exit(bool(findings.failed) or tracebacks > 0 or max(growth) > MOST_GROWTH_MIB)


if __name__ == "__main__":
    main()
