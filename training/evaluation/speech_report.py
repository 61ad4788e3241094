"""The measured part of the speech model's card, as a function of its figures alone."""

from collections.abc import Mapping

from training.datasets.ravdess import EMOTIONS
from training.evaluation import markdown
from training.evaluation.bars import Bar, table

BARS = (
    Bar("actors never heard, eight classes: UAR", "uar_eight", "at least", 0.62),
    Bar("47 rated clips: RMSE of arousal", "arousal_rmse", "at most", 0.40),
    Bar("47 rated clips: correlation of arousal", "arousal_correlation", "at least", 0.5),
    Bar("5 s of sound on one CPU thread, milliseconds", "milliseconds_5s", "at most", 10.0),
)
NO_VOICE = ("silence", "noise", "tones", "music")
RATIOS = (20, 10, 5, 0)
PICTURES = {
    "confusion": "Confusion matrix over the eight classes",
    "reliability": "Reliability diagram over the seven expressions",
    "noise": "Recall and certainty against the signal-to-noise ratio",
}


def report(metrics: Mapping[str, float]) -> str:
    """Markdown: bars, classes, noise, ratings, sounds without a voice, and the pictures."""
    bars = f"### Against what was asked for\n{table(BARS, metrics)}\n"
    return bars + _classes(metrics) + _noise(metrics) + _ratings(metrics) + _no_voice(metrics)


def picture_name(kind: str) -> str:
    """A picture's file in `models/figures/`."""
    return f"speech-emotion-{kind}.png"


def _picture(kind: str) -> str:
    return markdown.picture(picture_name(kind), PICTURES[kind])


def _classes(metrics: Mapping[str, float]) -> str:
    recalls = [f"{metrics[f'recall_{name}']:.0%}" for name in EMOTIONS]
    return (
        "### Actors that the model never heard\n"
        f"Four actors, {metrics['utterances']:.0f} utterances: UAR {metrics['uar_eight']:.3f} over "
        f"RAVDESS's eight classes, {metrics['uar_seven']:.3f} over Mien's seven expressions, where "
        f"calm counts as neutral. ECE over the seven {metrics['ece_seven']:.3f}. "
        f"{metrics['certain_share']:.0%} of the utterances are not called uncertain; "
        f"{metrics['certain_accuracy']:.0%} of those are right. So few actors leave a wide margin: "
        "another four may differ by 0.05.\n\nRecall of each class:\n\n"
        + markdown.table(EMOTIONS, [recalls])
        + "\n"
        + _picture("confusion")
        + _picture("reliability")
    )


def _noise(metrics: Mapping[str, float]) -> str:
    heading = [f"{ratio} dB" for ratio in RATIOS]
    cells = [f"{metrics[f'uar_eight_{ratio}db']:.3f}" for ratio in RATIOS]
    return (
        "### Behind noise\nUAR over the eight classes, the same utterances with pink noise at a "
        "signal-to-noise ratio:\n\n" + markdown.table(heading, [cells]) + "\n" + _picture("noise")
    )


def _ratings(metrics: Mapping[str, float]) -> str:
    rows = [
        (name, *(f"{metrics[f'{name}_{figure}']:.3f}" for figure in ("rmse", "correlation", "ccc")))
        for name in ("arousal", "valence")
    ]
    return (
        "### Beside people's ratings\n47 clips of other speech (pyAudioAnalysis), rated in -1..1; "
        "nothing was fitted to them:\n\n"
        + markdown.table(("", "RMSE", "correlation", "CCC"), rows)
        + "\n"
    )


def _no_voice(metrics: Mapping[str, float]) -> str:
    shares = ", ".join(f"{metrics[f'{kind}_uncertain']:.0%} of {kind}" for kind in NO_VOICE)
    return (
        "### Without a voice\nOf made-up five-second sounds, other ones than in training but of "
        f"the same kinds, these are called uncertain: {shares}.\n\n"
    )
