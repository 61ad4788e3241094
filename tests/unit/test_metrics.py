"""Gauges over several worker processes."""

import os
import subprocess
import sys

import pytest

HOLD = """
from services import metrics
metrics.QUEUE.inc(3)
metrics.FACES.inc()
metrics.announce_worker(2, [])
print("held", flush=True)
input()
"""
SHOW = """
from services import metrics
print(metrics.exposition({}).decode())
"""


@pytest.fixture
def workers(tmp_path):
    """Start processes that run a statement and share their metrics; they end with the test."""
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    started = []

    def start(statement):
        process = subprocess.Popen(
            [sys.executable, "-c", statement],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_what_a_killed_worker_held_no_longer_counts(workers):
    living, killed = workers(HOLD), workers(HOLD)
    assert living.stdout.readline() == killed.stdout.readline() == "held\n"
    page = workers(SHOW).communicate()[0]
    assert "mien_queue_pictures 6.0" in page
    assert "mien_workers 2.0" in page
    killed.kill()
    killed.wait(10)
    page = workers(SHOW).communicate()[0]
    assert "mien_queue_pictures 3.0" in page
    assert "mien_faces_total 2.0" in page
    assert "mien_workers 1.0" in page
    assert "mien_workers_wanted 2.0" in page
