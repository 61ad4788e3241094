"""The readings' part of a report: in numbers, and over time."""

from collections.abc import Sequence

from mien.perception.reply import DIGITS, NO_FACE, by_label
from mien.taxonomy import LABELS, POLARITY, Expression
from recommender_api.sessions.report.curves import curves
from recommender_api.sessions.report.replies import ExpressionsReply, MomentReply, OverTimeReply
from recommender_api.sessions.scoring import durations
from recommender_api.sessions.track import Track


def expressions(track: Track) -> ExpressionsReply:
    """All readings in numbers."""
    if not len(track):
        shares = dict.fromkeys(LABELS, 0.0)
        return {
            "readings": 0,
            "seconds": 0.0,
            "shares": shares,
            "dominant_emotion": NO_FACE,
            "valence": 0.0,
            "arousal": 0.0,
            "uncertain_share": 0.0,
        }
    spoken_for = durations(track.seconds)
    weights = spoken_for / spoken_for.sum()
    shares = by_label(tuple((weights @ track.probabilities).tolist()))
    valence, arousal = (weights @ track.points).tolist()
    return {
        "readings": len(track),
        "seconds": round(float(spoken_for.sum()), 1),
        "shares": shares,
        "dominant_emotion": max(LABELS, key=shares.__getitem__),
        "valence": round(valence, DIGITS),
        "arousal": round(arousal, DIGITS),
        "uncertain_share": round(float(weights @ track.uncertain), DIGITS),
    }


def over_time(track: Track) -> OverTimeReply:
    """The two graphs' numbers."""
    drawn = curves(track)
    moments = zip(drawn.seconds.tolist(), drawn.probabilities.tolist(), strict=True)
    return {
        "gap_seconds": round(drawn.gap, 3),
        "moments": [_moment(seconds, probabilities) for seconds, probabilities in moments],
    }


def _moment(seconds: float, probabilities: Sequence[float]) -> MomentReply:
    return {
        "seconds": round(seconds, 3),
        "probabilities": by_label(tuple(probabilities)),
        "positive": _of_side(probabilities, 1),
        "negative": _of_side(probabilities, -1),
    }


def _of_side(probabilities: Sequence[float], side: int) -> float:
    pairs = zip(Expression, probabilities, strict=True)
    return round(sum(p for expression, p in pairs if POLARITY[expression] == side), DIGITS)
