"""Emoji on the circumplex: which one stands nearest to a point of valence and arousal.

The coordinates are the means of four raters on a seven-point scale mapped to -1..1 (eMosh's
annotations). Artefacts are left out, and so are emoji that say more than how a face looks: a kiss,
food, a gesture, a joke. Nobody rated the neutral face; it stands at the origin.
"""

EMOJI_POSITIONS: dict[str, tuple[float, float]] = {
    "😂": (0.92, 0.83),
    "🥰": (0.92, 0.5),
    "😍": (0.83, 0.67),
    "😄": (0.75, 0.58),
    "☺️": (0.75, 0.17),
    "😆": (0.67, 0.67),
    "😁": (0.67, 0.58),
    "😊": (0.67, 0.17),
    "😌": (0.58, -0.83),
    "😀": (0.5, 0.0),
    "🙂": (0.33, -0.17),
    "🥹": (0.17, 0.17),
    "😅": (0.08, 0.08),
    "😴": (0.08, -1.0),
    "😲": (0.0, 0.67),
    "😐": (0.0, 0.0),
    "🤔": (0.0, -0.25),
    "🥱": (0.0, -0.83),
    "😪": (0.0, -0.92),
    "😯": (-0.08, 0.5),
    "🤨": (-0.17, 0.0),
    "😡": (-0.25, 0.42),
    "😮": (-0.29, 0.0),
    "😒": (-0.33, 0.08),
    "😕": (-0.33, -0.25),
    "🙄": (-0.33, -0.42),
    "😫": (-0.42, 0.33),
    "😑": (-0.42, -0.17),
    "🥲": (-0.42, -0.25),
    "😔": (-0.42, -0.58),
    "😤": (-0.5, 0.67),
    "😬": (-0.5, 0.33),
    "😧": (-0.5, 0.17),
    "😣": (-0.5, 0.08),
    "🫤": (-0.5, 0.0),
    "😟": (-0.5, -0.25),
    "😨": (-0.58, 0.67),
    "😖": (-0.58, 0.17),
    "😢": (-0.58, -0.08),
    "😵": (-0.58, -0.21),
    "😓": (-0.58, -0.33),
    "😞": (-0.58, -0.42),
    "🤢": (-0.67, -0.5),
    "😱": (-0.75, 0.92),
    "😭": (-0.83, 0.83),
    "😠": (-0.83, 0.58),
    "😰": (-0.83, 0.5),
    "🤬": (-1.0, 0.92),
    "🤮": (-1.0, 0.75),
}


def nearest_emoji(valence: float, arousal: float) -> str:
    """The emoji with the smallest Euclidean distance to a point, both axes in -1..1."""
    return min(
        EMOJI_POSITIONS,
        key=lambda emoji: (
            (EMOJI_POSITIONS[emoji][0] - valence) ** 2 + (EMOJI_POSITIONS[emoji][1] - arousal) ** 2
        ),
    )
