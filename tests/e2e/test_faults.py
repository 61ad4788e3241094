import signal
import threading
import time

import httpx
import pytest

from tests.e2e.servers import BIN, running
from tests.pictures import ASTRONAUT

PICTURE = ASTRONAUT.read_bytes()
BACK_WITHIN_SECONDS = 10  # on a machine that does other work too; `make chaos` measures it


@pytest.fixture
def server():
    with running([str(BIN / "mien"), "serve"]) as server:
        server.await_all_listening()
        yield server


def predict(server):
    return httpx.post(f"{server.url}/predict", content=PICTURE, timeout=20).status_code


def test_killed_workers_are_replaced(server):
    for worker in server.workers():
        worker.kill()
    killed = time.monotonic()
    while time.monotonic() < killed + BACK_WITHIN_SECONDS:
        try:
            if predict(server) == 200:
                break
        except httpx.TransportError:
            time.sleep(0.05)
    else:
        pytest.fail(f"no answer within {BACK_WITHIN_SECONDS} s")


def test_one_killed_worker_leaves_the_other_serving(server):
    server.workers()[0].kill()
    statuses = []
    for _ in range(20):
        try:
            statuses.append(predict(server))
        except httpx.TransportError:
            statuses.append(0)
    assert statuses.count(200) >= 19


def test_shutdown_answers_what_was_taken(server):
    statuses = []
    lock = threading.Lock()

    def call():
        status = predict(server)
        with lock:
            statuses.append(status)

    callers = [threading.Thread(target=call) for _ in range(16)]
    for caller in callers:
        caller.start()
    wait_until_busy(server)
    server.process.send_signal(signal.SIGTERM)
    for caller in callers:
        caller.join(30)
    assert statuses == [200] * 16
    assert server.process.wait(30) == 0


def wait_until_busy(server):
    """All sixteen requests have been accepted: each holds a connection to a worker."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        connections = [c for w in server.workers() for c in w.net_connections("tcp")]
        if sum(c.status == "ESTABLISHED" for c in connections) >= 16:
            return
        time.sleep(0.005)
