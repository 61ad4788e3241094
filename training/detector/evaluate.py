"""Measures the shipped face detector, through the code that serves it, beside YuNet.

    detection pictures -> recall, mean IoU, false alarms: whole set and held-out half
    clips at 10 Hz     -> frames with no, one, several faces
    one 640x480 frame  -> milliseconds on one CPU thread

`python -m training.detector.evaluate [--write-manifest]`; needs no torch.
"""

import argparse
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from training.data_root import data_root
from training.datasets.scene import Boxes
from training.datasets.teacher import TEACHER_WEIGHTS
from training.datasets.wider import AnnotatedPicture, read_pictures
from training.detector.clips import ClipCounts, count, sampled_frames
from training.detector.contenders import Contender, Served, YuNet
from training.detector.scoring import Figures, measure
from training.ship import MODELS_DIR, write_metrics

SIZES: Sequence[tuple[float, Literal["shorter", "longer"]]] = (
    (40, "shorter"),
    (40, "longer"),
    (80, "shorter"),
)
TALKING = ("talking_", "grid_")
NO_FACE = "no_face"
Found = list[tuple[Boxes, NDArray[np.float32], Boxes]]


def look(detector: Contender, pictures: Iterable[AnnotatedPicture]) -> Found:
    """Detections and annotations of each picture."""
    return [(*detector(picture.read()), picture.boxes) for picture in pictures]


def half_metrics(detector: Contender, pictures: Sequence[AnnotatedPicture]) -> dict[str, float]:
    """Print the picture figures of the whole set and the held-out half; return them by name."""
    metrics: dict[str, float] = {}
    found = look(detector, pictures)
    held = [row for row, picture in zip(found, pictures, strict=True) if picture.held_out]
    for part, rows in (("whole", found), ("held_out", held)):
        for smallest, which in SIZES:
            figures = measure(rows, smallest, which)
            print(_line(part, smallest, which, figures))
            if which == "shorter":
                metrics[f"{part}_recall_{smallest:.0f}px"] = figures.recall
                metrics[f"{part}_mean_iou_{smallest:.0f}px"] = figures.mean_iou
                metrics[f"{part}_false_alarms_{smallest:.0f}px"] = figures.false_alarms
        metrics[f"{part}_false_alarms_any_size"] = measure(rows, 0).false_alarms
        print(f"  {part:9} false alarms of any size {metrics[f'{part}_false_alarms_any_size']}")
    return metrics


def _line(part: str, smallest: float, which: str, figures: Figures) -> str:
    return (
        f"  {part:9} {which} side >= {smallest:.0f} px: recall {figures.recall:.3f} "
        f"({figures.found}/{figures.faces}), mean IoU {figures.mean_iou:.3f}, "
        f"false alarms {figures.false_alarms}"
    )


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


def milliseconds(detector: Contender, frame: NDArray[np.uint8], rounds: int = 50) -> float:
    """Median wall time of one frame, after a warm-up."""
    seconds = []
    for _ in range(rounds + 5):
        began = time.perf_counter()
        detector(frame)
        seconds.append(time.perf_counter() - began)
    return float(np.median(seconds[5:]) * 1000)


def evaluate(detector: Contender, root: Path) -> dict[str, float]:
    """Print everything about one detector; its metrics by name."""
    print(detector.name)
    pictures = read_pictures(root / "detection")
    metrics = half_metrics(detector, pictures)
    metrics |= clip_metrics(clip_counts(detector, root / "video"))
    frame = np.asarray(cv2.resize(pictures[0].read(), (640, 480)), np.uint8)
    metrics["milliseconds_640x480"] = milliseconds(detector, frame)
    print(f"  {metrics['milliseconds_640x480']:.2f} ms a 640x480 frame on one thread")
    return {name: round(float(value), 4) for name, value in metrics.items()}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write-manifest", action="store_true", help="store the metrics")
    parser.add_argument("--models-dir", type=Path, default=MODELS_DIR)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    root, served = data_root(), Served(arguments.models_dir)
    metrics = evaluate(served, root)
    if (root / TEACHER_WEIGHTS).exists():
        evaluate(YuNet(root / TEACHER_WEIGHTS), root)
    if arguments.write_manifest:
        write_metrics(served.name, metrics, arguments.models_dir)


if __name__ == "__main__":
    main()
