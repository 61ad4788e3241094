"""A small JSON answer from the open web, which cannot be turned against the own network.

    address --resolved once--> all of them public? --> connect to just those --> 200, JSON, small
                                     |                                              |
                                 URLError                               URLError, HTTPError

A name is resolved once and the connection goes to what it resolved to, so that a second answer of
its name server changes nothing. Redirects are not followed, proxies are not used.
"""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urlsplit

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 15.0
MOST_BYTES = 64 * 1024

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = tuple[socket.AddressFamily, tuple[object, ...]]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, and holds no other that is not.

    IPv6 can carry an IPv4 address (mapped, 6to4, Teredo, NAT64); then that one is asked about.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        carried = _carried(ip)
        if carried is None:
            return ip in _GLOBAL_UNICAST and ip.is_global
        ip = carried
    return ip.is_global and not ip.is_multicast


def _carried(ip: IPv6Address) -> IPv4Address | None:
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def fetch_json(
    url: str, allowed: Callable[[str], bool] = is_public, whole_seconds: float = WHOLE_SECONDS
) -> bytes:
    """The body behind an http or https address, at most MOST_BYTES, of a JSON type.

    Raises ValueError where `url` is no web address, HTTPError for every status but 200, and
    URLError for all else. No message holds the address, whose query may hold a key.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("this is no web address with http or https")
    try:
        with _connected(parts, allowed, whole_seconds) as connection:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", target, headers={"Accept": "application/json"})
            with connection.getresponse() as answer:
                return _body(url, answer)
    except URLError:
        raise
    except (OSError, HTTPException) as error:
        raise URLError(f"{type(error).__name__}: {error}") from error


@contextmanager
def _connected(
    parts: SplitResult, allowed: Callable[[str], bool], whole_seconds: float
) -> Iterator[HTTPConnection]:
    host, secure = parts.hostname or "", parts.scheme == "https"
    plain = _open(_resolved(host, parts.port or (443 if secure else 80), allowed))
    connection = (HTTPSConnection if secure else HTTPConnection)(host, parts.port)
    with plain, closing(connection), _deadline(plain, whole_seconds):
        tls = ssl.create_default_context() if secure else None
        connection.sock = tls.wrap_socket(plain, server_hostname=host) if tls else plain
        yield connection


@contextmanager
def _deadline(connection: socket.socket, seconds: float) -> Iterator[None]:
    """URLError after `seconds`: with a timeout of each read alone, a server that sends a byte now
    and then could hold the thread for days."""
    late = threading.Event()
    other_end = connection.dup()

    def end() -> None:
        late.set()
        with suppress(OSError):
            other_end.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(seconds, end)
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
        clock.join()
        other_end.close()
        if late.is_set():
            raise URLError(f"the answer took longer than {seconds:g} s")


def _resolved(host: str, port: int, allowed: Callable[[str], bool]) -> list[Address]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses: list[Address] = [(family, address) for family, _, _, _, address in found]
    if not all(allowed(str(address[0])) for _, address in addresses):
        raise URLError("its name leads into a private network, which is never asked")
    return addresses


def _open(addresses: list[Address]) -> socket.socket:
    refused: OSError = URLError("its name leads nowhere")
    for family, address in addresses:
        opened = socket.socket(family, socket.SOCK_STREAM)
        opened.settimeout(CONNECT_SECONDS)
        try:
            opened.connect(address)
        except OSError as error:
            opened.close()
            refused = error
        else:
            return opened
    raise refused


def _body(url: str, answer: HTTPResponse) -> bytes:
    if 300 <= answer.status < 400:
        raise URLError("it leads elsewhere, which is not followed: set the address it leads to")
    if answer.status != 200:
        raise HTTPError(url, answer.status, answer.reason, answer.headers, None)
    kind = answer.headers.get_content_type()
    if kind != "application/json" and not kind.endswith("+json"):
        raise URLError(f"its answer is not JSON but {kind[:80]!r}")
    body = answer.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise URLError(f"its answer is larger than {MOST_BYTES} bytes")
    return body
