"""A clip's summary as `mien analyze` prints it, whichever engine read the clip."""

from collections.abc import Mapping
from typing import Any

from mien.commands.file_lines import Answer


def line(summary: Mapping[str, Any]) -> Answer:
    """The summary in the words of the command line's contract."""
    wanted = ("duration", "shares", "dominant_emotion", "valence", "arousal", "emoji", "score")
    answer = {name: summary[name] for name in (*wanted, "no_face_share", "uncertain")}
    return answer | ({"cut_short": summary["cut_short"]} if summary["cut_short"] else {})


def as_text(path: str, seen: Answer) -> str:
    """The same for people."""
    faceless = f", no face in {seen['no_face_share']:.0%}" if seen["no_face_share"] else ""
    doubt = " (uncertain)" if seen["uncertain"] else ""
    return (
        f"{path}: {seen['emoji']} {seen['dominant_emotion']}{doubt}, score {seen['score']:+.0f}, "
        f"{seen['duration']:.1f} s{faceless}"
    )
