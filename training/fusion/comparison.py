"""Face alone, voice alone and both fused, at every step of every corruption.

evidence of a step ─pairs─> three answers ─> losses ─> figures, and fused minus the better alone
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mien.fusion import WEIGHING, Evidence, Modality, Weighing, fuse, fuse_as_emosh
from training import metrics
from training.fusion.errors import METRICS, SILENT, Answers, Column, Draws, Interval, Losses
from training.fusion.evidence import Reading, Step
from training.fusion.material import Pairs

Said = tuple[Sequence[float], float, float]


@dataclass(frozen=True)
class Compared:
    """One metric at one step; `excess` is fused minus the better of the two alone."""

    face: float
    voice: float
    fused: Interval
    excess: Interval

    @property
    def verdict(self) -> str:
        """Whether fusing was better or worse than the better one, or a tie within chance."""
        if self.excess.high < 0.0:
            return "better"
        return "worse" if self.excess.low > 0.0 else "tie"


@dataclass(frozen=True)
class StepFigures:
    """A step with its metrics; shares in 0..1."""

    name: str
    modality: Modality
    axis: str
    strength: float
    unread: float  # share of faces not found, or of sounds without a voice
    compared: Mapping[str, Compared]  # by METRICS
    elsewhere: Mapping[str, Compared]  # the same, with the labels as often as FER2013 has them
    calibration: Mapping[str, float]  # ECE of face, voice and fused
    emosh: float  # point error of eMosh's fixed fusion
    weight: float  # mean weight of the corrupted modality


def compare(step: Step, pairs: Pairs, draws: Draws, shares: NDArray[np.float64]) -> StepFigures:
    """The figures of a step; `shares` [7] are how often FER2013 has each label."""
    answers = answers_of(step, pairs)
    losses = {name: Losses.of(said, pairs.labels) for name, said in answers.items()}
    changed = step.faces if step.modality is Modality.FACE else step.voices
    return StepFigures(
        name=step.name,
        modality=step.modality,
        axis=step.axis,
        strength=step.strength,
        unread=float(np.mean([one is None or one.quality == 0.0 for one in changed])),
        compared=_compared(losses, draws),
        elsewhere=_compared(losses, draws.weighted(shares)),
        calibration={
            name: metrics.expected_calibration_error(said.probabilities, pairs.labels)
            for name, said in answers.items()
        },
        emosh=_emosh(step, pairs, draws),
        weight=_weight(step, pairs),
    )


def answers_of(step: Step, pairs: Pairs, weighing: Weighing = WEIGHING) -> dict[str, Answers]:
    """What the face, the voice and both fused say of every pair.

    A voice in which no voice is heard still answers alone, as `/predict/audio` does; a face that
    is not found cannot.
    """
    both = list(_both(step, pairs))
    return {
        "face": Answers.of([_alone(face) for face, _ in both]),
        "voice": Answers.of([_alone(voice) for _, voice in both]),
        "fused": Answers.of([fused(pair, weighing) for pair in both]),
    }


def fused(readings: Sequence[Reading], weighing: Weighing = WEIGHING) -> Said:
    """What `mien.fusion` makes of the readings that are there."""
    reading = fuse(_there(readings), weighing)
    return SILENT if reading is None else (reading.probabilities, reading.valence, reading.arousal)


def _compared(losses: Mapping[str, Losses], draws: Draws) -> dict[str, Compared]:
    figures = {name: draws.figures(loss) for name, loss in losses.items()}
    return {
        metric: _against_better(*(figures[name][metric] for name in ("face", "voice", "fused")))
        for metric in METRICS
    }


def _against_better(face: Column, voice: Column, both: Column) -> Compared:
    better = face if face[0] <= voice[0] else voice
    return Compared(float(face[0]), float(voice[0]), Interval.of(both), Interval.of(both - better))


def _both(step: Step, pairs: Pairs) -> list[tuple[Reading, Reading]]:
    return [
        (step.faces[face], step.voices[voice])
        for face, voice in zip(pairs.face, pairs.voice, strict=True)
    ]


def _there(readings: Sequence[Reading]) -> list[Evidence]:
    return [reading for reading in readings if reading is not None]


def _alone(reading: Reading) -> Said:
    return SILENT if reading is None else (reading.probabilities, reading.valence, reading.arousal)


def _emosh(step: Step, pairs: Pairs, draws: Draws) -> float:
    points = [
        (0.0, 0.0)
        if face is None
        else fuse_as_emosh(face, voice if voice is not None and voice.quality else None)
        for face, voice in _both(step, pairs)
    ]
    said = Answers.of([(SILENT[0], *point) for point in points])
    return float(draws.figures(Losses.of(said, pairs.labels))["point"][0])


def _weight(step: Step, pairs: Pairs) -> float:
    readings = [fuse(_there(both)) for both in _both(step, pairs)]
    return float(
        np.mean([0.0 if one is None else one.weights.get(step.modality, 0.0) for one in readings])
    )
