"""`make fuzz`: hostile requests and messages against running gateways, valid ones between them.

It fails on any 5xx, any connection that ends before its answer, any answer that does not come, any
valid picture, sound or clip that is not answered as it should be, any answer that its OpenAPI
document does not state, any traceback in a server's log, any process that ends, and on processes
that keep growing. Cases that failed are kept in `results/fuzz/`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import uvloop

from benchmarks import fuzz_http, fuzz_schema, fuzz_stream, fuzz_wire
from benchmarks.fuzz_findings import HEAD, Findings, grown, memory, total
from benchmarks.report import table
from benchmarks.servers import MIEN, ROOT, Server, end_on_sigterm, gateway

Send = Callable[[int, int, int, Findings], None]
"""Sends so many cases to a port, from a seed."""

WARM_UP = 0.2
"""The share of each kind after which growth is counted."""

STARTER = ROOT / "recommender_api" / "catalog" / "starter"

_TRACEBACK = "Traceback (most recent call last)"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cases: how many, the MiB that the largest may leave in a process's allocator,
    and the settings of their gateway."""

    send: Send
    count: int
    most_growth: int
    settings: Mapping[str, str] = field(default_factory=dict)


def _uploads(kind: str) -> Send:
    return lambda port, seed, count, findings: uvloop.run(
        fuzz_http.send_all(port, kind, seed, count, findings)
    )


KINDS = {
    "pictures": Kind(_uploads("pictures"), 5000, 48),
    "sounds": Kind(_uploads("sounds"), 2000, 48),
    "clips": Kind(_uploads("clips"), 1000, 96),
    "messages": Kind(lambda *rest: uvloop.run(fuzz_stream.send_all(*rest)), 6000, 96),
    "schema": Kind(fuzz_schema.send_all, 8000, 192),
    "wire": Kind(lambda *rest: uvloop.run(fuzz_wire.send_all(*rest)), 6000, 48),
    "keyless": Kind(fuzz_schema.send_without_key, 2000, 96, {"MIEN_REQUIRE_KEYS": "true"}),
}


def fuzz(server: Server, name: str, seed: int, count: int) -> Findings:
    """Send `count` bad cases of a kind."""
    findings, send = Findings(name), KINDS[name].send
    first = round(count * WARM_UP)
    began = time.monotonic()
    send(server.port, seed, first, findings)
    before = memory(server)
    send(server.port, seed + 1, count - first, findings)
    findings.growth = grown(before, memory(server))
    print(f"{name}: {findings.cases} in {time.monotonic() - began:.0f} s", flush=True)
    return findings


def _fuzz_all(counts: Mapping[str, int], seed: int) -> tuple[list[Findings], str]:
    """What was found, and what the servers logged; kinds with the same settings share a server."""
    found, log = [], ""
    for settings in {tuple(KINDS[name].settings.items()): None for name in counts}:
        with gateway(**dict(settings)) as server:
            names = [name for name in counts if tuple(KINDS[name].settings.items()) == settings]
            found += [fuzz(server, name, seed, counts[name]) for name in names]
            log += server.log.read_text(errors="replace")
    return found, log


def _failed(findings: Findings) -> bool:
    return findings.failed > 0 or findings.growth > KINDS[findings.kind].most_growth


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    for name, kind in KINDS.items():
        told = f"default {kind.count}; 0: none"
        parser.add_argument(f"--{name}", type=int, default=kind.count, help=told)
    options = vars(parser.parse_args())
    end_on_sigterm()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MIEN_JOBS_DIR"] = f"{folder}/jobs"
        os.environ["MIEN_DATABASE_URL"] = f"sqlite:///{folder}/mien.db"
        subprocess.run([MIEN, "catalog", "load", STARTER], check=True, stdout=subprocess.DEVNULL)
        counts = {name: options[name] for name in KINDS if options[name]}
        found, log = _fuzz_all(counts, options["seed"])
    print(table(HEAD, [findings.row() for findings in [*found, total(found)]]))
    tracebacks = log.count(_TRACEBACK)
    print(f"\ntracebacks in the servers' logs: {tracebacks}")
    if tracebacks:
        print(log[log.index(_TRACEBACK) :][:4000])
    sys.exit(tracebacks > 0 or any(map(_failed, found)))


if __name__ == "__main__":
    main()
