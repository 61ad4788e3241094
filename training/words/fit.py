"""Fits the logits of the emotion reader: `python -m training.words.fit`.

GoEmotions' train --EmotionReader.pre--> counts, compound --maximum likelihood--> constants

The labels of a comment with several share it. Classes are weighted by the root of how rare they
are, halfway between how Reddit talks and all seven being equally likely. What is printed stands as
constants in `mien/perception/words/emotion.py`.
"""

import argparse
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mien.perception.words.emotion import SHOWN, EmotionReader
from mien.taxonomy import Expression
from training.data_root import data_root
from training.datasets.goemotions import ARCHIVE, LabelledLine, read_goemotions

Matrix = NDArray[np.float64]

STEPS = 2000
RATE, MOMENTUM = 1.0, 0.9
CONSTANTS = ("_WEIGHTS", "_PLEASED", "_DISPLEASED", "_BIASES")


def inputs(lines: Sequence[LabelledLine]) -> Matrix:
    """Counts of the six, pleased, displeased and a one: [lines, 9]."""
    reader = EmotionReader()
    features = [reader.pre(line.text) for line in lines]
    compound = np.array([each.compound for each in features])
    rest = (np.maximum(compound, 0.0), np.maximum(-compound, 0.0), np.ones(len(lines)))
    return np.column_stack([np.array([each.counts for each in features]), *rest])


def targets(lines: Sequence[LabelledLine]) -> Matrix:
    """Shares of the seven expressions, [lines, 7]; rows add up to 1."""
    told = np.array([[each in line.expressions for each in Expression] for line in lines], float)
    return np.asarray(told / told.sum(axis=1, keepdims=True))


def fit(x: Matrix, y: Matrix) -> Matrix:
    """Weights [9, 7] by gradient descent; each count has a weight in its own logit only."""
    free = np.ones((x.shape[1], y.shape[1]))
    free[: len(SHOWN)] = np.eye(len(SHOWN), y.shape[1])
    free[len(SHOWN) : -1, -1] = 0.0
    importance = y @ (1.0 / np.sqrt(y.mean(axis=0)))
    importance /= importance.sum()
    weights, speed = np.zeros(free.shape), np.zeros(free.shape)
    for _ in range(STEPS):
        error = (softmax(x @ weights) - y) * importance[:, None]
        speed = MOMENTUM * speed - RATE * free * (x.T @ error)
        weights += speed
    return weights


def softmax(logits: Matrix) -> Matrix:
    """Probabilities of each row."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def main() -> None:
    """Command line: print the constants."""
    parser = argparse.ArgumentParser(description="Fit the emotion reader's logits.")
    parser.parse_args()
    try:
        lines = read_goemotions(data_root() / ARCHIVE, "train")
    except FileNotFoundError as error:
        parser.error(str(error))
    weights = fit(inputs(lines), targets(lines))
    six = len(SHOWN)
    rows = (np.diag(weights[:six, :six]), weights[six, :six], weights[six + 1, :six], weights[-1])
    for name, row in zip(CONSTANTS, rows, strict=True):
        print(f"{name} = ({', '.join(f'{value:.2f}' for value in row)})")


if __name__ == "__main__":
    main()
