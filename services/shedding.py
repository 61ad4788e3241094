"""Requests that there is no room for, answered before the application hears of them.

    plain request, whole ──one expression──┐
    any other ──parser──> head ────────────┴─> POST to a route with a door
                                 closed: 429, made beforehand; the body is dropped <─┤
                                 open, or anything else: the application           <─┘

The application needs a tenth of a picture's time to refuse one: at ten times the capacity, refusing
would take all the time that there is. The connection stays, as another would cost more than the
answer did.
"""

import re
from asyncio.events import TimerHandle
from typing import ClassVar

from starlette.applications import Starlette
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mien.errors import Overloaded
from mien.settings import Settings
from mien.telemetry.trail import HEADER
from services.refusals import Doors, answer

BODY_SECONDS = 10.0
"""For what is left of a body that nobody wants."""

_MOST_PLAIN_HEAD = 2048
_FIELD = (
    rb"(?:(?!content-length|transfer-encoding|connection|expect|upgrade|origin|x-request-id)"
    rb"[-!#$%&'*+.^_`|~0-9a-z]+:[^\r\n\0]*\r\n|connection: keep-alive\r\n)*+"
)
_PLAIN = re.compile(
    rb"(?-i:POST (/[a-z/]+) HTTP/1\.1)\r\n%b(?:content-length: (\d{1,8})\r\n)%b\r\n"
    % (_FIELD, _FIELD),
    re.IGNORECASE,
)
"""A head about whose meaning nobody can disagree: one length, nothing that changes the framing, the
connection or the answer."""


def refuse_early(app: Starlette, settings: Settings) -> None:
    """In a worker: give the routes that read pictures and sounds their doors."""
    state = app.state
    SheddingProtocol.doors = Doors(
        {
            b"/predict": lambda: state.reader.check_capacity(),
            b"/predict/batch": lambda: state.reader.check_capacity(),
            b"/predict/audio": lambda: state.speech.check_capacity(),
        },
        settings.cors_origins,
    )


class SheddingProtocol(HttpToolsProtocol):
    """A connection; `doors` are those of the process."""

    doors: ClassVar[Doors] = Doors()

    _is_between = False
    _is_dropping = False
    _is_last = False
    _was_refused = False
    _patience: TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        if self._is_between and self._refuse_plain(data):
            return
        super().data_received(data)
        if self._is_dropping:
            self._await_rest()

    def on_message_begin(self) -> None:
        self._is_between = False
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        path = self.url.partition(b"?")[0]
        is_post = self.parser.get_method() == b"POST" and not self.parser.should_upgrade()
        full = self.doors.refusal(path) if is_post and self._is_next() else None
        if full is None:
            super().on_headers_complete()
        else:
            self._refuse(full)
            self.doors.count(path)

    def on_body(self, body: bytes) -> None:
        if not self._is_dropping:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._is_between = True
        self._forget_rest()
        if not self._is_dropping:
            super().on_message_complete()
            return
        self._is_dropping = False
        if self._is_last:
            self.transport.close()
        else:
            self._await_next()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_rest()
        super().connection_lost(exc)

    def timeout_keep_alive_handler(self) -> None:
        """Plain refusals leave the clock alone, which would cost as much as they do."""
        if self._was_refused:
            self._was_refused = False
            self._await_next()
        else:
            super().timeout_keep_alive_handler()

    def _is_next(self) -> bool:
        """Whether an answer given now is the next on this connection, and the client takes it."""
        waits = self.cycle is not None and not self.cycle.response_complete
        return not waits and not self.flow.write_paused

    def _refuse_plain(self, data: bytes) -> bool:
        """Refuse a whole request without parsing it; False where that is not to be done."""
        if not self._is_next() or self.timeout_keep_alive_task is None:
            return False
        head = _PLAIN.match(data, 0, _MOST_PLAIN_HEAD)
        if head is None or head.end() + int(head[2]) != len(data):
            return False
        full = self.doors.refusal(head[1])
        if full is None:
            return False
        self._was_refused = True
        self.transport.write(answer(full, self.scheme == "https", self._usual_lines()))
        self.doors.count(head[1])
        return True

    def _refuse(self, full: Overloaded) -> None:
        self._is_dropping = True
        self._is_last = self.expect_100_continue or not self.parser.should_keep_alive()
        fields = dict(self.headers)
        more = self._usual_lines() + self.doors.cross_origin(fields.get(b"origin", b""))
        if self._is_last:
            more += b"connection: close\r\n"
        given = fields.get(HEADER.lower().encode(), b"").decode("latin-1")
        self.transport.write(answer(full, self.scheme == "https", more, given))
        if self.expect_100_continue:  # its body will not come
            self.transport.close()

    def _usual_lines(self) -> bytes:
        return b"".join(
            [name + b": " + value + b"\r\n" for name, value in self.server_state.default_headers]
        )

    def _await_next(self) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def _await_rest(self) -> None:
        if self._patience is None:
            self._patience = self.loop.call_later(BODY_SECONDS, self.transport.close)

    def _forget_rest(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
