"""What a PromQL expression asks for, found by patterns: enough for rules and dashboards, which
promtool reads in full where it is installed."""

import re
from dataclasses import dataclass

_GROUPING = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")
_SELECTOR = re.compile(r'(?<![\w:.$])([a-zA-Z_:][\w:]*+)\s*+(?:\{((?:[^}"]|"[^"]*")*)\})?+(?!\()')
_MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"')
_WORDS = {"and", "or", "unless", "offset", "bool"}


@dataclass(frozen=True)
class Selector:
    """A metric, its matchers (label, operator, value), and labels that its results group by."""

    metric: str
    matchers: tuple[tuple[str, str, str], ...]
    grouped: frozenset[str]


def selectors(expr):
    """Every metric of an expression; each is held to all labels that the expression groups by."""
    grouped = frozenset(
        label.strip() for labels in _GROUPING.findall(expr) for label in labels.split(",")
    ) - {"", "le"}
    return [
        Selector(metric, tuple(_MATCHER.findall(matchers)), grouped)
        for metric, matchers in _SELECTOR.findall(_GROUPING.sub(" ", expr))
        if metric not in _WORDS
    ]
