"""The measured part of the face detector's card, as a function of its figures alone."""

from collections.abc import Mapping

from training.evaluation import markdown
from training.evaluation.bars import Bar, table

PARTS = {"whole": "whole", "held_out": "held out"}
SIZES = (40, 80)
PICTURES = {
    "robustness": "Recall against rotation, brightness, JPEG quality and frame size",
    "slices": "Recall by size, brightness and blur of the face",
}
BARS = (
    *(
        Bar(
            f"recall from {size} px on, beside YuNet's",
            f"whole_recall_{size}px",
            "at least",
            f"yunet_whole_recall_{size}px",
        )
        for size in SIZES
    ),
    *(
        Bar(
            f"false alarms from {size} px on, beside YuNet's",
            f"whole_false_alarms_{size}px",
            "at most",
            f"yunet_whole_false_alarms_{size}px",
        )
        for size in SIZES
    ),
    Bar("mean IoU of the faces found, from 40 px on", "whole_mean_iou_40px", "at least", 0.8),
    Bar("a 640×480 frame on one CPU thread, ms", "milliseconds_640x480", "at most", 8),
    Bar("talking heads: frames with exactly one face", "talking_clips_exactly_one", "at least", 1),
    Bar("clip without a face: false alarms a frame", "no_face_clip_false_alarms", "at most", 0),
    Bar("turned by 20°, the worse side: points lost", "points_lost_rotation_20", "at most", 8),
    Bar("half the brightness: points lost", "points_lost_brightness_half", "at most", 8),
    Bar("JPEG quality 40: points lost", "points_lost_jpeg_40", "at most", 8),
    Bar("frame at half its size: points lost", "points_lost_half_size", "at most", 8),
)


def report(metrics: Mapping[str, float]) -> str:
    """Markdown: bars, figures beside YuNet's, robustness, slices, and the pictures."""
    bars = f"### Against what was asked for\n{table(BARS, metrics)}\n"
    return bars + _beside_yunet(metrics) + _robustness() + _slices()


def picture_name(kind: str) -> str:
    """A picture's file in `models/figures/`."""
    return f"face-detector-{kind}.png"


def _beside_yunet(metrics: Mapping[str, float]) -> str:
    rows = [
        _row(metrics, f"{prefix}{part}_{{}}_{size}px", f"{who}, {words}, from {size} px on")
        for part, words in PARTS.items()
        for size in SIZES
        for prefix, who in (("", "this detector"), ("yunet_", "YuNet"))
    ]
    ours, theirs = metrics["milliseconds_640x480"], metrics["yunet_milliseconds_640x480"]
    return (
        "### Pictures\n"
        + markdown.table(("WIDER FACE pictures", "recall", "mean IoU", "false alarms"), rows)
        + "\nA face is found at IoU 0.5; its size is the shorter side of its box, in pictures "
        "whose longer side is 640. False alarms are detections of that size that match no "
        "annotated face. Half of the whole set was trained on: only *held out* says how it does "
        "on new pictures, and 40 faces there leave about ±0.13 on the recall. YuNet runs at "
        "threshold 0.6 and the picture's own size.\n\n"
        f"A 640×480 frame takes {ours:.1f} ms of CPU time, letterbox and suppression included, and "
        f"{theirs:.1f} ms with YuNet, on the machine that ran the evaluation.\n\n"
    )


def _row(metrics: Mapping[str, float], pattern: str, words: str) -> tuple[str, str, str, str]:
    recall, iou, alarms = (
        metrics[pattern.format(name)] for name in ("recall", "mean_iou", "false_alarms")
    )
    return words, f"{recall:.3f}", f"{iou:.3f}", f"{alarms:.0f}"


def _robustness() -> str:
    return (
        "### Worse pictures\n"
        "Recall of faces from 40 pixels on in the original picture, one change at a time; points "
        "lost are those of the whole set. A turned picture keeps its frame, so only faces that "
        "stay inside it at every angle count there, and a turned face's box is the bounds of its "
        "ellipse. The whole set has 100 such faces and the held-out half 40, of which 60 and 20 "
        "stay inside: one face more or less is 1 to 5 points.\n\n"
        + markdown.picture(picture_name("robustness"), PICTURES["robustness"])
    )


def _slices() -> str:
    return (
        "### Faces as they come\n"
        "Recall on the whole set, with 95% intervals: by the shorter side of the face from 16 "
        "pixels on, and by brightness and blur for faces from 40 pixels on. No annotation says "
        "how a face is turned.\n\n" + markdown.picture(picture_name("slices"), PICTURES["slices"])
    )
