"""One live stream: its newest picture, its sound, its viewer, and what it is told.

    socket ─> newest picture, waiting alone ─> shared batches ─> Watcher ─> sample ─> socket
         └──> sound ─> windows ─> shared speech thread ─────────────┘

A picture that comes while another waits takes its place, so a stream never lags behind itself, and
`dropped` counts those that were never read. Each stream waits for its own client alone.
"""

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from mien.clips.timeline import sample_reply
from mien.clips.voice import HeardVoice, VoiceListener
from mien.clips.watching import Sample, Watcher
from mien.errors import InvalidRequest, MienError, Overloaded
from mien.media.audio import Sound
from mien.settings import Settings
from services.batched_reader import BatchedFaceReader
from services.predict_audio import SpeechQueue
from services.stream.protocol import Kind, Message, parse
from services.stream.sound import SoundDecoder

SEND_SECONDS = 10.0
"""A client that takes nothing for so long is given up."""

SOUNDS_WAITING = 100

IDLE, SLOW = 4408, 4409
"""Close codes: nothing came, nothing was taken."""


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
    ) -> None:
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
        tasks = [
            asyncio.ensure_future(work)
            for work in (self._receive(), self._answer_pictures(), self._hear_sounds())
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
                received = await asyncio.wait_for(self._socket.receive(), self._idle)
            except TimeoutError:
                raise _GivenUp(IDLE, f"nothing came for {self._idle:g} seconds") from None
            if received["type"] == "websocket.disconnect":
                raise WebSocketDisconnect
            try:
                self._take(parse(received.get("bytes") or b""))
            except MienError as error:
                await self._tell({"type": "error", "error": error.problem()})

    def _take(self, message: Message) -> None:
        if message.kind is not Kind.PICTURE:
            self._sounds.append(message)
            self._heard.set()
            return
        if message.seconds <= self._last:
            raise InvalidRequest(
                f"a picture at {message.seconds:g} after one at {self._last:g}: times must grow"
            )
        self._last = message.seconds
        self._dropped += self._picture is not None
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
                self._dropped += 1
            except MienError as error:
                seconds = waiting.message.seconds
                await self._tell({"type": "error", "seconds": seconds, "error": error.problem()})
            else:
                await self._tell(self._reply(sample, waiting.arrived))

    async def _read(self, message: Message) -> Sample:
        picture, readings = await self._reader.read(message.payload)
        scaled = [reading.scaled(picture.scale) for reading in readings]
        return self._watcher.see(scaled, message.seconds)

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
                except MienError as error:
                    await self._tell({"type": "error", "error": error.problem()})
                else:
                    for voice in voices:
                        self._watcher.hear(voice)

    def _listen(self, timed: tuple[Sound, float]) -> list[HeardVoice]:
        return self._listener.hear(*timed)

    def _reply(self, sample: Sample, arrived: float) -> dict[str, Any]:
        lag = time.perf_counter() - arrived
        state = {"lag": round(lag, 4), "dropped": self._dropped}
        return {"type": "sample", **sample_reply(sample), **state}

    async def _tell(self, reply: dict[str, Any]) -> None:
        text = json.dumps(reply, ensure_ascii=False)
        try:
            await asyncio.wait_for(self._socket.send_text(text), SEND_SECONDS)
        except TimeoutError:
            raise _GivenUp(SLOW, f"nothing was taken for {SEND_SECONDS:g} seconds") from None

    async def _close(self, reason: "_GivenUp") -> None:
        try:
            await asyncio.wait_for(self._socket.close(reason.code, reason.why), 1.0)
        except (TimeoutError, RuntimeError, WebSocketDisconnect):
            return


class _GivenUp(Exception):
    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code, self.why = code, why
