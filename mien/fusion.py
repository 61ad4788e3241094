"""Face, voice and words to one reading: late fusion, weighted by how far each can be trusted.

    Evidence(face) ──┐  trust = quality ^ power x decisiveness ^ power x 0.5 ^ (age / half-life)
    Evidence(voice) ─┼─> probabilities: log-linear pool, the most trusted one counting in full
    Evidence(words) ─┘   point: derived from them, and what a modality itself says beyond that
                         weights: shares of the trust; conflict: how far the weighty ones disagree

The numbers in here are what `python -m training.fusion.fit` finds on validation data;
docs/fusion.md tells what they come to on test data.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mien.emoji import nearest_emoji
from mien.opinion_pool import decisiveness, divergence, log_linear_pool
from mien.taxonomy import LABELS, derived_valence_arousal

HALF_LIFE = {"face": 0.5, "voice": 2.0, "words": 10.0}
"""Seconds after which a reading counts half: how fast each modality changes."""

LEAST_TRUST = 1e-6
"""Evidence below this says nothing."""

EMOSH_VOICE = 0.35
"""The voice's share of eMosh's arousal."""

UNCERTAIN_BELOW = 0.46
"""A fused reading whose likeliest expression is less probable is more often wrong than right."""


class Modality(StrEnum):
    """What was read."""

    FACE = "face"
    VOICE = "voice"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One modality's reading.

    `probabilities` are calibrated, in the order of `Expression`, and add up to 1; valence and
    arousal are in -1..1; `quality` in 0..1 says how well the signal could be read, see
    `mien.perception.quality` and `voice_activity`; `age` is in seconds.
    """

    modality: Modality
    probabilities: Sequence[float]
    valence: float
    arousal: float
    quality: float = 1.0
    age: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighing:
    """How strongly each kind of reliability counts: powers of numbers in 0..1; 0 ignores it."""

    quality: Mapping[Modality, float]
    decisiveness: float

    def trust(self, evidence: Evidence) -> float:
        """0..1: quality, decisiveness and freshness together."""
        clear = math.pow(evidence.quality, self.quality[evidence.modality])
        sure = math.pow(decisiveness(evidence.probabilities), self.decisiveness)
        return clear * sure * math.exp2(-max(0.0, evidence.age) / HALF_LIFE[evidence.modality])


WEIGHING = Weighing({Modality.FACE: 0.5, Modality.VOICE: 1.0, Modality.WORDS: 1.0}, 0.5)
"""Fitted, but for the words, of which no pairs with faces or voices are at hand."""

PRIORS: Mapping[Modality, tuple[float, ...]] = {
    Modality.FACE: (0.1325, 0.0123, 0.1358, 0.2631, 0.1886, 0.0895, 0.1782),
    Modality.VOICE: (2 / 15,) * 6 + (3 / 15,),
    Modality.WORDS: (1 / len(LABELS),) * len(LABELS),
}
"""How often each expression occurs where the modality's probabilities were calibrated."""

OWN_POINT: Mapping[Modality, tuple[float, float]] = {
    Modality.FACE: (1.0, 1.0),
    Modality.VOICE: (0.0, 1.0),
    Modality.WORDS: (1.0, 0.0),
}
"""How far a modality's own valence and arousal count beside those derived from probabilities.

A voice tells arousal, but hardly valence, on rated speech (models/speech-emotion.md); words tell
valence alone.
"""


@dataclass(frozen=True, slots=True)
class FusedReading:
    """What all modalities together apparently express.

    `weights` are the shares of each modality in the trust and add up to 1. `conflict` in 0..1 is
    0 where all say the same or only one counts, 1 where two equally weighty ones exclude each
    other. Valence and arousal are in -1..1.
    """

    probabilities: tuple[float, ...]
    dominant: str
    valence: float
    arousal: float
    emoji: str
    uncertain: bool
    weights: dict[str, float]
    conflict: float


def fuse(evidence: Sequence[Evidence], weighing: Weighing = WEIGHING) -> FusedReading | None:
    """One reading of all the evidence; None where there is none that can be trusted at all.

    At most one evidence a modality. One that is alone, or beside others that count nothing, is
    the answer as it is.
    """
    trusted = [(item, weighing.trust(item)) for item in evidence]
    told = [item for item, trust in trusted if trust > LEAST_TRUST]
    if not told:
        return None
    trusts = [trust for _, trust in trusted if trust > LEAST_TRUST]
    weights = [trust / sum(trusts) for trust in trusts]
    opinions = [item.probabilities for item in told]
    exponents = [trust / max(trusts) for trust in trusts]
    priors = [PRIORS[item.modality] for item in told]
    probabilities = log_linear_pool(opinions, exponents, priors, weights)
    shares = [weight * exponent for weight, exponent in zip(weights, exponents, strict=True)]
    return _reading(probabilities, _point(probabilities, told, shares), told, weights)


def fuse_as_emosh(face: Evidence, voice: Evidence | None) -> tuple[float, float]:
    """eMosh's fixed fusion, kept for its clients: (valence, arousal).

    Valence is the face's; arousal is EMOSH_VOICE of the voice's and the rest of the face's, or the
    face's alone without sound.
    """
    if voice is None:
        return face.valence, face.arousal
    return face.valence, EMOSH_VOICE * voice.arousal + (1.0 - EMOSH_VOICE) * face.arousal


def _reading(
    probabilities: tuple[float, ...],
    point: tuple[float, float],
    told: Sequence[Evidence],
    weights: Sequence[float],
) -> FusedReading:
    best = max(range(len(LABELS)), key=probabilities.__getitem__)
    valence, arousal = point
    return FusedReading(
        probabilities=probabilities,
        dominant=LABELS[best],
        valence=valence,
        arousal=arousal,
        emoji=nearest_emoji(valence, arousal),
        uncertain=probabilities[best] < UNCERTAIN_BELOW,
        weights={item.modality.value: w for item, w in zip(told, weights, strict=True)},
        conflict=min(1.0, divergence([item.probabilities for item in told], weights)),
    )


def _point(
    probabilities: Sequence[float], told: Sequence[Evidence], shares: Sequence[float]
) -> tuple[float, float]:
    """Derived from the pooled probabilities, moved by a share of what each says beyond its own."""
    valence, arousal = derived_valence_arousal(probabilities)
    for item, share in zip(told, shares, strict=True):
        by_valence, by_arousal = OWN_POINT[item.modality]
        derived = derived_valence_arousal(item.probabilities)
        valence += share * by_valence * (item.valence - derived[0])
        arousal += share * by_arousal * (item.arousal - derived[1])
    return max(-1.0, min(1.0, valence)), max(-1.0, min(1.0, arousal))
