"""The speech model as a BentoML service of its own, for teams that want one model."""

from pathlib import Path

import bentoml

from mien.errors import MienError
from mien.media.audio import AudioLimits, decode_audio
from mien.perception import speech
from mien.perception.reply import SpeechReply, speech_reply
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from mien.settings import settings
from services.per_picture import ErrorReply


@bentoml.service(name="mien-speech", workers=1, metrics={"enabled": False})
class SpeechModel:
    """Adaptively batched by BentoML: encoded sounds in, apparent expressions of voices out."""

    def __init__(self) -> None:
        chosen = settings()
        self._limits = AudioLimits(chosen.max_audio_seconds)
        self._reader = speech.SpeechReader(Manifest(chosen.models_dir), RuntimeOptions.of(chosen))

    @bentoml.api(batchable=True, max_batch_size=16)
    def listen(self, sounds: list[Path]) -> list[SpeechReply | ErrorReply]:
        """One reply a sound: what its voice apparently expresses, or why it could not be read."""
        return [self._reply(path) for path in sounds]

    def _reply(self, path: Path) -> SpeechReply | ErrorReply:
        try:
            return speech_reply(self._reader.listen(decode_audio(path, self._limits)))
        except MienError as error:
            return ErrorReply(error=error.problem())
