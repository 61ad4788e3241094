"""A timeline in a few numbers, and which moments made them.

    samples with the viewer's face ─> shares, polarity, EEI, EmoNPS, score, mean and peak points

Samples without the viewer's face count in `no_face_share` alone: without a face there is no
apparent expression, and a voice by itself may be another person's.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mien.clips.baseline import Baseline, baseline
from mien.clips.timeline import Timeline
from mien.clips.watching import Sample
from mien.emoji import nearest_emoji
from mien.fusion import FusedReading
from mien.perception.reply import DIGITS, NO_FACE
from mien.taxonomy import LABELS, POLARITY, Expression

USUAL_K = 0.5
"""Weight of the neutral share in EmoNPS; mfdp lets it run from 0.2 to 1."""

STRONGEST = 1 / 3
"""The part of the samples, farthest from the centre of the circumplex, that eMosh averaged."""

MOST = 0.5
"""The share of uncertain samples above which a clip is uncertain."""

DEFINITIONS = {
    "shares": "share of the samples with the viewer's face in which each expression was likeliest",
    "uncertain": "whether most samples with the viewer's face are uncertain, so that the leading "
    "expression is a guess",
    "experience_index": "Emotional Experience Index: percentage of positive minus negative samples",
    "emonps": "percentage of positive minus negative minus K times neutral samples",
    "score": "100 times the mean of the positive minus the negative expressions' probabilities, "
    "from -100 (wholly negative) to 100 (wholly positive)",
    "emoji": "nearest to the mean point of the samples that the leading expression leads, or of "
    "all where that is a guess",
    "peak": "mean point of the third of the samples that lies farthest from the centre",
    "valence": "mean over the samples, -1..1, derived from the expressions' probabilities",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """A clip in numbers; percentages in 0..100, shares in 0..1. See DEFINITIONS."""

    seconds: float
    samples: int
    no_face_share: float
    uncertain_share: float
    shares: dict[str, float]
    positive: float
    negative: float
    neutral: float
    dominant: str
    valence: float
    arousal: float
    peak: tuple[float, float]
    emoji: str
    score: float
    conflict: float
    baseline: Baseline | None

    @property
    def uncertain(self) -> bool:
        """Whether most samples are uncertain, so that the leading expression is a guess."""
        return self.uncertain_share > MOST

    @property
    def experience_index(self) -> float:
        """%positive - %negative, -100..100."""
        return self.positive - self.negative

    def emonps(self, k: float = USUAL_K) -> float:
        """%positive - %negative - k x %neutral; `k` in 0.2..1."""
        return self.positive - self.negative - k * self.neutral


def summarise(timeline: Timeline) -> Summary:
    """The summary of a timeline, which may show no face at all."""
    read = [fused for _, fused in read_samples(timeline.samples)]
    count = len(read)
    dominant = Counter(fused.dominant for fused in read)
    shares = {label: dominant[label] / count if count else 0.0 for label in LABELS}
    percent = {side: 100 * _share(shares, side) for side in (1, -1, 0)}
    leading = max(LABELS, key=shares.__getitem__) if count else NO_FACE
    valence, arousal = _mean_point(read)
    peak = _mean_point(_strongest(read))
    uncertain_share = _mean([float(fused.uncertain) for fused in read])
    led = [fused for fused in read if fused.dominant == leading]
    typical = _mean_point(read if uncertain_share > MOST else led)
    faceless = sum(sample.viewer_face is None for sample in timeline.samples)
    return Summary(
        seconds=timeline.seconds,
        samples=len(timeline.samples),
        no_face_share=faceless / len(timeline.samples) if timeline.samples else 1.0,
        uncertain_share=uncertain_share,
        shares=shares,
        positive=percent[1],
        negative=percent[-1],
        neutral=percent[0],
        dominant=leading,
        valence=valence,
        arousal=arousal,
        peak=peak,
        emoji=nearest_emoji(*typical) if count else "",
        score=100 * _mean([polarity(fused.probabilities) for fused in read]),
        conflict=_mean([fused.conflict for fused in read]),
        baseline=baseline(timeline.samples, timeline.rate),
    )


def read_samples(samples: Iterable[Sample]) -> list[tuple[Sample, FusedReading]]:
    """The samples that show the viewer's face, with what was read in them."""
    return [
        (sample, sample.fused)
        for sample in samples
        if sample.fused is not None and sample.viewer_face is not None
    ]


def polarity(probabilities: Sequence[float]) -> float:
    """Probability of the positive minus that of the negative expressions, -1..1."""
    pairs = zip(Expression, probabilities, strict=True)
    return sum(POLARITY[expression] * p for expression, p in pairs)


def summary_reply(summary: Summary) -> dict[str, Any]:
    """The summary as JSON holds it, its definitions beside it."""
    rest = summary.baseline
    return {
        "duration": round(summary.seconds, 3),
        "samples": summary.samples,
        "shares": {label: round(share, DIGITS) for label, share in summary.shares.items()},
        "dominant_emotion": summary.dominant,
        "uncertain": summary.uncertain,
        "valence": round(summary.valence, DIGITS),
        "arousal": round(summary.arousal, DIGITS),
        "peak": {
            "valence": round(summary.peak[0], DIGITS),
            "arousal": round(summary.peak[1], DIGITS),
        },
        "emoji": summary.emoji,
        "score": round(summary.score, 1),
        "polarity": {
            "positive": round(summary.positive, 1),
            "negative": round(summary.negative, 1),
            "neutral": round(summary.neutral, 1),
        },
        "experience_index": round(summary.experience_index, 1),
        "emonps": {"k": USUAL_K, "value": round(summary.emonps(), 1)},
        "no_face_share": round(summary.no_face_share, DIGITS),
        "uncertain_share": round(summary.uncertain_share, DIGITS),
        "conflict": round(summary.conflict, DIGITS),
        "baseline": rest
        and {
            "valence": round(rest.valence, DIGITS),
            "arousal": round(rest.arousal, DIGITS),
            "seconds": round(rest.seconds, 1),
        },
        "definitions": DEFINITIONS,
    }


def _share(shares: dict[str, float], side: int) -> float:
    return sum(share for label, share in shares.items() if POLARITY[Expression(label)] == side)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _mean_point(read: Sequence[FusedReading]) -> tuple[float, float]:
    return _mean([fused.valence for fused in read]), _mean([fused.arousal for fused in read])


def _strongest(read: Sequence[FusedReading]) -> list[FusedReading]:
    ordered = sorted(read, key=lambda fused: -(fused.valence**2 + fused.arousal**2))
    return ordered[: max(1, round(len(ordered) * STRONGEST))]
