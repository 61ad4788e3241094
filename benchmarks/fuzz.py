"""`make fuzz`: bad uploads and messages against a running gateway, valid ones between them.

It fails on any 5xx, any connection that ends before its answer, any answer that does not come, any
valid picture, sound or clip that is not answered as it should be, any traceback in the server's
log, any process that ends, and on processes that keep growing. Cases that failed are kept in
`results/fuzz/`.
"""

import argparse
import os
import sys
import tempfile

import uvloop

from benchmarks import fuzz_http, fuzz_stream
from benchmarks.fuzz_findings import HEAD, Findings, grown, memory
from benchmarks.report import table
from benchmarks.servers import Server, end_on_sigterm, gateway

COUNTS = {"pictures": 5000, "sounds": 2000, "clips": 1000, "messages": 6000}
WARM_UP = 0.2
"""The share of each kind after which growth is counted."""

MOST_GROWTH_MIB = {"pictures": 48, "sounds": 48, "clips": 96, "messages": 96}
"""What decoding the largest cases may leave in a process's allocator."""

_TRACEBACK = "Traceback (most recent call last)"


def fuzz(server: Server, kind: str, seed: int, count: int) -> Findings:
    """Send `count` bad cases of a kind."""
    findings = Findings(kind)
    first = round(count * WARM_UP)
    _send(server, kind, seed, first, findings)
    before = memory(server)
    _send(server, kind, seed + 1, count - first, findings)
    findings.growth = grown(before, memory(server))
    return findings


def _send(server: Server, kind: str, seed: int, count: int, findings: Findings) -> None:
    if kind == "messages":
        uvloop.run(fuzz_stream.send_all(server.port, seed, count, findings))
    else:
        uvloop.run(fuzz_http.send_all(server.port, kind, seed, count, findings))


def _failed(findings: Findings) -> bool:
    return findings.failed > 0 or findings.growth > MOST_GROWTH_MIB[findings.kind]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    for kind, count in COUNTS.items():
        parser.add_argument(f"--{kind}", type=int, default=count, help=f"default {count}; 0: none")
    options = vars(parser.parse_args())
    end_on_sigterm()
    with tempfile.TemporaryDirectory() as jobs:
        os.environ["MIEN_JOBS_DIR"] = jobs
        with gateway() as server:
            counts = {kind: options[kind] for kind in COUNTS if options[kind]}
            found = [fuzz(server, kind, options["seed"], counts[kind]) for kind in counts]
            log = server.log.read_text(errors="replace")
    print(table(HEAD, [findings.row() for findings in found]))
    tracebacks = log.count(_TRACEBACK)
    print(f"\ntracebacks in the server's log: {tracebacks}")
    if tracebacks:
        print(log[log.index(_TRACEBACK) :][:4000])
    sys.exit(tracebacks > 0 or any(map(_failed, found)))


if __name__ == "__main__":
    main()
