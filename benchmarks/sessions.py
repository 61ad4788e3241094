"""`make bench-sessions`: 200 sessions at once, ten readings a second each, over the gateway.

    quiet: every session sends by the clock        -> latency, nothing lost or doubled
    disturbed: the same, while a worker is killed  -> nothing acknowledged is lost
               and later every database connection
    ceiling: the same batches by one plain database connection, without any server of ours

The gateway is `mien serve` as it ships, on an empty PostgreSQL database of its own.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable

import psutil

from benchmarks.load import LoadProcess
from benchmarks.measurements import percentiles_ms
from benchmarks.report import publish
from benchmarks.servers import Server, end_on_sigterm, gateway
from benchmarks.sessions_database import Database, database
from benchmarks.sessions_load import Sender, Sent, send_all
from benchmarks.sessions_report import PER_SECOND, Run, bars, report

SERVER = "postgresql://postgres@127.0.0.1:5432"
CEILING_SECONDS = 3.0
WARM_SECONDS = 4.0
"""Until every process has its connections to the database; not in the figures."""


def measure(
    name: str,
    server: Server,
    held: Database,
    senders: list[Sender],
    arguments: argparse.Namespace,
    disturb: Callable[[Server, Database, float], None] | None = None,
) -> Run:
    """Let every session send, disturb it, and compare what was acknowledged with what is there."""
    with LoadProcess() as load:
        before = server.cpu_seconds()
        load_for = (arguments.batch, PER_SECOND, arguments.seconds)
        sending = load.start(send_all, server.port, senders, *load_for)
        if disturb is not None:
            disturb(server, held, arguments.seconds)
        sent = sending.result()
        used = server.cpu_seconds() - before
    cpu_seconds = None if disturb else used
    return run_of(name, senders, sent, held.stored(senders), cpu_seconds)


def run_of(
    name: str,
    senders: list[Sender],
    sent: list[Sent],
    stored: dict[str, int],
    used: float | None,
) -> Run:
    """What the senders' batches came to.

    A number stored twice cannot be told from one stored once but by the total: a session has
    no more readings than it sent."""
    outcomes = [outcome for each in sent for outcome in each.outcomes if outcome.status == 200]
    pairs = [
        (each.acknowledged, stored[s.session_id]) for s, each in zip(senders, sent, strict=True)
    ]
    return Run(
        name,
        len(outcomes) / (max(o.sent + o.seconds for o in outcomes) - min(o.sent for o in outcomes)),
        *percentiles_ms([outcome.seconds for outcome in outcomes]),
        1000 * max(outcome.seconds for outcome in outcomes),
        None if used is None else 1000 * used / len(outcomes),
        sum(each.retries for each in sent),
        sum(acknowledged for acknowledged, _ in pairs),
        sum(there for _, there in pairs),
        sum(max(0, acknowledged - there) for acknowledged, there in pairs),
        sum(max(0, there - acknowledged) for acknowledged, there in pairs),
    )


def kill_and_disconnect(server: Server, held: Database, seconds: float) -> None:
    """A worker after a third of the time, every database connection after two thirds."""
    time.sleep(seconds / 3)
    victim: psutil.Process = server.workers()[0]
    victim.send_signal(signal.SIGKILL)
    print(f"killed worker {victim.pid}", file=sys.stderr)
    time.sleep(seconds / 3)
    print(f"ended {held.end_connections()} database connections", file=sys.stderr)


def continued(senders: list[Sender]) -> list[Sender]:
    """The same sessions, whose next numbers follow those of a whole run."""
    return [
        Sender(sender.session_id, sender.token, sender.first + 10_000_000) for sender in senders
    ]


def main() -> None:
    end_on_sigterm()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--batch", type=int, default=10, help="readings a request")
    parser.add_argument("--server", default=SERVER, help="PostgreSQL, without a database's name")
    arguments = parser.parse_args()
    with database(arguments.server) as held:
        senders = held.begin(arguments.sessions)
        os.environ["MIEN_DATABASE_URL"] = held.url
        with gateway() as server:
            with LoadProcess() as load:
                warm = (senders, arguments.batch, PER_SECOND, WARM_SECONDS)
                load.start(send_all, server.port, *warm).result()
            senders = continued(senders)
            quiet = measure("quiet", server, held, senders, arguments)
            again = continued(senders)
            disturbed = measure("disturbed", server, held, again, arguments, kill_and_disconnect)
        ceiling = held.plain_inserts(arguments.batch, CEILING_SECONDS)
    found = bars(quiet, disturbed, arguments.sessions)
    publish("sessions", *report([quiet, disturbed], ceiling, arguments, found))
    sys.exit(not all(bar.passed for bar in found))


if __name__ == "__main__":
    main()
