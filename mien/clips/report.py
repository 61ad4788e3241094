"""The report of a clip: one HTML file that opens from disk without a network.

timeline, summary, moments ─> charts as SVG, thumbnails as data URLs ─> report.html.jinja ─> HTML
"""

import base64
from collections.abc import Sequence
from typing import Any

from mien.clips import charts
from mien.clips.moments import Moment
from mien.clips.pages import template
from mien.clips.summary import DEFINITIONS, USUAL_K, Summary, polarity, read_samples
from mien.clips.timeline import Timeline
from mien.clips.watching import Sample
from mien.taxonomy import LABELS, VALENCE_AROUSAL

PLANE_SIDE = 320.0
GAP_SAMPLES = 3.5
"""A pause of so many samples breaks a line."""


def report(name: str, timeline: Timeline, summary: Summary, moments: Sequence[Moment]) -> str:
    """The whole page; `name` is the clip's."""
    read = read_samples(timeline.samples)
    gap = GAP_SAMPLES / timeline.rate
    return template("mien.clips", "report.html.jinja").render(
        name=name,
        summary=summary,
        timeline=timeline,
        definitions=DEFINITIONS,
        emonps_k=USUAL_K,
        colours=charts.COLOURS,
        labels=LABELS,
        width=charts.WIDTH,
        height=charts.HEIGHT,
        ticks=charts.ticks(timeline.seconds),
        clock=charts.clock,
        expressions={
            label: _over_time([(s, f.probabilities[i]) for s, f in read], timeline, 0.0, gap)
            for i, label in enumerate(LABELS)
        },
        polarity=_over_time([(s, polarity(f.probabilities)) for s, f in read], timeline, -1.0, gap),
        faceless=_faceless(timeline),
        circumplex=_circumplex(timeline),
        moments=[_shown(moment) for moment in moments],
    )


def _over_time(
    values: Sequence[tuple[Sample, float]], timeline: Timeline, low: float, gap: float
) -> str:
    points = [(sample.seconds, value) for sample, value in values]
    return charts.time_path(points, timeline.seconds, low, 1.0, gap)


def _faceless(timeline: Timeline) -> list[tuple[float, float]]:
    """The stretches without the viewer's face, as x and width in the chart."""
    times = [(s.seconds, 0.0) for s in timeline.samples if s.viewer_face is None]
    step = 1.0 / timeline.rate
    return [
        (
            charts.across(stretch[0][0], timeline.seconds),
            charts.across(stretch[-1][0] - stretch[0][0] + step, timeline.seconds),
        )
        for stretch in charts.unbroken(times, 1.5 * step)
    ]


def _circumplex(timeline: Timeline) -> dict[str, Any]:
    fused = [f for _, f in read_samples(timeline.samples)]
    points = charts.thinned([_place(f.valence, f.arousal) for f in fused])
    return {
        "side": PLANE_SIDE,
        "path": charts.path(points) if points else "",
        "end": points[-1] if points else None,
        "anchors": {e.value: _place(*point) for e, point in VALENCE_AROUSAL.items()},
    }


def _place(valence: float, arousal: float) -> tuple[float, float]:
    return (valence + 1.0) / 2.0 * PLANE_SIDE, (1.0 - arousal) / 2.0 * PLANE_SIDE


def _shown(moment: Moment) -> dict[str, Any]:
    encoded = base64.b64encode(moment.thumbnail).decode()
    return {
        "label": moment.label,
        "when": charts.clock(moment.seconds),
        "percent": round(100 * moment.probability),
        "picture": f"data:image/jpeg;base64,{encoded}",
    }
