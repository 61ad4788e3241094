"""Names that came with an upload: shown to people, never a path.

C:/fakepath/../clip.mp4 ──> last part ──> what can be seen, so long ──> clip.mp4
"""

import re
from collections.abc import Iterable

LONGEST = 200
MOST_LISTED, LONGEST_LISTED = 8, 40


def shown(name: str) -> str:
    """The last part of a file's name, without line breaks, controls and changes of direction."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:LONGEST]


def listed(names: Iterable[str]) -> str:
    """The first of some names, for an error that says what came."""
    return str([name[:LONGEST_LISTED] for name in sorted(names)[:MOST_LISTED]])
