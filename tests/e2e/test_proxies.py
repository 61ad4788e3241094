"""The gateway behind the proxies that `deploy/proxy` configures, with TLS."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.e2e.servers import BIN, ROOT, free_port, running

PROXIES = ROOT / "deploy" / "proxy"
NAME = "mien.example.com"
START_SECONDS = 10
PER_MINUTE = 40
CLIENT = "127.0.0.2"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A folder with cert.pem and key.pem, and both.pem of the two."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not here")
    folder = tmp_path_factory.mktemp("tls")
    own = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME},IP:127.0.0.1"]
    files = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run(["openssl", *new, *own, *files], check=True, capture_output=True)
    both = (folder / "cert.pem").read_text() + (folder / "key.pem").read_text()
    (folder / "both.pem").write_text(both)
    return folder


@pytest.fixture(scope="module")
def trusting():
    """A gateway that believes proxies on this machine."""
    with running(
        [str(BIN / "mien"), "serve"],
        MIEN_WORKERS="1",
        MIEN_TRUSTED_PROXIES="127.0.0.1",
        MIEN_ALLOWED_HOSTS=NAME,
        MIEN_CORS_ORIGINS="https://shop.example",
        MIEN_RATE_PER_MINUTE=str(PER_MINUTE),
    ) as server:
        yield server


@contextmanager
def proxy(command, port, **environment):
    """The process of a proxy that listens at `port`."""
    process = subprocess.Popen(command, env={**os.environ, **environment}, stderr=sys.stderr)
    deadline = time.monotonic() + START_SECONDS
    try:
        while True:
            assert process.poll() is None, "the proxy ended"
            try:
                httpx.get(f"https://127.0.0.1:{port}/", verify=False)
                break
            except httpx.TransportError:
                assert time.monotonic() < deadline, "the proxy does not answer"
                time.sleep(0.05)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(START_SECONDS)


@pytest.fixture(scope="module")
def nginx(trusting, certificate, tmp_path_factory):
    """The address of nginx with the shipped site."""
    if not shutil.which("nginx"):
        pytest.skip("nginx is not here")
    folder, plain, port = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    site = (PROXIES / "nginx.conf").read_text()
    for theirs, ours in (
        ("server 127.0.0.1:3000", f"server {trusting.url.removeprefix('http://')}"),
        ("/etc/ssl/mien", str(certificate)),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{port} "),
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
    ):
        assert theirs in site
        site = site.replace(theirs, ours)
    (folder / "site.conf").write_text(site)
    whole = folder / "nginx.conf"
    whole.write_text(MAIN.format(folder=folder))
    command = ["nginx", "-p", str(folder), "-c", str(whole), "-e", "stderr"]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    with proxy(command, port):
        yield f"https://127.0.0.1:{port}"


MAIN = """daemon off; pid {folder}/pid; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  include {folder}/site.conf;
}}
"""


@pytest.fixture(scope="module")
def haproxy(trusting, certificate):
    """The address of HAProxy, all of whose gateways are the one that runs."""
    if not shutil.which("haproxy"):
        pytest.skip("haproxy is not here")
    port, gateway = free_port(), trusting.url.removeprefix("http://")
    own = {f"MIEN_GATEWAY_{number}": gateway for number in (1, 2, 3)}
    own |= {"MIEN_LISTEN": f"127.0.0.1:{port}", "MIEN_CERTIFICATE": str(certificate / "both.pem")}
    command = ["haproxy", "-db", "-f", str(PROXIES / "haproxy.cfg")]
    checked = subprocess.run([*command, "-c"], env={**os.environ, **own}, capture_output=True)
    assert checked.returncode == 0, checked.stderr.decode()
    with proxy(command, port, **own):
        yield f"https://127.0.0.1:{port}"


@pytest.fixture(params=["nginx", "haproxy"])
def address(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def trust(certificate):
    return ssl.create_default_context(cafile=certificate / "cert.pem")


@pytest.fixture
def client(address, trust):
    """Asks from an address that is no proxy's."""
    transport = httpx.HTTPTransport(verify=trust, local_address=CLIENT)
    with httpx.Client(base_url=address, headers={"Host": NAME}, transport=transport) as client:
        yield client


@contextmanager
def stream(address, trust, page):
    """A live stream that a page opens through a proxy."""
    port, origin = int(address.rpartition(":")[2]), Origin(page)
    with (
        socket.create_connection(("127.0.0.1", port), 10, (CLIENT, 0)) as plain,
        connect(f"wss://{NAME}:{port}/stream", sock=plain, ssl=trust, origin=origin) as opened,
    ):
        yield opened


def test_an_answer_says_that_it_came_over_tls(client):
    answer = client.get("/limits")
    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_live_stream_opens_for_listed_pages_and_its_own_alone(address, trust):
    own = address.replace("127.0.0.1", NAME)
    for origin in ("https://shop.example", own):
        with stream(address, trust, origin) as opened:
            opened.send(b"no message")
            assert "error" in opened.recv(timeout=10)
    with pytest.raises(InvalidStatus) as refused, stream(address, trust, "https://evil.example"):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("path", ["/metrics", "/%6Detrics", "/metrics?a=b"])
def test_metrics_are_closed(client, path):
    assert client.get(path).status_code in (403, 404)


def test_what_a_client_claims_to_be_is_not_believed(client):
    claims = ({"X-Forwarded-For": f"192.0.2.{number}"} for number in range(2 * PER_MINUTE))
    statuses = [client.get("/limits", headers=claim).status_code for claim in claims]
    assert statuses[-1] == 429
