"""One live stream: its newest picture, its sound, its viewer, and what it is told.

    socket ─> newest picture, waiting alone ─> shared batches ─> Watcher ─> sample ─> socket
         └──> sound ─> windows ─> shared speech thread ─────────────┘

A picture that comes while another waits takes its place, so a stream never lags behind itself, and
`dropped` counts those that were never read. Each stream waits for its own client alone.
"""

import asyncio
import json
import logging
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from mien.clips.messages import Kind, Message, parse
from mien.clips.recording import Answer
from mien.clips.timeline import sample_reply
from mien.clips.voice import HeardVoice, VoiceListener
from mien.clips.watching import Watcher
from mien.errors import InvalidRequest, MienError, Overloaded
from mien.media.audio import Sound
from mien.settings import Settings
from mien.telemetry import spans
from services import metrics
from services.batched_reader import BatchedFaceReader
from services.predict_audio import SpeechQueue
from services.stream.recorder import Recorder
from services.stream.sound import SoundDecoder

logger = logging.getLogger(__name__)

SEND_SECONDS = 10.0
"""A client that takes nothing for so long is given up."""

SOUNDS_WAITING = 100

IDLE, SLOW, RESTART = 4408, 4409, 1012
"""Close codes: nothing came, nothing was taken, the server restarts."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    message: Message
    arrived: float


class StreamSession:
    """Runs one connection until either side ends it."""

    def __init__(
        self,
        socket: WebSocket,
        reader: BatchedFaceReader,
        speech: SpeechQueue,
        settings: Settings,
        recorder: Recorder,
    ) -> None:
        self._recorder = recorder
        self._socket, self._reader, self._speech = socket, reader, speech
        self._idle = settings.stream_idle_seconds
        self._watcher, self._listener = Watcher(), VoiceListener(speech.reader)
        self._decoder = SoundDecoder()
        self._picture: _Waiting | None = None
        self._sounds: deque[Message] = deque(maxlen=SOUNDS_WAITING)
        self._seen, self._heard = asyncio.Event(), asyncio.Event()
        self._last = -1.0
        self._dropped = 0

    async def run(self) -> None:
        """Serve the connection, which was accepted."""
        if self._recorder.name:
            await self._tell({"type": "recording", "name": self._recorder.name})
        tasks = [
            asyncio.ensure_future(work)
            for work in (
                self._receive(),
                self._answer_pictures(),
                self._hear_sounds(),
                self._until_restart(),
            )
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except (WebSocketDisconnect, RuntimeError):
            return  # the client is gone; Starlette raises RuntimeError where a send finds out
        except _GivenUp as reason:
            await self._close(reason)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _receive(self) -> None:
        while True:
            try:
                # Not wait_for: Python 3.11's may lose a cancellation that meets a message.
                async with asyncio.timeout(self._idle):
                    received = await self._socket.receive()
            except TimeoutError:
                raise _GivenUp(IDLE, f"nothing came for {self._idle:g} seconds") from None
            if received["type"] == "websocket.disconnect":
                raise WebSocketDisconnect
            try:
                message = parse(received.get("bytes") or b"")
                metrics.MESSAGES.labels("in", message.kind.name.lower()).inc()
                self._take(message)
            except MienError as error:
                await self._tell({"type": "error", "error": error.problem()})

    async def _until_restart(self) -> None:
        draining: asyncio.Event = self._socket.app.state.draining
        await draining.wait()
        raise _GivenUp(RESTART, "the server restarts: connect again")

    def _take(self, message: Message) -> None:
        if message.kind is Kind.VIEWER:
            self._watcher.choose(message.track)
            self._recorder.message(message)
            return
        if message.kind is not Kind.PICTURE:
            self._sounds.append(message)
            self._heard.set()
            return
        if message.seconds <= self._last:
            raise InvalidRequest(
                f"a picture at {message.seconds:g} after one at {self._last:g}: times must grow"
            )
        self._last = message.seconds
        if self._picture is not None:
            self._drop()
        self._picture = _Waiting(message, time.perf_counter())
        self._seen.set()

    async def _answer_pictures(self) -> None:
        while True:
            await self._seen.wait()
            self._seen.clear()
            waiting, self._picture = self._picture, None
            if waiting is None:
                continue
            try:
                sample = await self._read(waiting.message)
            except Overloaded:
                self._drop()
            except Exception as error:
                seconds, told = waiting.message.seconds, _told(error)
                await self._tell({"type": "error", "seconds": seconds, "error": told})
            else:
                await self._tell(self._reply(sample, waiting.arrived))

    def _drop(self) -> None:
        self._dropped += 1
        metrics.DROPPED.inc()

    async def _read(self, message: Message) -> Answer:
        picture, readings = await self._reader.read(message.payload)
        scaled = [reading.scaled(picture.scale) for reading in readings]
        with metrics.STEPS["fuse"].time(), spans.span("fuse"):
            seen = self._watcher.see(scaled, message.seconds)
        sample = sample_reply(seen)
        self._recorder.answered(message, sample)
        return sample

    async def _hear_sounds(self) -> None:
        while True:
            await self._heard.wait()
            self._heard.clear()
            while self._sounds:
                message = self._sounds.popleft()
                try:
                    samples = self._decoder.samples(message)
                    voices = await self._speech.run(self._listen, (samples, message.seconds))
                except Overloaded:
                    continue
                except Exception as error:
                    await self._tell({"type": "error", "error": _told(error)})
                else:
                    self._recorder.heard(samples, message.seconds)
                    for voice in voices:
                        self._watcher.hear(voice)

    def _listen(self, timed: tuple[Sound, float]) -> list[HeardVoice]:
        return self._listener.hear(*timed)

    def _reply(self, sample: Answer, arrived: float) -> dict[str, Any]:
        lag = time.perf_counter() - arrived
        return {"type": "sample", **sample, "lag": round(lag, 4), "dropped": self._dropped}

    async def _tell(self, reply: dict[str, Any]) -> None:
        text = json.dumps(reply, ensure_ascii=False)
        metrics.MESSAGES.labels("out", reply["type"]).inc()
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._socket.send_text(text)
        except TimeoutError:
            raise _GivenUp(SLOW, f"nothing was taken for {SEND_SECONDS:g} seconds") from None

    async def _close(self, reason: "_GivenUp") -> None:
        try:
            async with asyncio.timeout(1.0):
                await self._socket.close(reason.code, reason.why)
        except (TimeoutError, RuntimeError, WebSocketDisconnect):
            return


def _told(error: Exception) -> dict[str, object]:
    """The problem of an error; what should not have happened is logged, and told without trace."""
    if isinstance(error, MienError):
        return error.problem()
    logger.exception("a message of a stream could not be read", exc_info=error)
    return MienError("the message could not be read").problem()


class _GivenUp(Exception):
    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code, self.why = code, why
