"""Text as people send it to text as the readers take it.

    HTML --tags dropped, entities decoded--> characters
         --curly quotes straightened, emoji put into words, what nobody sees dropped--> clean text

Plain printable ASCII comes out as it went in, without being walked through.
"""

import html
import re
from functools import cache

from mien.perception.words.emoji_words import EMOJI_WORDS, SILENT
from mien.perception.words.vader_lexicon import lexicon

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--[^<>]*-->")
_STRAIGHT = {
    "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "′": "'", "＇": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "…": "...", "–": " - ", "—": " - ", "\u00a0": " ",
}  # fmt: skip
_CONTROLS = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace()]


def clean(text: str) -> str:
    """`text` without markup and invisible characters, its emoji as English words; linear time."""
    if "&" in text or "<" in text:
        text = html.unescape(_TAG.sub(" ", text))
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_characters())


@cache
def _characters() -> dict[int, str]:
    """What each character becomes."""
    words = {character: f" {meant} " for character, meant in _emoji_words().items()}
    unseen = dict.fromkeys([*_CONTROLS, *map(ord, SILENT)], "")
    return str.maketrans(words | _STRAIGHT) | unseen


def _emoji_words() -> dict[str, str]:
    """By emoji of one character; the variation selector that may follow is among the unseen."""
    named = {emoji.removesuffix("\ufe0f"): name for emoji, name in lexicon().emoji.items()}
    return {emoji: name for emoji, name in named.items() if len(emoji) == 1} | EMOJI_WORDS
