"""The fetcher against a real server of this machine, reached only where a test allows it."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError, URLError

import pytest

from recommender_api.public_fetch import MOST_BYTES, fetch_json, is_public

JSON = {"Content-Type": "application/json; charset=utf-8"}
ANSWERS = {
    "/json": (200, JSON, b'{"Poster": "x"}'),
    "/problem": (200, {"Content-Type": "application/ld+json"}, b"{}"),
    "/html": (200, {"Content-Type": "text/html"}, b"{}"),
    "/redirect": (302, {"Location": "/json"}, b""),
    "/missing": (404, JSON, b"{}"),
    "/largest": (200, JSON, b"1" * MOST_BYTES),
    "/large": (200, JSON, b"1" * (MOST_BYTES + 1)),
}


class Server(ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Source)
        self.hosts: list[str | None] = []
        self.over = threading.Event()


class Source(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self):
        self.server.hosts.append(self.headers["Host"])
        if self.path.startswith("/slow"):
            self.drip()
            return
        status, headers, body = ANSWERS[self.path.partition("?")[0]]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self):
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
        for _ in range(100):
            if self.server.over.wait(0.05):
                return
            try:
                self.wfile.write(b"x")
            except OSError:
                return

    def log_message(self, *args):
        pass


@pytest.fixture
def source():
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    thread.join()
    server.server_close()


def everywhere(address):
    return True


def get(source, path, **settings):
    return fetch_json(f"http://127.0.0.1:{source.server_port}{path}", everywhere, **settings)


@pytest.mark.parametrize("path", ["/json", "/problem", "/largest", "/json?i=tt1&apikey=k"])
def test_a_small_json_answer_is_the_body(source, path):
    assert get(source, path) == ANSWERS[path.partition("?")[0]][2]


@pytest.mark.parametrize(
    ("path", "said"),
    [("/html", "not JSON but 'text/html'"), ("/large", "larger"), ("/redirect", "leads elsewhere")],
)
def test_any_other_answer_is_refused_with_its_reason(source, path, said):
    with pytest.raises(URLError, match=said):
        get(source, path)
    assert len(source.hosts) == 1


def test_a_status_is_told_apart(source):
    with pytest.raises(HTTPError) as caught:
        get(source, "/missing")
    assert caught.value.code == 404


def test_a_server_that_drips_is_left_after_the_whole_time(source):
    begun = time.monotonic()
    with pytest.raises(URLError, match="longer than"):
        get(source, "/slow", whole_seconds=0.2)
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0"])
def test_this_machine_is_never_asked(source, host):
    with pytest.raises(URLError, match="private network"):
        fetch_json(f"http://{host}:{source.server_port}/json")
    assert source.hosts == []


def answers(monkeypatch, *rounds):
    """Names resolve to one round after the other, then to nothing; returns what was asked."""
    asked, left = [], list(rounds)

    def resolve(host, port, **_):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def test_a_name_is_resolved_once_and_that_address_is_asked(source, monkeypatch):
    asked = answers(monkeypatch, ["127.0.0.1"])
    url = f"http://posters.example:{source.server_port}/json"
    assert fetch_json(url, everywhere) == ANSWERS["/json"][2]
    assert asked == ["posters.example"]
    assert source.hosts == [f"posters.example:{source.server_port}"]


def test_a_name_with_one_private_address_among_public_ones_is_refused(source, monkeypatch):
    answers(monkeypatch, ["93.184.216.34", "127.0.0.1"])
    with pytest.raises(URLError, match="private network"):
        fetch_json(f"http://posters.example:{source.server_port}/json")
    assert source.hosts == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://posters.example/", "http://", "x"])
def test_only_web_addresses_are_fetched(url):
    with pytest.raises(ValueError, match="no web address"):
        fetch_json(url)


def test_no_message_holds_the_address(source):
    for path in ("/html?apikey=secret", "/missing?apikey=secret", "/redirect?apikey=secret"):
        with pytest.raises(URLError) as caught:
            get(source, path)
        assert "secret" not in str(caught.value)


@pytest.fixture
def secure(source, tmp_path, monkeypatch):
    openssl = shutil.which("openssl") or pytest.skip("there is no openssl to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    name = ["-subj", "/CN=posters.example", "-addext", "subjectAltName=DNS:posters.example"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([openssl, "req", "-x509", *kind, *name, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    source.socket = context.wrap_socket(source.socket, server_side=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return source


def test_a_certificate_is_checked_against_the_name(secure, monkeypatch):
    answers(monkeypatch, ["127.0.0.1"], ["127.0.0.1"])
    url = f"https://posters.example:{secure.server_port}/json"
    assert fetch_json(url, everywhere) == ANSWERS["/json"][2]
    with pytest.raises(URLError, match="CERTIFICATE_VERIFY_FAILED"):
        fetch_json(url.replace("posters", "others"), everywhere)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1",
        "::", "::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1",
        "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "::127.0.0.1",
    ],
)  # fmt: skip
def test_private_addresses_are_known(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "::ffff:93.184.216.34"]
)
def test_public_addresses_are_known(address):
    assert is_public(address)
