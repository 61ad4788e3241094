"""A day of a fleet of gateways: viewers come and go, an opening night comes at once, gateways die.

viewers wanted(t) ─> places of the gateways that are up ─> served | turned away
     └─ autoscaler: every 15 s, toward TARGET of what they can; a new one takes START_SECONDS
each gateway that is up dies by chance, and is back after BACK_SECONDS
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

DAY, STEP = 86_400, 15
LEAST = 2
TARGET = 0.8
"""Share of a gateway's places that the autoscaler wants taken, as its rule has it."""

START_SECONDS, BACK_SECONDS = 120, 45
"""A machine and a gateway on it; a gateway again on a machine that is there."""

DEATHS_A_DAY = 1 / 30
QUIET = 0.15
"""The share of the busiest moment's viewers that is there at night."""

RUSH, RUSH_SECONDS, RUSH_AT = 0.3, 300, 20 * 3600
"""An opening: so large a share comes within so long, at eight in the evening."""


@dataclass(frozen=True, slots=True)
class Day:
    """Gateways at most and on average; shares of viewers' time, also in the worst minute."""

    most: int
    mean: float
    turned_away: float
    worst_minute: float


def wanted(peak: float) -> np.ndarray:
    """Viewers at each step of a day: a slow wave, and the opening on top of it."""
    seconds = np.arange(0, DAY, STEP)
    wave = QUIET + (1 - RUSH - QUIET) * np.sin(np.pi * seconds / DAY) ** 2
    late = np.clip((seconds - RUSH_AT) / RUSH_SECONDS, 0, 1)
    fading = np.exp(-np.clip(seconds - RUSH_AT - RUSH_SECONDS, 0, None) / 3600)
    shape = wave + RUSH * late * fading
    return np.asarray(peak * shape / shape.max())


def day(peak: float, places: float, seed: int = 0) -> Day:
    """With so many viewers at the busiest moment, and so many places in a gateway."""
    random = np.random.default_rng(seed)
    asked = wanted(peak)
    up = max(LEAST, int(np.ceil(asked[0] / places / TARGET)))
    coming: deque[tuple[int, int]] = deque()
    ups, away = [], []
    for step, viewers in enumerate(asked):
        now = step * STEP
        while coming and coming[0][0] <= now:
            up += coming.popleft()[1]
        died = int(random.poisson(up * DEATHS_A_DAY * STEP / DAY))
        up -= died
        needed = max(LEAST, int(np.ceil(viewers / places / TARGET)))
        more = needed - up - died - sum(count for _, count in coming)
        coming.extend([(now + BACK_SECONDS, died)] if died else [])
        if more > 0:
            coming.append((now + START_SECONDS, more))
        elif not coming:
            up = max(needed, up - max(1, up // 10))  # never many at once
        coming = deque(sorted(coming))
        ups.append(up)
        away.append(max(0.0, viewers - up * places))
    minutes = DAY // 60
    by_minute = np.reshape(away, (minutes, -1)).sum(1) / np.reshape(asked, (minutes, -1)).sum(1)
    return Day(max(ups), float(np.mean(ups)), sum(away) / float(asked.sum()), by_minute.max())
