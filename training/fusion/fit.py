"""Fits what `mien.fusion` weighs by, on validation pairs alone, and prints it.

    powers of quality and decisiveness ─every step, every setting─> mean loss, worst excess ─┐
    the least mean loss among the settings that keep the bar ────────────────────────────────┴─>
    label shares of the validation sets ─> PRIORS;  confidence by correctness ─> UNCERTAIN_BELOW

The bar: at no step does the fused reading lose more than TOLERANCE, in nats or in the share of
pairs read wrongly, against the better of face and voice alone. `python -m training.fusion.fit`; a
person then writes the numbers into `mien/fusion.py`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from mien.fusion import WEIGHING, Modality, Weighing
from mien.taxonomy import LABELS
from training.command_line import plain_errors
from training.expression.data import leak_free
from training.fusion import material
from training.fusion.comparison import answers_of
from training.fusion.errors import Losses, label_weights
from training.fusion.evidence import Step, readers, steps
from training.fusion.material import Pairs, label_shares

POWERS = (0.25, 0.5, 1.0)
TOLERANCE = 0.01
WINDOW = 0.05

Column = NDArray[np.float64]


@dataclass(frozen=True)
class Setting:
    """A weighing, and what it comes to over all steps.

    `mean` is the loss in nats, half with labels as often as the pairs have them and half as often
    as FER2013 does; `excess` is the worst against the better alone, in nats, `error` the same in
    the share read wrongly. Both are at least 0: where one modality says nothing they are a tie.
    """

    weighing: Weighing
    mean: float
    excess: float
    error: float

    @property
    def keeps_the_bar(self) -> bool:
        """Whether fusing never costs more than chance explains."""
        return max(self.excess, self.error) <= TOLERANCE

    def __str__(self) -> str:
        quality = ", ".join(f"{name} {power:g}" for name, power in self.weighing.quality.items())
        return (
            f"quality: {quality}; decisiveness {self.weighing.decisiveness:g}: "
            f"mean {self.mean:.4f} nats, worst {self.excess:+.4f} nats, {self.error:+.4f} of pairs"
        )


def settings(read: Sequence[Step], pairs: Pairs, shares: Column) -> Iterator[Setting]:
    """Every combination of POWERS, measured; `shares` [7] are those of FER2013's labels."""
    elsewhere = label_weights(pairs.labels, shares)
    for face, voice, sure in tqdm(list(product(POWERS, repeat=3)), desc="Settings"):
        quality = {**WEIGHING.quality, Modality.FACE: face, Modality.VOICE: voice}
        yield measured(Weighing(quality, sure), read, pairs, elsewhere)


def measured(weighing: Weighing, read: Sequence[Step], pairs: Pairs, elsewhere: Column) -> Setting:
    """One weighing; `elsewhere` [pairs] is how often each pair counts with FER2013's labels."""
    losses = [_losses(step, pairs, weighing) for step in read]
    fused = [of_step["fused"] for of_step in losses]
    mean = np.mean([(one.nll.mean() + np.average(one.nll, weights=elsewhere)) / 2 for one in fused])
    return Setting(
        weighing,
        mean=float(mean),
        excess=max(_excess({name: one.nll for name, one in each.items()}) for each in losses),
        error=max(_excess({name: one.wrong for name, one in each.items()}) for each in losses),
    )


def best(tried: Sequence[Setting]) -> Setting:
    """The least mean loss among those that keep the bar, or among all where none does."""
    keeping = [setting for setting in tried if setting.keeps_the_bar]
    return min(keeping or tried, key=lambda setting: setting.mean)


def sure_from(confidence: Column, right: NDArray[np.bool_]) -> float:
    """The confidence from which on readings [n] are right at least as often as wrong.

    Steps of 0.01; each looks at the readings within WINDOW of it.
    """
    thresholds = np.arange(20, 90) / 100
    near = [np.abs(confidence - threshold) < WINDOW for threshold in thresholds]
    wrong = [bool(some.any()) and right[some].mean() < 0.5 for some in near]
    return float(np.max(thresholds[wrong], initial=thresholds[0] - 0.01)) + 0.01


def _threshold(weighing: Weighing, read: Sequence[Step], pairs: Pairs) -> float:
    fused = [answers_of(step, pairs, weighing)["fused"].probabilities for step in read]
    every = np.concatenate(fused)
    return sure_from(every.max(axis=1), every.argmax(axis=1) == np.tile(pairs.labels, len(read)))


def _losses(step: Step, pairs: Pairs, weighing: Weighing) -> dict[str, Losses]:
    answers = answers_of(step, pairs, weighing)
    return {name: Losses.of(said, pairs.labels) for name, said in answers.items()}


def _excess(loss: dict[str, Column]) -> float:
    face, voice, fused = (float(loss[name].mean()) for name in ("face", "voice", "fused"))
    return fused - min(face, voice)


def _prior(labels: NDArray[np.int64]) -> str:
    return ", ".join(
        f"{label} {share:.4f}" for label, share in zip(LABELS, label_shares(labels), strict=True)
    )


def main() -> None:
    """Command line: fit and print."""
    with plain_errors():
        seeing, hearing = readers()
        pairs = material.load("val", seeing)
        faces = leak_free("val").labels
        read = list(steps(pairs, seeing, hearing))
        tried = sorted(settings(read, pairs, label_shares(faces)), key=lambda one: one.mean)
        chosen = best(tried)
        print(f"{len(pairs)} pairs, {len(read)} steps", *tried, sep="\n")
        print(f"chosen: {chosen}")
        print(f"uncertain below: {_threshold(chosen.weighing, read, pairs):.2f}")
        print(f"prior of the face: {_prior(faces)}")
        print(f"prior of the voice, each in as many pairs: {_prior(pairs.labels)}")


if __name__ == "__main__":
    main()
