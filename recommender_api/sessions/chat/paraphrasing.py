"""Says a sentence in other words: not at all, or by a local model that an operator chose.

MIEN_PARAPHRASER empty --> AsWritten        a folder --> LocalModel, by Hugging Face's library
"""

import logging
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from mien.errors import InvalidSetting

logger = logging.getLogger(__name__)

LONGEST = 400
"""A paraphrase of more characters is no paraphrase of a sentence."""

_MOST_TOKENS = 64


class Paraphraser(Protocol):
    """What can say a sentence in other words, always in the same ones."""

    def paraphrase(self, sentence: str) -> str:
        """Another sentence of the same meaning, or the same sentence; raises nothing."""
        ...


class AsWritten:
    """Every sentence as the phrasings have it."""

    def paraphrase(self, sentence: str) -> str:
        """The same sentence."""
        return sentence


class LocalModel:
    """A text-to-text model; what it cannot say in other words stays as it is."""

    def __init__(self, generate: Callable[[str], str]) -> None:
        """`generate` gives the model's own text for a sentence, and may fail."""
        self._generated = lru_cache(maxsize=4096)(generate)

    @classmethod
    def load(cls, folder: Path) -> "LocalModel":
        """Load a text-to-text model and its tokenizer, from the folder alone.

        Raises InvalidSetting where the libraries or the model are missing.
        """
        try:
            transformers = import_module("transformers")
        except ImportError as error:
            raise InvalidSetting(
                "MIEN_PARAPHRASER needs transformers and torch: pip install 'mien[paraphraser]'"
            ) from error
        try:
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            model = transformers.AutoModelForSeq2SeqLM.from_pretrained(
                folder, local_files_only=True
            )
        except (OSError, ValueError) as error:
            raise InvalidSetting(f"MIEN_PARAPHRASER: {folder}: {error}") from error
        return cls(lambda sentence: _generate(tokenizer, model, sentence))

    def paraphrase(self, sentence: str) -> str:
        """What the model makes of it."""
        try:
            text = " ".join(self._generated(sentence).split())
        except Exception:
            logger.exception("the paraphraser failed")
            return sentence
        return text if 0 < len(text) <= LONGEST else sentence


def paraphraser(folder: Path | None) -> Paraphraser:
    """The one that the settings ask for. Raises InvalidSetting."""
    return AsWritten() if folder is None else LocalModel.load(folder)


def _generate(tokenizer: Any, model: Any, sentence: str) -> str:
    """Beam search, so that a sentence always becomes the same one."""
    tokens = tokenizer(f"paraphrase: {sentence}", return_tensors="pt")
    output = model.generate(**tokens, max_new_tokens=_MOST_TOKENS, num_beams=4, do_sample=False)
    text: str = tokenizer.decode(output[0], skip_special_tokens=True)
    return text
