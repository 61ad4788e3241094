"""`make bench-kill`: kill -9 under load, of the worker that holds most of the connections.

Only the requests under way on that worker's connections may be lost, and two workers must serve
again, without errors, within five seconds.
"""

import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress

import psutil

from benchmarks.load import HOST, LoadProcess, Outcome, closed_loop, post
from benchmarks.pictures import jpegs
from benchmarks.servers import Server, end_on_sigterm, gateway

CONNECTIONS = 32
SECONDS_BEFORE = 4.0
SECONDS = 16.0
BAR_SECONDS = 5.0


def kill_and_watch(server: Server, load: LoadProcess) -> bool:
    """Whether everything stayed within its bar; prints what happened."""
    requests = [post("/predict", jpeg) for jpeg in jpegs()]
    loading = load.start(closed_loop, server.port, requests, CONNECTIONS, SECONDS)
    time.sleep(SECONDS_BEFORE)
    held, victim = max(
        ((len(_client_ports(worker, server.port)), worker) for worker in server.workers()),
        key=lambda pair: pair[0],
    )
    survivors = [worker for worker in server.workers() if worker != victim]
    killed = time.perf_counter()
    victim.send_signal(signal.SIGKILL)
    serving_again = _seconds_until(lambda: _newcomer_serves(server, survivors), killed)
    return _report(loading.result(), killed, held, serving_again)


def _report(outcomes: list[Outcome], killed: float, held: int, serving_again: float) -> bool:
    failed = [outcome for outcome in outcomes if outcome.status != 200]
    last = max((o.sent + o.seconds - killed for o in failed), default=0.0)
    print(f"requests answered: {len(outcomes) - len(failed)}")
    print(f"requests lost or failed: {len(failed)}; connections of the killed worker: {held}")
    print(f"last failure, seconds after the kill: {last:.2f}")
    print(f"both workers serve again, seconds after the kill: {serving_again:.2f}")
    return len(failed) <= held and max(last, serving_again) <= BAR_SECONDS


def _newcomer_serves(server: Server, survivors: list[psutil.Process]) -> bool:
    """Whether a worker that was not there before answers a picture on a fresh connection."""
    newcomers = [worker for worker in server.workers() if worker not in survivors]
    with socket.create_connection((HOST, server.port), timeout=5) as connection:
        connection.sendall(post("/predict", jpegs()[0]))
        answer = connection.recv(65536)
        port = connection.getsockname()[1]
        return answer.startswith(b"HTTP/1.1 200") and any(
            port in _client_ports(worker, server.port) for worker in newcomers
        )


def _client_ports(worker: psutil.Process, port: int) -> set[int]:
    with suppress(psutil.NoSuchProcess):
        return {
            connection.raddr.port
            for connection in worker.net_connections("tcp")
            if connection.raddr and connection.laddr.port == port
        }
    return set()


def _seconds_until(condition: Callable[[], bool], since: float) -> float:
    """Seconds from `since` until the condition holds; infinity where it takes too long."""
    while time.perf_counter() - since < SECONDS:
        with suppress(OSError):
            if condition():
                return time.perf_counter() - since
        time.sleep(0.02)
    return float("inf")


def main() -> None:
    end_on_sigterm()
    with gateway() as server, LoadProcess() as load:
        ok = kill_and_watch(server, load)
    print("ok" if ok else "short")
    sys.exit(not ok)


if __name__ == "__main__":
    main()
