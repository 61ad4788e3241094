"""CSV files in which several people rated the same items, as eMosh's raters rated emoji.

    item, rater, valence, arousal                   one row an item and rater ─┐
    item, valence_anna, valence_ben, arousal_anna   one column a rater ────────┼─> Ratings a
    item, anna, ben                                 one dimension, the file's ─┘    dimension

An empty cell is a missing answer. Without a column `item`, the first column names the item.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = ("valence", "arousal")
MISSING = ("", "na", "nan", "null", "*")

Cells = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Ratings:
    """One dimension's answers."""

    items: tuple[str, ...]
    raters: tuple[str, ...]
    answers: NDArray[np.float64]  # [items, raters] on the file's scale, NaN where missing

    def rescaled(self, low: float, high: float) -> "Ratings":
        """The answers on a scale of -1..1, from one of low..high (eMosh: 1..7)."""
        answers = (self.answers - low) / (high - low) * 2 - 1
        return Ratings(self.items, self.raters, answers)


def read_ratings(path: Path) -> dict[str, Ratings]:
    """The ratings of each dimension that the file holds, all with the same items.

    Raises FileNotFoundError, and ValueError that names the line and column that cannot be read.
    """
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file, skipinitialspace=True, restval="")
        names = list(reader.fieldnames or ())
        rows = [(reader.line_num, row) for row in reader]
    if len(names) < 2 or not rows:
        raise ValueError(f"{path}: expected a header and rows of an item and its ratings")
    item = "item" if "item" in names else names[0]
    columns = [name for name in names if name != item]
    cells: dict[str, dict[tuple[str, str], float]] = {}
    for line, row in rows:
        for column, (dimension, rater) in _meanings(columns, row, path.stem).items():
            key = (row[item], rater)
            if key in cells.setdefault(dimension, {}):
                raise ValueError(f"{path}, line {line}: {rater} rated {row[item]} twice")
            cells[dimension][key] = _number(row[column], f"{path}, line {line}, {column}")
    items = tuple(dict.fromkeys(row[item] for _, row in rows))
    return {dimension: _table(items, answers) for dimension, answers in cells.items()}


def _meanings(
    columns: Sequence[str], row: Mapping[str, str], stem: str
) -> dict[str, tuple[str, str]]:
    """Column name -> the dimension and rater that its cell in this row belongs to."""
    if "rater" in columns:
        rated = [name for name in columns if name in DIMENSIONS]
        rated = rated or [name for name in columns if name != "rater"]
        return {name: (name, row["rater"]) for name in rated}
    named = {name: _dimension_and_rater(name) for name in columns}
    found = {name: meaning for name, meaning in named.items() if meaning is not None}
    return found or {name: (stem, name) for name in columns}


def _dimension_and_rater(column: str) -> tuple[str, str] | None:
    """`valence_anna` or `anna_valence` -> ("valence", "anna")."""
    for dimension in DIMENSIONS:
        rater = column.removeprefix(f"{dimension}_").removesuffix(f"_{dimension}")
        if rater != column:
            return dimension, rater
    return None


def _number(text: str, where: str) -> float:
    if text.strip().lower() in MISSING:
        return np.nan
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{where}: {text!r} is not a number; leave it empty if missing") from None


def _table(items: tuple[str, ...], cells: Cells) -> Ratings:
    raters = tuple(dict.fromkeys(rater for _, rater in cells))
    answers = [[cells.get((item, rater), np.nan) for rater in raters] for item in items]
    return Ratings(items, raters, np.array(answers))
