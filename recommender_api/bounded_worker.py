"""gunicorn's worker with threads, for clients that do not finish what they began to send.

gunicorn reads a request in the thread that answers it, and waits for the rest of a head or a body
for ever: as many such clients as there are threads would stop a process. Here the wait has an end.
"""

import socket
import time
from contextlib import suppress

from gunicorn.workers.gthread import TConn, ThreadWorker

from mien.settings import settings


class BoundedWorker(ThreadWorker):  # type: ignore[misc]
    """Ends the reading of a request that has not come as a whole within `MIEN_HEAD_SECONDS`."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self._deadlines: dict[TConn, float] = {}

    def handle(self, conn: TConn) -> object:
        """In a thread: read a request and answer it."""
        self._deadlines[conn] = time.monotonic() + settings().head_seconds
        try:
            return super().handle(conn)
        finally:
            del self._deadlines[conn]

    def murder_pending(self) -> None:
        """In the main thread, about every second: an answer that is under way still goes out."""
        super().murder_pending()
        now = time.monotonic()
        for conn, deadline in list(self._deadlines.items()):
            if deadline < now:
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RD)
