"""A listening socket for each worker.

BentoML's workers share one socket, and whichever wakes first accepts nearly every connection of a
burst; with keep-alive clients the others then idle for good. With SO_REUSEPORT the kernel spreads
connections over the workers, and a replaced worker gets some as soon as it is ready.

    launcher: sockets that nobody binds --> worker: models loaded --> its own socket in their place
"""

import functools
import ipaddress
import os
import socket
import sys

_ADDRESS = "MIEN_WORKER_ADDRESS"


def announce(host: str, port: int) -> None:
    """In the launcher: keep the supervisor from listening, and tell workers where to."""
    from circus.sockets import CircusSocket

    CircusSocket.__init__ = functools.partialmethod(CircusSocket.__init__, so_reuseport=True)
    os.environ[_ADDRESS] = f"{host} {port}"


def take_own_socket() -> None:
    """In a worker: listen beside the others instead of with them; no effect under `bentoml serve`.

    Raises OSError where the address is taken by another program.
    """
    if _ADDRESS not in os.environ or "--fd" not in sys.argv:
        return
    host, port = os.environ[_ADDRESS].split()
    with reusable_socket(host) as own:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        own.bind((host, int(port)))
        os.dup2(own.fileno(), int(sys.argv[sys.argv.index("--fd") + 1]))


def reusable_socket(host: str) -> socket.socket:
    """An unbound TCP socket for an IP address, which need not wait for old connections to end."""
    version = ipaddress.ip_address(host).version
    own = socket.socket(socket.AF_INET if version == 4 else socket.AF_INET6)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return own
