"""What a detector finds in the evaluation clips, as figures."""

from collections.abc import Sequence
from pathlib import Path

from training.detector.clips import ClipCounts, count, sampled_frames
from training.detector.contenders import Contender

TALKING = ("talking_", "grid_")
NO_FACE = "no_face"


def clip_counts(detector: Contender, folder: Path) -> list[ClipCounts]:
    """Faces in the sampled frames of every clip."""
    return [
        count(path, [len(detector(frame)[0]) for frame in sampled_frames(path)])
        for path in sorted(folder.iterdir())
    ]


def clip_metrics(clips: Sequence[ClipCounts]) -> dict[str, float]:
    """Print the clips; return coverage of the talking heads and the share of false alarms."""
    for clip in clips:
        print(
            f"  {clip.name:28} frames {clip.frames:4}: "
            f"none {clip.none}, one {clip.one}, more {clip.more}"
        )
    talking = [clip for clip in clips if clip.name.startswith(TALKING)]
    empty = [clip for clip in clips if clip.name.startswith(NO_FACE)]
    return {
        "talking_clips_exactly_one": _share(sum(c.one for c in talking), talking),
        "no_face_clip_false_alarms": _share(sum(c.one + c.more for c in empty), empty),
    }


def _share(frames: int, clips: Sequence[ClipCounts]) -> float:
    return frames / max(1, sum(clip.frames for clip in clips))
