"""How far the classifier finds pictures that it should not trust from the faces it learned from.

held-out faces ─as they are, or worse─> served classifier ─> distances ─> means, and how well told
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mien.perception.expression import ExpressionClassifier
from training import metrics
from training.datasets.fer2013 import SIDE, FerPlus
from training.evaluation.distortions import Pixels, brightened, rotated

READABLE = 3
"""A picture in which fewer of the ten raters saw an expression is hardly a face; the training
leaves it out."""

EMPTY_CLIP = Path("video") / "no_face.mp4"
CUT_OUTS, SEED = 800, 0
_random = np.random.default_rng(SEED)


def noisy(face: Pixels, deviation: float) -> Pixels:
    """With normal noise of this standard deviation in each pixel."""
    return np.clip(face + _random.normal(0, deviation, face.shape), 0, 255).astype(np.uint8)


def blurred(face: Pixels, deviation: float) -> Pixels:
    """Blurred by a normal curve of this standard deviation in pixels."""
    return np.asarray(cv2.GaussianBlur(face, (0, 0), deviation), np.uint8)


def covered(face: Pixels, rows: slice) -> Pixels:
    """With these rows grey."""
    return np.concatenate([face[: rows.start], np.full_like(face[rows], 90), face[rows.stop :]])


CHANGES: Mapping[str, tuple[str, Callable[[Pixels], Pixels]]] = {
    "half_light": ("half the brightness", lambda face: brightened(face, 0.5)),
    "dark": ("a sixth of it, noise of 4 grey levels", lambda f: noisy(brightened(f, 0.15), 4)),
    "blur_2px": ("blurred by 2 of 48 pixels", lambda face: blurred(face, 2)),
    "blur_4px": ("blurred by 4 of 48 pixels", lambda face: blurred(face, 4)),
    "noise": ("noise of 50 grey levels", lambda face: noisy(face, 50)),
    "mouth_covered": ("lower half covered", lambda face: covered(face, slice(26, SIDE))),
    "eyes_covered": ("eyes covered", lambda face: covered(face, slice(10, 24))),
    "turned_45": ("turned by 45°", lambda face: rotated(face, 45)),
}
TITLES = {
    "unchanged": "unchanged",
    "other_faces": "other persons, muxspace",
    **{name: title for name, (title, _) in CHANGES.items()},
    "unreadable": "FER2013's pictures in which hardly a rater saw an expression",
    "cut_outs": "squares cut out of a clip without faces",
    "plain_noise": "noise alone",
}


def familiarity_figures(
    classifier: ExpressionClassifier, sample: FerPlus, every: FerPlus, others: Pixels, data: Path
) -> dict[str, float]:
    """Mean distance, and the share of pairs in which the picture is further than an unchanged
    face, of each of TITLES.

    `sample` are held-out faces, `every` all of FER2013, `others` faces from elsewhere.
    """
    hardly = every.votes.sum(axis=1) < READABLE
    pictures: dict[str, Sequence[Pixels]] = {
        "unchanged": list(sample.images),
        "other_faces": list(others),
        **{n: [change(face) for face in sample.images] for n, (_, change) in CHANGES.items()},
        "unreadable": list(every.images[hardly]),
        "cut_outs": cut_outs(data / EMPTY_CLIP),
        "plain_noise": list(_random.integers(0, 256, (CUT_OUTS, SIDE, SIDE), np.uint8)),
    }
    found = {name: distances(classifier, images) for name, images in pictures.items()}
    told = {n: metrics.auc(found["unchanged"], each) for n, each in found.items()}
    return {
        **{f"distance_{name}": float(each.mean()) for name, each in found.items()},
        **{f"distance_auc_{name}": auc for name, auc in told.items() if name != "unchanged"},
    }


def distances(classifier: ExpressionClassifier, images: Sequence[Pixels]) -> NDArray[np.float64]:
    """What the classifier says of each grey face, 1 for a usual one; [n]."""
    readings = classifier.classify([classifier.pre(image) for image in images])
    return np.array([reading.distance for reading in readings], np.float64)


def cut_outs(clip: Path) -> list[Pixels]:
    """Random squares, grey, of random frames."""
    frames = _frames(clip)
    return [_square(frames[_random.integers(len(frames))]) for _ in range(CUT_OUTS)]


def _frames(clip: Path) -> list[Pixels]:
    video, frames = cv2.VideoCapture(str(clip)), []
    while (read := video.read())[0]:
        frames.append(np.asarray(cv2.cvtColor(read[1], cv2.COLOR_BGR2GRAY), np.uint8))
    if not frames:
        raise FileNotFoundError(f"no clip at {clip}")
    return frames


def _square(frame: Pixels) -> Pixels:
    side = int(_random.integers(SIDE, min(frame.shape) + 1))
    top, left = (int(_random.integers(extent - side + 1)) for extent in frame.shape)
    return frame[top : top + side, left : left + side]
