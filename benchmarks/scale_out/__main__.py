"""`make scale-out`: three gateways on machines of their own, one of which goes while all works.

clients ─> HAProxy ─┬─> gateway, namespace 1 ─┬─> PostgreSQL
                    ├─> gateway, namespace 2 ─┤
                    └─> gateway, namespace 3 ─┴─> the folder of clips

quiet, killed, vanished -> nothing acknowledged is lost, every session has its report,
                           every accepted clip is read
one against three       -> pictures a second
"""

import argparse
import sys

from benchmarks.report import publish
from benchmarks.scale_out.bench import bench, lacking
from benchmarks.scale_out.disturbed import killed, undisturbed, vanished
from benchmarks.scale_out.report import bars, report
from benchmarks.scale_out.reports import reported
from benchmarks.scale_out.throughput import measured
from benchmarks.servers import end_on_sigterm
from benchmarks.sessions import continued

COUNT = 3


def main() -> None:
    end_on_sigterm()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gateways", type=int, default=COUNT, choices=(2, 3))
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=25.0, help="of each of the three runs")
    parser.add_argument("--batch", type=int, default=10, help="readings a request")
    arguments = parser.parse_args()
    if reason := lacking():
        sys.exit(f"cannot run here: {reason}")
    with bench(arguments) as made:
        senders = made.held.begin(arguments.sessions)
        phases = []
        for phase in (undisturbed, killed, vanished):
            phases.append(phase(made, senders))
            senders = continued(senders)
        reports = reported(made.port, senders)
        for gateway in made.gateways:
            gateway.await_ready()
        points = measured(made.gateways, made.key)
    found = bars(phases, arguments.sessions, reports)
    publish("scale-out", *report(phases, points, arguments, found))
    sys.exit(not all(bar.passed for bar in found))


if __name__ == "__main__":
    main()
