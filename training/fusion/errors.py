"""How wrong readings of pairs are, and how sure the difference between two is.

Intervals come from drawing faces and voices of each label anew, each with its pairs (the pigeonhole
bootstrap of Owen 2007): pairs that share a face or a voice are not independent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mien.taxonomy import LABELS, VALENCE_AROUSAL, Expression

Column = NDArray[np.float64]
DRAWS = 1000
SEED = 3
LEAST = 1e-6
METRICS = ("nll", "error", "uar_error", "point")
_ANCHORS = np.array([VALENCE_AROUSAL[expression] for expression in Expression])


@dataclass(frozen=True)
class Answers:
    """What one source says of every pair."""

    probabilities: NDArray[np.float64]  # [pairs, 7]
    points: NDArray[np.float64]  # [pairs, 2] valence, arousal

    @classmethod
    def of(cls, readings: Sequence[tuple[Sequence[float], float, float]]) -> "Answers":
        """From probabilities, valence and arousal of each pair."""
        return cls(
            np.array([probabilities for probabilities, _, _ in readings]),
            np.array([point for _, *point in readings]),
        )


SILENT: tuple[tuple[float, ...], float, float] = ((1 / len(LABELS),) * len(LABELS), 0.0, 0.0)
"""What nothing read comes to: every expression as likely as any other."""


@dataclass(frozen=True)
class Losses:
    """Losses of every pair, [pairs] each."""

    nll: Column  # -ln of the label's probability, in nats
    wrong: Column  # 1 where another expression is likelier than the label
    squared: Column  # squared distance of the point from the label's anchor

    @classmethod
    def of(cls, answers: Answers, labels: NDArray[np.int64]) -> "Losses":
        """Measured against the labels [pairs]."""
        chance = answers.probabilities[np.arange(len(labels)), labels]
        away = answers.points - _ANCHORS[labels]
        return cls(
            nll=-np.log(np.maximum(chance, LEAST)),
            wrong=(answers.probabilities.argmax(axis=1) != labels).astype(np.float64),
            squared=np.asarray((away**2).sum(axis=1), np.float64),
        )


@dataclass(frozen=True)
class Draws:
    """How often each pair counts: all once in the first row, then in every drawing anew."""

    counts: NDArray[np.float64]  # [1 + DRAWS, pairs]
    by_label: NDArray[np.float64]  # [pairs, 7] one where a pair has a label

    @classmethod
    def of(
        cls, labels: NDArray[np.int64], face: NDArray[np.int64], voice: NDArray[np.int64]
    ) -> "Draws":
        """Of pairs with these labels, faces and voices, [pairs] each."""
        random = np.random.default_rng(SEED)
        drawn = _drawn(labels, face, random) * _drawn(labels, voice, random)
        counts = np.concatenate([np.ones((1, len(labels))), drawn])
        return cls(counts, np.eye(len(LABELS))[labels])

    def weighted(self, shares: NDArray[np.float64]) -> "Draws":
        """The same as if the labels occurred in these shares [7]."""
        factor = label_weights(self.by_label.argmax(axis=1), shares)
        return Draws(self.counts * factor, self.by_label)

    def figures(self, losses: Losses) -> Mapping[str, Column]:
        """Each of METRICS, [1 + DRAWS]: over all pairs, and in every drawing."""
        total = self.counts.sum(axis=1)
        of_label = self.counts @ self.by_label
        wrong = self.counts @ (self.by_label * losses.wrong[:, None])
        with np.errstate(invalid="ignore"):
            by_label = wrong / of_label
        return {
            "nll": self.counts @ losses.nll / total,
            "error": self.counts @ losses.wrong / total,
            "uar_error": np.nanmean(by_label, axis=1),
            "point": np.sqrt(self.counts @ losses.squared / total),
        }


@dataclass(frozen=True)
class Interval:
    """A figure and the middle 95% of what it was in the drawings."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, drawn: Column) -> "Interval":
        """From a figure [1 + DRAWS], whose first entry is the value."""
        low, high = np.quantile(drawn[1:], (0.025, 0.975))
        return cls(float(drawn[0]), float(low), float(high))


def label_weights(labels: NDArray[np.int64], shares: Column) -> Column:
    """How much each pair [pairs] must count for its label to have its share of `shares` [7]."""
    present = np.bincount(labels, minlength=len(LABELS)) / len(labels)
    return np.asarray(shares[labels] / present[labels], np.float64)


def _drawn(
    labels: NDArray[np.int64], members: NDArray[np.int64], random: np.random.Generator
) -> NDArray[np.float64]:
    """How often each pair's face (or voice) was drawn among those of its label, [DRAWS, pairs]."""
    times = np.zeros((DRAWS, members.max() + 1))
    for label in np.unique(labels):
        of_label = np.unique(members[labels == label])
        share = np.full(len(of_label), 1 / len(of_label))
        times[:, of_label] = random.multinomial(len(of_label), share, DRAWS)
    return times[:, members]
