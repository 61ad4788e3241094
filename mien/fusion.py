"""Face, voice and words to one reading: late fusion, weighted by how far each can be trusted.

    Evidence(face) ──┐  weight = prior x quality x decisiveness x 0.5 ^ (age / half-life)
    Evidence(voice) ─┼─> probabilities: linear opinion pool; valence and arousal: weighted means
    Evidence(words) ─┘  conflict: how far the weighty ones disagree

The priors follow what each modality tells on the project's own evaluations: the voice follows
arousal well and valence hardly, the face the other way round.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mien.emoji import nearest_emoji
from mien.taxonomy import LABELS

HALF_LIFE = {"face": 0.5, "voice": 2.0, "words": 10.0}
"""Seconds after which a reading counts half: how fast each modality changes."""

LEAST_TRUST = 1e-6
"""Evidence below this says nothing."""

UNCERTAIN_BELOW = 0.45
"""A fused reading whose likeliest expression is less probable than this is uncertain."""


class Modality(StrEnum):
    """What was read."""

    FACE = "face"
    VOICE = "voice"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Prior:
    """How much a modality tells about the expression, valence and arousal, beside the others."""

    expression: float
    valence: float
    arousal: float


PRIORS: Mapping[Modality, Prior] = {
    Modality.FACE: Prior(expression=0.6, valence=0.8, arousal=0.5),
    Modality.VOICE: Prior(expression=0.4, valence=0.2, arousal=0.5),
    Modality.WORDS: Prior(expression=0.3, valence=0.5, arousal=0.1),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One modality's reading.

    `probabilities` are calibrated, in the order of `Expression`, and add up to 1; valence and
    arousal are in -1..1; `quality` in 0..1 says how well the signal could be read, see
    `mien.perception.quality`
    and `voice_activity`; `age` is in seconds.
    """

    modality: Modality
    probabilities: Sequence[float]
    valence: float
    arousal: float
    quality: float = 1.0
    age: float = 0.0

    @property
    def trust(self) -> float:
        """0..1: quality, decisiveness and freshness together."""
        fresh = math.exp2(-max(0.0, self.age) / HALF_LIFE[self.modality])
        return self.quality * decisiveness(self.probabilities) * fresh


@dataclass(frozen=True, slots=True)
class FusedReading:
    """What all modalities together apparently express.

    `weights` are the shares of each modality in `probabilities` and add up to 1. `conflict` in
    0..1 is 0 where all say the same or only one counts, 1 where two equally weighty ones exclude
    each other.
    """

    probabilities: tuple[float, ...]
    dominant: str
    valence: float
    arousal: float
    emoji: str
    uncertain: bool
    weights: dict[str, float]
    conflict: float


def decisiveness(probabilities: Sequence[float]) -> float:
    """0 for a uniform distribution, 1 for a certain one: one minus the normalised entropy."""
    entropy = -sum(p * math.log(p) for p in probabilities if p > 0.0)
    return max(0.0, 1.0 - entropy / math.log(len(probabilities)))


def fuse(evidence: Sequence[Evidence]) -> FusedReading | None:
    """One reading of all the evidence; None where there is none that can be trusted at all."""
    told = [item for item in evidence if item.trust > LEAST_TRUST]
    if not told:
        return None
    priors = [PRIORS[item.modality] for item in told]
    weights = _shares([prior.expression for prior in priors], told)
    probabilities = _pooled(weights, told)
    by_valence = _shares([prior.valence for prior in priors], told)
    by_arousal = _shares([prior.arousal for prior in priors], told)
    valence = sum(w * item.valence for w, item in zip(by_valence, told, strict=True))
    arousal = sum(w * item.arousal for w, item in zip(by_arousal, told, strict=True))
    return _reading(probabilities, valence, arousal, told, weights)


def fuse_as_emosh(face: Evidence, voice: Evidence | None) -> tuple[float, float]:
    """eMosh's fixed fusion, kept for its clients: (valence, arousal).

    Valence is the face's; arousal is 0.35 of the voice's and 0.65 of the face's, or the face's
    alone without sound.
    """
    if voice is None:
        return face.valence, face.arousal
    return face.valence, 0.35 * voice.arousal + 0.65 * face.arousal


def _shares(priors: Sequence[float], told: Sequence[Evidence]) -> list[float]:
    raw = [prior * item.trust for prior, item in zip(priors, told, strict=True)]
    return [share / sum(raw) for share in raw]


def _pooled(weights: Sequence[float], told: Sequence[Evidence]) -> list[float]:
    pairs = list(zip(weights, told, strict=True))
    return [sum(w * item.probabilities[place] for w, item in pairs) for place in range(len(LABELS))]


def _reading(
    probabilities: Sequence[float],
    valence: float,
    arousal: float,
    told: Sequence[Evidence],
    weights: Sequence[float],
) -> FusedReading:
    best = max(range(len(LABELS)), key=probabilities.__getitem__)
    return FusedReading(
        probabilities=tuple(probabilities),
        dominant=LABELS[best],
        valence=valence,
        arousal=arousal,
        emoji=nearest_emoji(valence, arousal),
        uncertain=probabilities[best] < UNCERTAIN_BELOW,
        weights={item.modality.value: w for item, w in zip(told, weights, strict=True)},
        conflict=_conflict(probabilities, told, weights),
    )


def _conflict(pooled: Sequence[float], told: Sequence[Evidence], weights: Sequence[float]) -> float:
    """Weighted Jensen-Shannon divergence (Lin 1991) in bits, which two modalities keep below 1."""
    divergence = sum(
        w * p * math.log2(p / mean)
        for w, item in zip(weights, told, strict=True)
        for p, mean in zip(item.probabilities, pooled, strict=True)
        if p > 0.0
    )
    return min(1.0, max(0.0, divergence))
