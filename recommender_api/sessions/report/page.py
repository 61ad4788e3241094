"""The report as a page: no network, no script, everything that anybody wrote escaped.

ReportReply ─> curves as SVG ─> templates/report.html.jinja ─> HTML
"""

from collections.abc import Callable, Iterable
from typing import Any

from mien.clips import charts
from mien.clips.pages import template
from mien.taxonomy import LABELS
from recommender_api.learning.replies import ChangeReply
from recommender_api.sessions.report.replies import MomentReply, OverTimeReply, ReportReply

SIDES = {"positive": "#4c9f70", "negative": "#d1495b"}


def page(report: ReportReply) -> str:
    """The whole page."""
    drawn = report["over_time"]
    seconds = max((moment["seconds"] for moment in drawn["moments"]), default=0.0)
    return template("recommender_api.sessions.report", "report.html.jinja").render(
        report=report,
        colours=charts.COLOURS,
        labels=LABELS,
        sides=SIDES,
        width=charts.WIDTH,
        height=charts.HEIGHT,
        ticks=charts.ticks(seconds),
        clock=charts.clock,
        expressions={label: _curve(drawn, seconds, _probability(label)) for label in LABELS},
        polarity={
            "positive": _curve(drawn, seconds, lambda moment: moment["positive"]),
            "negative": _curve(drawn, seconds, lambda moment: moment["negative"]),
        },
        moved=_by_tag(report["learned"]),
        recommended=list(_recommended(report)),
    )


def _probability(label: str) -> Callable[[MomentReply], float]:
    return lambda moment: moment["probabilities"][label]


def _curve(drawn: OverTimeReply, seconds: float, value: Callable[[MomentReply], float]) -> str:
    points = [(moment["seconds"], value(moment)) for moment in drawn["moments"]]
    return charts.time_path(points, seconds, 0.0, 1.0, drawn["gap_seconds"])


def _by_tag(learned: Iterable[ChangeReply]) -> dict[str, list[ChangeReply]]:
    """The changes of each tag, the tag that moved most first."""
    tags: dict[str, list[ChangeReply]] = {}
    for change in learned:
        tags.setdefault(change["tag"], []).append(change)

    def by_size(tag: str) -> tuple[float, str]:
        counted = (change["amount"] for change in tags[tag] if change["undone"] is None)
        return -abs(sum(counted)), tag

    return {tag: tags[tag] for tag in sorted(tags, key=by_size)}


def _recommended(report: ReportReply) -> Iterable[dict[str, Any]]:
    """Films and products alike: a name, what is said beside it, and why it is there."""
    found: dict[str, Any] = dict(report["recommendations"] or {})
    for film in found.get("movies", ()):
        beside = [str(film["year"])] if film["year"] else []
        yield {"name": film["title"], "beside": [*beside, film["genre_name"]], "why": film["why"]}
    for product in found.get("products", ()):
        beside = [product["category"], product["tag_name"]]
        yield {"name": product["name"], "beside": beside, "why": product["why"]}
