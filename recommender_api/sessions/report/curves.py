"""A session's readings over time, few enough to send and to draw.

n readings --means of equal stretches of time, where there are many--> at most MOST_MOMENTS moments
"""

from dataclasses import dataclass

import numpy as np

from recommender_api.sessions.scoring import LONGEST_SECONDS, Floats
from recommender_api.sessions.track import Track

MOST_MOMENTS = 400


@dataclass(frozen=True, slots=True)
class Curves:
    """(n,) seconds rising and the (n, 7) probabilities there; a line breaks where nothing was read
    for longer than `gap` seconds."""

    seconds: Floats
    probabilities: Floats
    gap: float


def curves(track: Track) -> Curves:
    """Means over stretches of time; the readings themselves where they are few."""
    if len(track) <= MOST_MOMENTS:
        return Curves(track.seconds, track.probabilities, 1.5 * LONGEST_SECONDS)
    begin, end = track.seconds[0], track.seconds[-1]
    step = max((end - begin) / MOST_MOMENTS, 1e-9)
    stretch = np.minimum((track.seconds - begin) / step, MOST_MOMENTS - 1).astype(np.intp)
    counts = np.bincount(stretch, minlength=MOST_MOMENTS)
    read = counts > 0
    columns = [track.seconds, *track.probabilities.T]
    sums = np.stack([np.bincount(stretch, column, MOST_MOMENTS)[read] for column in columns], 1)
    means = sums / counts[read][:, None]
    return Curves(means[:, 0], means[:, 1:], max(1.5 * LONGEST_SECONDS, 2.5 * step))
