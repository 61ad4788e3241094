"""The pictures of a model card: small PNGs with few colours, readable in print.

Each carries the SHA-256 of the model file that it shows, so that a stale one can be told.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from training.evaluation.curves import Curve
from training.evaluation.slices import Slice
from training.metrics import Reliability

DOTS_PER_INCH = 110
COLOURS = 128
SHA256_KEY = "model-sha256"
INK, ACCENT, PALE = "#1f3a5f", "#c8641e", "#9db4cc"
STYLES = ((INK, "-", "o"), (ACCENT, "--", "s"))


def save(figure: Figure, path: Path, sha256: str) -> None:
    """Write a picture as a PNG with a palette, marked with the model file's hash."""
    drawn, info = BytesIO(), PngInfo()
    figure.savefig(drawn, dpi=DOTS_PER_INCH, bbox_inches="tight")
    info.add_text(SHA256_KEY, sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(drawn).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(path, optimize=True, pnginfo=info)


def confusions(tables: Mapping[str, NDArray[np.int64]], labels: Sequence[str]) -> Figure:
    """Confusion matrices by title, each row in per cent of the label's faces."""
    figure = Figure((3.6 * len(tables), 3.8), layout="constrained")
    axes = figure.subplots(1, len(tables), squeeze=False)[0]
    for title, table, axis in zip(tables, tables.values(), axes, strict=True):
        _confusion(axis, title, table, labels)
    axes[0].set_ylabel("label")
    return figure


def _confusion(axis: Axes, title: str, table: NDArray[np.int64], labels: Sequence[str]) -> None:
    percent = 100 * table / np.maximum(table.sum(1, keepdims=True), 1)
    axis.imshow(percent, cmap="Blues", vmin=0, vmax=100)
    for (row, column), value in np.ndenumerate(percent):
        colour = "white" if value > 55 else "black"
        axis.text(column, row, f"{value:.0f}", ha="center", va="center", color=colour, fontsize=9)
    axis.set_title(f"{title}, % of each row", fontsize=10)
    axis.set_xticks(range(len(labels)), labels, rotation=45, ha="right", fontsize=9)
    rows = [f"{label} ({count})" for label, count in zip(labels, table.sum(1), strict=True)]
    axis.set_yticks(range(len(labels)), rows, fontsize=9)
    axis.set_xlabel("read as")


def reliability(panels: Mapping[str, Reliability]) -> Figure:
    """Reliability diagrams by title: share right against confidence; areas show how many faces."""
    figure = Figure((3.7 * len(panels), 3.7), layout="constrained")
    axes = figure.subplots(1, len(panels), squeeze=False, sharey=True)[0]
    for title, bins, axis in zip(panels, panels.values(), axes, strict=True):
        axis.plot([0, 1], [0, 1], ":", color="grey", label="perfectly calibrated")
        areas = 8 + 160 * bins.count / bins.count.max()
        axis.plot(bins.confidence, bins.accuracy, color=INK, linewidth=1)
        axis.scatter(bins.confidence, bins.accuracy, areas, color=INK, zorder=2, clip_on=False)
        axis.set(xlim=(0, 1), ylim=(0, 1), aspect="equal", xlabel="confidence")
        axis.set_title(title, fontsize=10)
        axis.grid(color="#dddddd", linewidth=0.6)
    axes[0].set_ylabel("share right")
    axes[0].legend(loc="upper left", fontsize=8)
    return figure


def curves(shown: Sequence[Curve], quantity: str) -> Figure:
    """Robustness curves, four panels two by two; a vertical line marks unchanged pictures."""
    figure = Figure((8, 5.4), layout="constrained")
    panels = figure.subplots(2, 2, sharey=True).flat
    for one, axis in zip(shown, panels, strict=True):
        _panel(axis, one)
    for axis in figure.axes[::2]:
        axis.set_ylabel(quantity)
    figure.axes[0].legend(loc="lower center", fontsize=8)
    return figure


def curve(shown: Curve, quantity: str) -> Figure:
    """One robustness curve."""
    figure = Figure((5.6, 3.4), layout="constrained")
    axis = figure.subplots()
    _panel(axis, shown)
    axis.set_ylabel(quantity)
    axis.legend(loc="lower right", fontsize=8)
    return figure


def _panel(axis: Axes, curve: Curve) -> None:
    axis.axvline(curve.sweep.unchanged, color="grey", linewidth=0.8, linestyle=":")
    _lines(axis, curve)
    axis.set_xlabel(curve.sweep.axis)
    axis.grid(color="#dddddd", linewidth=0.6)
    axis.set_ylim(0, 1)


def _lines(axis: Axes, curve: Curve) -> None:
    for index, (name, shares) in enumerate(curve.lines.items()):
        colour, style, marker = STYLES[index]
        axis.plot(
            curve.sweep.strengths,
            shares,
            color=colour,
            linestyle=style,
            marker=marker,
            markersize=4,
            label=name,
        )
    if curve.sweep.logarithmic:
        axis.set_xscale("log", base=2)
        ticks = [0.25, 0.5, 1, 2]
        axis.set_xticks(ticks, [f"×{tick:g}" for tick in ticks])


def sliced(slices: Sequence[Slice], quantity: str) -> Figure:
    """The share right in each slice, with a 95% interval and the number of faces."""
    figure = Figure((7, 0.6 + 0.27 * len(slices)), layout="constrained")
    axis = figure.subplots()
    names = [f"{part.trait}: {part.group} ({part.count})" for part in slices]
    shares = np.nan_to_num([part.share for part in slices])
    reach = np.abs(np.array([part.interval for part in slices]).T - shares)
    axis.barh(names, shares, xerr=reach, color=PALE, ecolor=INK, capsize=2, height=0.65)
    for row, share in enumerate(shares):
        axis.text(1.02, row, f"{share:.2f}", va="center", fontsize=9)
    axis.invert_yaxis()
    axis.tick_params(axis="y", labelsize=9)
    axis.set(xlim=(0, 1), xlabel=quantity)
    axis.grid(axis="x", color="#dddddd", linewidth=0.6)
    axis.set_axisbelow(True)
    return figure
