"""The measured part of the expression classifier's card, as a function of its figures alone."""

from collections.abc import Mapping

from mien.taxonomy import LABELS
from training.evaluation import markdown
from training.evaluation.bars import Bar, table
from training.evaluation.familiarity import TITLES

BARS = (
    Bar("FER2013 test, whole: accuracy", "fer2013_whole_accuracy", "at least", 0.70),
    Bar("FER2013 test, leak-free: accuracy", "fer2013_accuracy", "at least", 0.685),
    Bar("FER+ majority, whole: accuracy", "ferplus_whole_accuracy", "at least", 0.88),
    Bar("FER2013, leak-free: macro-F1", "fer2013_macro_f1", "at least", 0.66),
    Bar("FER2013, leak-free: least recall of a class", "fer2013_least_recall", "at least", 0.45),
    Bar("FER2013, leak-free: calibration error", "fer2013_ece", "at most", 0.03),
    Bar("one face on one CPU thread, milliseconds", "milliseconds_per_face", "at most", 1.0),
    Bar("turned by 20°, the worse side: points lost", "points_lost_rotation_20", "at most", 8.0),
    Bar("half the brightness: points lost", "points_lost_brightness_half", "at most", 8.0),
    Bar("JPEG quality 40: points lost", "points_lost_jpeg_40", "at most", 8.0),
    Bar("faces of 32 pixels: points lost", "points_lost_32px", "at most", 8.0),
)
SETS = {
    "fer2013": "FER2013's labels, leak-free",
    "ferplus": "FER+ majority, leak-free",
    "other_faces": "other faces",
}
SET_FIGURES = ("accuracy", "macro_f1", "uar", "ece")
PICTURES = {
    "confusion": "Confusion matrices",
    "reliability": "Reliability diagrams",
    "robustness": "Accuracy against rotation, brightness, JPEG quality and face size",
    "slices": "Accuracy by brightness, blur, size and roll of the face",
}


def report(metrics: Mapping[str, float]) -> str:
    """Markdown: bars, accuracy, recalls, robustness, slices, distances, and the pictures."""
    bars = f"### Against what was asked for\n{table(BARS, metrics)}\n"
    accuracy = _accuracy(metrics) + _recalls(metrics)
    return bars + accuracy + _robustness(metrics) + _slices() + _familiarity(metrics)


def picture_name(kind: str) -> str:
    """A picture's file in `models/figures/`."""
    return f"expression-classifier-{kind}.png"


def _picture(kind: str) -> str:
    return markdown.picture(picture_name(kind), PICTURES[kind])


def _accuracy(metrics: Mapping[str, float]) -> str:
    rows = [
        (title, *(f"{metrics[f'{name}_{figure}']:.3f}" for figure in SET_FIGURES))
        for name, title in SETS.items()
    ]
    sure, right = metrics["fer2013_certain_share"], metrics["fer2013_certain_accuracy"]
    return (
        "### Right, and how sure\n"
        + markdown.table(("set", "accuracy", "macro-F1", "UAR", "ECE, 15 bins"), rows)
        + "\nLeak-free: FER2013's test split without the pictures that resemble a training one. "
        "FER+ majority: faces on which more than five of ten raters agree. Other faces: "
        "muxspace's held-out persons, at most 400 a label, almost none of them disgust or fear; "
        "accuracy there follows that mixture.\n\n"
        f"{sure:.0%} of the leak-free faces are not called uncertain; {right:.0%} of those are "
        "right by FER2013's labels. The probabilities are fitted to FER2013's labels, which are "
        "often disputed, so they are too modest for faces that most raters agree about. In the "
        "diagrams the area of a point is the number of its faces.\n\n" + _picture("reliability")
    )


def _recalls(metrics: Mapping[str, float]) -> str:
    rows = [
        (title, *(f"{metrics[f'{name}_recall_{label}']:.0%}" for label in LABELS))
        for name, title in SETS.items()
    ]
    return (
        "### Recall of each expression\n"
        + markdown.table(("set", *LABELS), rows)
        + "\nRows of the matrices are labels, with their number of faces; columns are readings.\n\n"
        + _picture("confusion")
    )


def _robustness(metrics: Mapping[str, float]) -> str:
    small = ", ".join(f"{metrics[f'sample_accuracy_{side}px']:.1%}" for side in (24, 16, 12))
    return (
        "### Worse pictures\n"
        "The same 1,500 leak-free faces, changed one way at a time, before the served code reads "
        f"them. Unchanged, {metrics['sample_accuracy']:.1%} are right by FER2013's labels; at 24, "
        f"16 and 12 pixels {small}. Differences under about 2 points are chance. A turned face "
        "keeps its crop, whose corners repeat the edge; brightness is clipped at white; JPEG "
        "codes the 48-pixel crop itself, which is harder than coding the picture around it.\n\n"
        + _picture("robustness")
    )


def _slices() -> str:
    return (
        "### Faces as they come\n"
        "The leak-free faces by what their pictures are like, with 95% intervals. FER2013's "
        "pictures all have 48 pixels and no boxes: size is the longer side of YuNet's box, roll "
        "the slope of the line through the eyes that it finds. FER2013's faces are upright, so "
        "rolls beyond 15° are hardly measured here; the curve above is.\n\n" + _picture("slices")
    )


def _familiarity(metrics: Mapping[str, float]) -> str:
    rows = []
    for name, title in TITLES.items():
        told = metrics.get(f"distance_auc_{name}")
        share = "" if told is None else f"{told:.2f}"
        rows.append((title, f"{metrics[f'distance_{name}']:.2f}", share))
    return (
        "### Unfamiliar pictures\n"
        "The mean of `distance`, and how well it tells such a picture from an unchanged face: the "
        "share of pairs in which the picture is the further one, 0.5 where it tells nothing. The "
        "unchanged faces are the same 1,500.\n\n"
        + markdown.table(("pictures", "distance", "told from a face"), rows)
        + "\n"
    )
