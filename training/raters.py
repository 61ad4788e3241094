"""Several people's answers about the same items: one answer each, and how far they agreed.

    answers [items, raters], NaN where missing ─> mean | median | votes ─> distribution
                                               └─> Krippendorff's alpha

    votes [items, categories], as FER+ has them ─> distribution, alpha_of_votes

`python -m training.raters ratings.csv --scale 1 7 --by median --out items.csv`
"""

import argparse
import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from training.datasets.ratings import Ratings, read_ratings

Floats = NDArray[np.floating]
Level = Literal["nominal", "ordinal", "interval"]


def mean(answers: Floats) -> NDArray[np.float64]:
    """Mean answer to each item, [items]; NaN where nobody answered."""
    count = (~np.isnan(answers)).sum(axis=1)
    total = np.nansum(answers, axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def median(answers: Floats) -> NDArray[np.float64]:
    """Median answer to each item, [items]; NaN where nobody answered."""
    answered = ~np.isnan(answers).all(axis=1)
    middle = np.full(len(answers), np.nan)
    middle[answered] = np.nanmedian(answers[answered], axis=1)
    return middle


def votes(answers: Floats, values: Floats) -> NDArray[np.float64]:
    """How many raters gave each of `values` [categories]: [items, categories]."""
    return np.asarray((answers[:, :, None] == values).sum(axis=1), np.float64)


def distribution(counts: Floats) -> NDArray[np.float64]:
    """Votes [items, categories] as shares that add up to 1; NaN where nobody voted."""
    total = counts.sum(axis=1, keepdims=True)
    unknown = np.full(counts.shape, np.nan)
    return np.asarray(np.divide(counts, total, out=unknown, where=total > 0), np.float64)


def krippendorff_alpha(answers: Floats, level: Level) -> float:
    """Agreement beyond chance: 1 perfect, 0 as if drawn from a hat, below 0 systematic discord.

    `answers` [items, raters] with NaN for a missing answer; items with fewer than two answers
    say nothing. NaN when all answers are the same, for then nothing could have differed.
    Raises ValueError when no item has two answers. Krippendorff, "Computing Krippendorff's
    Alpha-Reliability" (2011).
    """
    item, rater = np.nonzero(~np.isnan(answers))
    values, category = np.unique(answers[item, rater], return_inverse=True)
    return _alpha(item, category, np.ones(len(item)), values, level)


def alpha_of_votes(counts: Floats) -> float:
    """The same from nominal votes [items, categories], where who voted is not known."""
    item, category = np.nonzero(counts)
    return _alpha(
        item, category, counts[item, category], np.arange(counts.shape[1], dtype=float), "nominal"
    )


def _alpha(
    item: NDArray[np.int64],
    category: NDArray[np.int64],
    weight: Floats,
    values: Floats,
    level: Level,
) -> float:
    """1 - observed / expected disagreement of `weight` answers in `category` to `item`.

    Each level's squared difference is a squared distance between points (up to a factor that
    cancels), so that both disagreements are variances: within the items, and of everything.
    """
    answers = np.bincount(item, weight)
    paired = answers[item] >= 2
    if not paired.any():
        raise ValueError("no item has answers of two raters, so agreement cannot be measured")
    item, category, weight = item[paired], category[paired], weight[paired]
    counts = np.bincount(category, weight, len(values)).astype(float)
    points = _points(values, counts, level)[category]
    points = points - np.average(points, axis=0, weights=weight)
    squares = weight * (points**2).sum(axis=1)
    if not squares.any():
        return float("nan")
    sums = np.stack([np.bincount(item, weight * axis) for axis in points.T], axis=1)
    spread = answers[: len(sums)] * np.bincount(item, squares) - (sums**2).sum(axis=1)
    within = (spread / np.maximum(answers[: len(sums)] - 1, 1)).sum()
    everything = weight.sum() * squares.sum() / (weight.sum() - 1)
    return float(1 - within / everything)


def _points(values: Floats, counts: Floats, level: Level) -> Floats:
    """Where each category lies, [categories, axes]; ordinal ones at their mean rank."""
    if level == "nominal":
        return np.eye(len(values))
    if level == "interval":
        return values[:, None]
    return np.asarray(counts.cumsum() - counts / 2, np.float64)[:, None]


def aggregate(ratings: Ratings, by: str, dimension: str) -> dict[str, NDArray[np.float64]]:
    """Columns [items]: one named after the dimension, or one for each value that was given."""
    if by != "distribution":
        return {dimension: (mean if by == "mean" else median)(ratings.answers)}
    values = np.unique(ratings.answers[~np.isnan(ratings.answers)])
    shares = distribution(votes(ratings.answers, values))
    return {f"{dimension}={value:g}": shares[:, i] for i, value in enumerate(values)}


def _write(path: Path, items: tuple[str, ...], columns: Mapping[str, NDArray[np.float64]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["item", *columns])
        for row, item in enumerate(items):
            numbers = (column[row] for column in columns.values())
            writer.writerow([item, *("" if np.isnan(n) else f"{n:.6g}" for n in numbers)])


def main() -> None:
    """Command line: print alpha for each dimension of a file, and write one row an item."""
    parser = argparse.ArgumentParser(description="Aggregate several raters' answers.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--by", choices=("mean", "median", "distribution"), default="mean")
    parser.add_argument("--level", choices=get_args(Level), default="interval")
    parser.add_argument("--scale", nargs=2, type=float, metavar=("LOW", "HIGH"))
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    columns: dict[str, NDArray[np.float64]] = {}
    try:
        read = read_ratings(arguments.file)
        for dimension, ratings in read.items():
            alpha = krippendorff_alpha(ratings.answers, arguments.level)
            items, raters = ratings.answers.shape
            print(f"{dimension}: {items} items, {raters} raters, alpha {alpha:.3f}")
            scaled = ratings.rescaled(*arguments.scale) if arguments.scale else ratings
            columns |= aggregate(scaled, arguments.by, dimension)
        if arguments.out:
            _write(arguments.out, ratings.items, columns)
    except (OSError, ValueError) as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
