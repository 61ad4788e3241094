"""The curves of docs/fusion.md: an error of face, voice and both, as one of them gets worse."""

from collections.abc import Sequence
from itertools import groupby
from math import ceil

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from training.evaluation.plots import ACCENT, INK, PALE
from training.fusion.comparison import StepFigures

TITLES = {
    "nll": "negative log-likelihood, nats",
    "error": "share read wrongly",
    "uar_error": "1 - UAR",
    "point": "distance from the label's anchor",
}
PANELS = {"face": 4, "voice": 3}
"""Columns of panels by the corrupted modality."""

GREEN = "#3d7a4a"


def curves(steps: Sequence[StepFigures], metric: str, columns: int) -> Figure:
    """One panel a corruption, intact at the left; the band is the 95% interval of the fused."""
    kinds = [list(kind) for _, kind in groupby(steps, key=lambda step: step.name)]
    rows = ceil(len(kinds) / columns)
    figure = Figure((2.6 * columns + 0.4, 2.5 * rows), layout="constrained")
    panels = figure.subplots(rows, columns, sharey=True, squeeze=False)
    for kind, axis in zip(kinds, panels.flat, strict=False):
        _panel(axis, kind, metric)
    panels[0, 0].set_ylim(bottom=0)
    for axis in panels.flat[len(kinds) :]:
        axis.set_axis_off()
    for axis in panels[:, 0]:
        axis.set_ylabel(TITLES[metric], fontsize=9)
    legend_on = panels.flat[len(kinds)] if len(kinds) < panels.size else panels[0, 0]
    legend_on.legend(*panels[0, 0].get_legend_handles_labels(), fontsize=8)
    return figure


def _panel(axis: Axes, kind: Sequence[StepFigures], metric: str) -> None:
    compared = [step.compared[metric] for step in kind]
    places = range(len(kind))
    bounds = [one.fused.low for one in compared], [one.fused.high for one in compared]
    axis.fill_between(places, *bounds, color=PALE, alpha=0.6, linewidth=0)
    lines = {
        "face alone": ([one.face for one in compared], ACCENT, "--", "s"),
        "voice alone": ([one.voice for one in compared], GREEN, ":", "^"),
        "fused": ([one.fused.value for one in compared], INK, "-", "o"),
    }
    for name, (values, colour, style, marker) in lines.items():
        axis.plot(
            places, values, color=colour, linestyle=style, marker=marker, markersize=3.5, label=name
        )
    axis.set_xticks(places, [f"{step.strength:g}" for step in kind], fontsize=8)
    axis.set_xlabel(kind[0].axis, fontsize=9)
    axis.set_title(f"{kind[0].modality}: {kind[0].name}", fontsize=10)
    axis.tick_params(axis="y", labelsize=8)
    axis.grid(color="#dddddd", linewidth=0.6)
