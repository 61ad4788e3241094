"""An application on a real server, in a thread of the test's process."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


@contextmanager
def serving(app: Any, sockets: list[socket.socket] | None = None, **options: Any) -> Iterator[Any]:
    """Run uvicorn until the block ends; its listening socket."""
    config = uvicorn.Config(app, port=0, log_level="critical", lifespan="off", **options)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": sockets})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0]
    server.should_exit = True
    thread.join()


def port_of(listening: Any) -> int:
    """The port of a listening socket."""
    return int(listening.getsockname()[1])
