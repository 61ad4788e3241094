"""Emoji whose official names say too little about how they are meant, in words that VADER knows.

VADER reads an emoji by its name: "thumbs up" and "face vomiting" hold no word of its lexicon, and
"fire" stands there as a misfortune. These words take the names' place.
"""

EMOJI_WORDS: dict[str, str] = {
    # hands and signs
    "👍": "good",
    "👎": "bad",
    "👏": "applause",
    "🙌": "hooray",
    "👌": "good",
    "🤘": "cool",
    "💪": "strong",
    "🖕": "fuck",
    "🔥": "cool",
    "💯": "perfect",
    "⭐": "good",
    "🌟": "good",
    "✨": "nice",
    "🎂": "celebrate",
    "🥳": "celebrate",
    "💔": "heartbroken",
    "💩": "crap",
    # pleased
    "😂": "laughing",
    "🤣": "laughing",
    "😅": "relief",
    "🥹": "pleased",
    "🤩": "amazed",
    "😎": "cool",
    "😉": "nice",
    "🥰": "love",
    "😍": "love",
    # displeased
    "😡": "angry",
    "🤬": "furious",
    "😤": "angry",
    "😒": "annoyed",
    "🙄": "annoyed",
    "😑": "annoyed",
    "🤦": "embarrassed",
    "😔": "sad",
    "😟": "worried",
    "🙁": "sad",
    "☹": "sad",
    "😣": "upset",
    "😖": "upset",
    "😩": "upset",
    "😥": "sad",
    "🥲": "sad",
    "😬": "awkward",
    "🥱": "boring",
    "😴": "boring",
    "🤢": "disgusting",
    "🤮": "disgusting",
    "🥴": "dizzy",
    "😳": "embarrassed",
    "🫤": "unhappy",
    "🙃": "annoyed",
}

SILENT = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"  # soft hyphen, joiners, fillers
    "\u200b\u200c\u200d\u200e\u200f"  # zero width
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"  # direction, word joiner
    "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"
    "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f"
    "🏻🏼🏽🏾🏿♀♂"  # skin tones, and the genders that emoji are joined with
)
"""Characters that nobody sees, or that only vary the emoji before them."""
