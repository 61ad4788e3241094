"""Measures the shipped face detector, through the code that serves it, beside YuNet.

    detection pictures -> recall, mean IoU, false alarms: whole set and held-out half
                       -> the same pictures made worse: curves; faces by trait: slices
    clips at 10 Hz     -> frames with no, one, several faces
    one 640x480 frame  -> milliseconds of CPU time

`python -m training.detector.evaluate [--write-manifest]`; needs no torch.
"""

import argparse
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
from training.detector.contenders import Contender, Served, YuNet
from training.detector.scoring import Figures, measure
from training.evaluation import plots, slices
from training.evaluation.clip_figures import clip_counts, clip_metrics
from training.evaluation.curves import Curve
from training.evaluation.detector_report import picture_name, report
from training.evaluation.detector_robustness import (
    detector_curves,
    detector_slices,
    robustness_figures,
)
from training.evaluation.slices import Slice
from training.evaluation.timing import milliseconds
from training.ship import MODELS_DIR, read_manifest, rounded, write_metrics

SIZES: Sequence[tuple[float, Literal["shorter", "longer"]]] = (
    (40, "shorter"),
    (40, "longer"),
    (80, "shorter"),
)
WRITES = "write the figures into manifest and card, and the card's pictures"
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


def evaluate(detector: Contender, root: Path) -> dict[str, float]:
    """Print everything about one detector; its metrics by name."""
    print(detector.name)
    pictures = read_pictures(root / "detection")
    metrics = half_metrics(detector, pictures)
    metrics |= clip_metrics(clip_counts(detector, root / "video"))
    frame = np.asarray(cv2.resize(pictures[0].read(), (640, 480)), np.uint8)
    metrics["milliseconds_640x480"] = milliseconds(lambda _: detector(frame))
    print(f"  {metrics['milliseconds_640x480']:.2f} ms of CPU time a 640x480 frame")
    return metrics


def yardstick_figures(root: Path) -> dict[str, float]:
    """YuNet's metrics by name, `yunet_…`. Raises FileNotFoundError without its weights."""
    weights = root / TEACHER_WEIGHTS
    if not weights.exists():
        raise FileNotFoundError(f"no YuNet at {weights}: the detector is measured beside it")
    return {f"yunet_{name}": value for name, value in evaluate(YuNet(weights), root).items()}


def draw(curves: Sequence[Curve], by_trait: Sequence[Slice], models_dir: Path, sha256: str) -> None:
    """Write the card's pictures."""
    pictures = {
        "robustness": plots.curves(curves, "recall, faces from 40 px on"),
        "slices": plots.sliced(by_trait, "recall, whole set"),
    }
    for kind, picture in pictures.items():
        plots.save(picture, models_dir / "figures" / picture_name(kind), sha256)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Evaluate the shipped face detector.")
    parser.add_argument("--write-manifest", action="store_true", help=WRITES)
    parser.add_argument("--models-dir", type=Path, default=MODELS_DIR)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    try:
        root, served = data_root(), Served(arguments.models_dir)
        metrics = evaluate(served, root) | yardstick_figures(root)
    except FileNotFoundError as error:
        parser.error(str(error))
    pictures = read_pictures(root / "detection")
    curves, by_trait = detector_curves(served, pictures), detector_slices(served, pictures)
    metrics |= robustness_figures(curves) | slices.figures(by_trait)
    for figure, value in metrics.items():
        print(f"{figure:40} {value:8.4f}")
    if arguments.write_manifest:
        sha256 = read_manifest(arguments.models_dir)[served.name]["sha256"]
        draw(curves, by_trait, arguments.models_dir, str(sha256))
        write_metrics(served.name, metrics, arguments.models_dir, report(rounded(metrics)))


if __name__ == "__main__":
    main()
