"""What a connection may do before there is a request: uvicorn's protocol, with bounds.

    connection ──> head ──> request ──> answer ──> next head …
     │              └ slow 408, large 431, malformed 400     └ never read: given up
     └ one too many 503

uvicorn alone waits for ever for a head that does not come, and takes one of any size: a few hundred
sockets that send a byte a minute each (slowloris) would take every place there is. Bodies are
bounded where they are read, streams where they run.
"""

import asyncio
from asyncio.events import TimerHandle
from typing import ClassVar

from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from mien.errors import (
    HeadStalled,
    HeadTooLarge,
    MalformedRequest,
    MienError,
    TooManyConnections,
)
from mien.settings import Settings
from mien.telemetry import failures
from mien.telemetry.trail import HEADER, request_id
from recommender_api.safe_headers import ALWAYS
from services import metrics
from services.lingering import LINGER_SECONDS
from services.refusals import rest_of
from services.shedding import SheddingProtocol

MOST_HEADERS = 128
RETRY_SECONDS = 5
UNREAD_SECONDS = 60.0
"""A client that takes nothing of its answer for so long is given up."""


class BoundedProtocol(SheddingProtocol):
    """A connection; `limits` are the process's settings."""

    limits: ClassVar[Settings]

    _timer: TimerHandle | None = None
    _unread: TimerHandle | None = None
    _in_head = False
    _head_bytes = 0
    _fault: MienError | None = None
    _is_refused = False
    _at_work: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.timeout_keep_alive = self.limits.keep_alive_seconds  # type: ignore[assignment]
        most = self.limits.max_connections
        if len(self.connections) <= most:
            self._await_head()
        elif len(self.connections) <= 2 * most:
            self.refuse(TooManyConnections(f"{most} connections are open already", RETRY_SECONDS))
        else:
            transport.abort()

    def on_response_complete(self) -> None:
        """What an early answer left of a body may come for a while, but not drop by drop."""
        super().on_response_complete()
        if self.cycle is not None and self.cycle.response_complete and self.cycle.more_body:
            self._await_rest()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(UNREAD_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._begin_to_read()

    def _begin_to_read(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def connection_lost(self, exc: Exception | None) -> None:
        self._begin_to_read()
        self._stop_waiting()
        self._leave_request()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._at_work = cycle
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        super().data_received(data)
        if self._in_head and not self._is_refused:
            self._take_part_of_head(len(data))

    def _take_part_of_head(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > self.limits.max_head_bytes:
            self.refuse(self._too_large())
        elif self._timer is None:
            self._await_head()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._stop_waiting()
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if len(self.headers) > MOST_HEADERS or size > self.limits.max_head_bytes:
            self._fault = self._too_large()
            raise self._fault  # the parser stops and asks for send_400_response
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        self.refuse(self._fault or MalformedRequest("what came is not an HTTP/1.1 request"))

    def refuse(self, error: MienError) -> None:
        """Answer an error where no application can, and end the connection."""
        self._is_refused = True
        self._stop_waiting()
        metrics.REFUSED.labels(error.code).inc()
        failures.refused("", "", error, 1)
        if self.transport.is_closing():
            return
        if not self._leave_request():
            self.transport.write(_answer(error))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self.transport.close)

    def _leave_request(self) -> bool:
        """Tell the application, where it is at work, that nobody listens any more; whether its
        answer had begun. uvicorn would tell only the last request of a pipeline."""
        cycle = self._at_work
        if cycle is None or cycle.response_complete:
            return False
        self.pipeline.clear()
        self.flow.resume_reading()
        cycle.disconnected = True
        cycle.message_event.set()
        return cycle.response_started

    def _await_head(self) -> None:
        self._timer = self.loop.call_later(self.limits.head_seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        """Browsers open connections in advance: to one that never spoke there is nothing to say."""
        self._timer = None
        if self.cycle is not None and not self.cycle.response_complete:
            self._await_head()
        elif self._in_head:
            seconds = self.limits.head_seconds
            self.refuse(HeadStalled(f"the request's head took longer than {seconds:g} seconds"))
        else:
            self.transport.close()

    def _too_large(self) -> HeadTooLarge:
        most = self.limits.max_head_bytes
        return HeadTooLarge(f"a head has at most {most} bytes and {MOST_HEADERS} fields")


def _answer(error: MienError) -> bytes:
    headers = {"connection": "close", HEADER: request_id(None), **ALWAYS}
    return STATUS_LINE[error.status] + rest_of(error, headers)
