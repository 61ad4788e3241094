"""The measured part of docs/fusion.md, as a function of the figures alone."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from training.evaluation import markdown
from training.fusion.comparison import Compared, StepFigures
from training.fusion.drawing import PANELS, TITLES
from training.fusion.errors import METRICS, Interval
from training.ship import MEASURED_HEADING

PICTURED = ("error", "nll")
ELSEWHERE = "as in FER2013"
"""The mixture of labels with which `StepFigures.elsewhere` was measured."""

PATH = "figures/fusion-{modality}-{metric}.png"


def report(steps: Sequence[StepFigures], pairs: int, hashes: Mapping[str, str]) -> str:
    """Markdown: what was measured, the bar, calibration, curves, and a table a corruption.

    `hashes` are the SHA-256 of the models by name.
    """
    files = ", ".join(f"{name} `{sha256[:12]}`" for name, sha256 in hashes.items())
    return (
        f"{MEASURED_HEADING}Written by `make eval-fusion`, which replaces everything from here on. "
        f"{pairs} test pairs, {len(steps)} steps, of which the first of each corruption is intact; "
        f"the models and their SHA-256: {files}.\n\n"
        + _bar(steps)
        + _calibration(steps)
        + _curves()
        + "".join(_kind(list(kind)) for _, kind in groupby(steps, key=lambda step: step.name))
    )


def _bar(steps: Sequence[StepFigures]) -> str:
    heading = ("error", "labels", "better", "tie", "worse", "worst: fused minus the better", "at")
    shown = [("even", metric) for metric in METRICS]
    shown += [(ELSEWHERE, metric) for metric in METRICS if metric != "uar_error"]
    return (
        "### Never worse than the better one?\nFused minus the better of face and voice alone, at "
        "each step; *better*, *tie* and *worse* by its 95% interval, for which faces and voices "
        "are drawn anew. Where one modality says nothing it is a tie.\n\n"
        f"{markdown.table(heading, [_verdicts(steps, *one) for one in shown])}\n"
        f"Worse: {_worse(steps, shown)}.\n\n"
    )


def _verdicts(steps: Sequence[StepFigures], labels: str, metric: str) -> list[str]:
    compared = [_of(step, labels)[metric] for step in steps]
    verdicts = [one.verdict for one in compared]
    worst = max(range(len(steps)), key=lambda place: compared[place].excess.value)
    return [
        TITLES[metric],
        labels,
        *(str(verdicts.count(verdict)) for verdict in ("better", "tie", "worse")),
        _interval(compared[worst].excess),
        f"{steps[worst].name} {steps[worst].strength:g}",
    ]


def _worse(steps: Sequence[StepFigures], shown: Sequence[tuple[str, str]]) -> str:
    found = [
        f"{step.name} {step.strength:g} in {TITLES[metric]}, labels {labels}"
        for labels, metric in shown
        for step in steps
        if _of(step, labels)[metric].verdict == "worse"
    ]
    return "; ".join(found) or "nowhere"


def _of(step: StepFigures, labels: str) -> Mapping[str, Compared]:
    return step.elsewhere if labels == ELSEWHERE else step.compared


def _calibration(steps: Sequence[StepFigures]) -> str:
    intact = steps[0].calibration
    mean = {
        name: sum(step.calibration[name] for step in steps) / len(steps)
        for name in ("face", "voice", "fused")
    }
    rows = [[name, f"{intact[name]:.3f}", f"{mean[name]:.3f}"] for name in mean]
    emosh, both = steps[0].emosh, steps[0].compared["point"]
    return (
        "### Calibration\nExpected calibration error, 15 bins, labels even.\n\n"
        f"{markdown.table(('', 'intact', 'mean over the steps'), rows)}\n"
        f"Point error of eMosh's fixed fusion on the intact pairs: {emosh:.3f}; face alone "
        f"{both.face:.3f}, voice alone {both.voice:.3f}, fused {both.fused.value:.3f}.\n\n"
    )


def _curves() -> str:
    links = [
        f"![{TITLES[metric]}, the {modality} corrupted]({picture_path(modality, metric)})\n\n"
        for modality in PANELS
        for metric in PICTURED
    ]
    return "### Curves\n" + "".join(links)


def picture_path(modality: str, metric: str) -> str:
    """A picture's path beside the page."""
    return PATH.format(modality=modality, metric=metric)


def _kind(kind: Sequence[StepFigures]) -> str:
    heading = (
        kind[0].axis,
        "not read",
        "weight",
        "error: face · voice · fused",
        "nats: face · voice · fused",
        "point: face · voice · fused",
        "error, fused minus better",
        "nats, fused minus better",
    )
    rows = [_row(step) for step in kind]
    table = markdown.table(heading, rows)
    return f"### {kind[0].modality.capitalize()}: {kind[0].name}\n{table}\n"


def _row(step: StepFigures) -> list[str]:
    error, nats, point = (step.compared[name] for name in ("error", "nll", "point"))
    return [
        f"{step.strength:g}",
        f"{step.unread:.0%}",
        f"{step.weight:.2f}",
        *(_three(one) for one in (error, nats, point)),
        _interval(error.excess),
        _interval(nats.excess),
    ]


def _three(compared: Compared) -> str:
    return f"{compared.face:.3f} · {compared.voice:.3f} · {compared.fused.value:.3f}"


def _interval(interval: Interval) -> str:
    return f"{interval.value:+.3f} ({interval.low:+.3f} … {interval.high:+.3f})"
