"""`/predict/audio`: a sound in, the apparent expression of its voice out."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from mien.clips.voice import HearsVoices
from mien.errors import Overloaded
from mien.media.audio import SAMPLE_RATE, AudioLimits, Sound, decode_audio
from mien.perception.reply import SpeechReply, speech_reply
from mien.perception.speech import SpeechReading
from mien.settings import Settings
from mien.telemetry import spans
from services import metrics
from services.predict import answer
from services.request_body import SOUND, one_file

RETRY_SECONDS = 2

Input = TypeVar("Input")
Output = TypeVar("Output")


class AudioReply(SpeechReply):
    """A whole sound; `duration` is in seconds as decoded."""

    duration: float


class TimedReader:
    """A reader of voices that tells how long it takes."""

    def __init__(self, reader: HearsVoices) -> None:
        self._reader = reader

    def listen(self, sound: Sound) -> SpeechReading:
        with metrics.STEPS["speech"].time(), spans.span("speech"):
            return self._reader.listen(sound)


class SpeechQueue:
    """Sounds of many callers, one after another on a thread beside the pictures'."""

    def __init__(self, reader: HearsVoices, settings: Settings) -> None:
        self.reader = TimedReader(reader)
        self._limits = AudioLimits(settings.max_audio_seconds)
        self._places = settings.audio_queue
        self._taken = 0
        self._thread = ThreadPoolExecutor(1, "speech")

    def check_capacity(self) -> None:
        """Raise Overloaded where no place is free; call it before reading a body."""
        if self._taken >= self._places:
            raise Overloaded(f"{self._taken} sounds are already being heard", RETRY_SECONDS)

    async def predict(self, data: bytes) -> AudioReply:
        """The reading of an encoded sound. Raises Overloaded and what `decode_audio` raises."""
        return await self.run(self._predict, data)

    async def run(self, work: Callable[[Input], Output], given: Input) -> Output:
        """Do `work` on the thread. Raises Overloaded, and what `work` raises."""
        self.check_capacity()
        self._taken += 1
        try:
            loop, context = asyncio.get_running_loop(), copy_context()
            return await loop.run_in_executor(self._thread, context.run, work, given)
        finally:
            self._taken -= 1

    def _predict(self, data: bytes) -> AudioReply:
        sound = decode_audio(data, self._limits)
        reply = speech_reply(self.reader.listen(sound))
        return {**reply, "duration": round(len(sound) / SAMPLE_RATE, 3)}


async def predict_audio(request: Request) -> Response:
    """Hear one sound."""
    queue: SpeechQueue = request.app.state.speech
    limits: Settings = request.app.state.settings
    queue.check_capacity()
    data = await one_file(request, limits.max_body_bytes, SOUND)
    return await answer(request, queue.predict(data))
