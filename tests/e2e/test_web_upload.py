"""Huge and slow uploads to a real server, as browsers and careless scripts send them."""

import json
import shutil
import socket
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from services.lingering import LINGER_SECONDS
from tests.clips import clip
from tests.e2e.servers import BIN, running

MEBIBYTE = 1024 * 1024
BLOCK = bytes(MEBIBYTE)
SERVE = [str(BIN / "mien"), "serve"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Of the jobs and uploads."""
    return tmp_path_factory.mktemp("jobs")


@pytest.fixture(scope="module")
def server(folder):
    """A server that BentoML would let answer for a second only, were its clock kept."""
    clock = "services.mien.traffic.timeout=1"
    with running(SERVE, MIEN_JOBS_DIR=str(folder), BENTOML_CONFIG_OPTIONS=clock) as server:
        server.await_all_listening()
        yield server


@pytest.fixture
def jobs(folder):
    """What there is of jobs and uploads."""
    return lambda: [path for path in folder.glob("*/") if path.is_dir()]


@contextmanager
def sending(server, path, *headers):
    """A connection that has sent the head of a POST."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        head = (f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: video/mp4", *headers)
        connection.sendall("\r\n".join((*head, "", "")).encode())
        yield connection


def send_for_ever(connection, block):
    """As a browser does, which does not look for an answer while it can send; bytes sent."""
    sent = 0
    while True:
        try:
            connection.sendall(block)
        except OSError:
            return sent
        sent += len(block)


def received(connection):
    answer = b""
    try:
        while piece := connection.recv(65536):
            answer += piece
    except ConnectionResetError:
        pass
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def chunked(block):
    return b"%x\r\n%s\r\n" % (len(block), block)


@pytest.mark.parametrize("path", ["/predict", "/analyze", "/upload_video"])
def test_who_sends_far_too_much_is_stopped_and_reads_why(server, jobs, path):
    started = time.monotonic()
    with sending(server, path, f"Content-Length: {2**40}") as connection:
        send_for_ever(connection, BLOCK)
        status, problem = received(connection)
    assert (status, problem["code"]) == (413, "body-too-large")
    assert time.monotonic() - started < LINGER_SECONDS + 5
    assert jobs() == []


def test_who_does_not_say_how_much_is_stopped_at_the_limit(server):
    limit = httpx.get(f"{server.url}/limits").json()["max_body_bytes"]
    with sending(server, "/predict", "Transfer-Encoding: chunked") as connection:
        assert send_for_ever(connection, chunked(BLOCK)) > limit
        status, problem = received(connection)
    assert (status, problem["code"]) == (413, "body-too-large")


class Highest(threading.Thread):
    """The most memory that workers hold at once, in MiB each, while it runs."""

    def __init__(self, workers):
        super().__init__()
        self.workers, self.over, self.most = workers, threading.Event(), 0.0

    def run(self):
        while not self.over.wait(0.02):
            held = (worker.memory_info().rss for worker in self.workers)
            self.most = max(self.most, *(size / MEBIBYTE for size in held))


@contextmanager
def highest(server):
    watching = Highest(server.workers())
    watching.start()
    try:
        yield watching
    finally:
        watching.over.set()
        watching.join()


@pytest.mark.parametrize("form", [False, True], ids=["raw", "form"])
def test_a_gigabyte_goes_to_disk_in_flat_memory(server, folder, jobs, form):
    if shutil.disk_usage(folder).free < 3 * 1024 * MEBIBYTE:
        pytest.skip("there are no 3 GiB of room for it")

    def body():
        if form:
            yield b'--x\r\nContent-Disposition: form-data; name="video"; filename="a"\r\n\r\n'
        for _ in range(1024):
            yield BLOCK
        if form:
            yield b"\r\n--x--\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=x" if form else "video/mp4"}
    with highest(server) as usual:
        time.sleep(0.2)
    with highest(server) as watched:
        answer = httpx.post(f"{server.url}/analyze", content=body(), headers=headers, timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (422, "undecodable-video")
    assert watched.most < usual.most + 40
    assert jobs() == []


def test_who_leaves_midway_leaves_nothing(server, jobs):
    with sending(server, "/analyze", f"Content-Length: {1024 * MEBIBYTE}") as connection:
        for _ in range(20):
            connection.sendall(BLOCK)
        assert len(jobs()) == 1
    deadline = time.monotonic() + 10
    while jobs() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert jobs() == []


def test_a_slow_line_is_not_cut_off(server):
    data = clip(0.4, sound=False)
    with sending(server, "/analyze", f"Content-Length: {len(data)}") as connection:
        for half in (data[: len(data) // 2], data[len(data) // 2 :]):
            time.sleep(1.5)
            connection.sendall(half)
        status_line = connection.recv(65536).split(b"\r\n")[0]
    assert status_line == b"HTTP/1.1 202 Accepted"
