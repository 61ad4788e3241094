"""How long a call takes, told apart from what else the machine was doing."""

import time
from collections.abc import Callable

import numpy as np

BLOCKS, CALLS_A_BLOCK, WARM_UP = 10, 50, 5


def milliseconds(call: Callable[[int], object]) -> float:
    """CPU time of `call(index)` over all threads: the least of ten blocks' medians, warmed up.

    On one thread of an idle machine that is the wall time. Other work beside it slows a call
    through the caches, too, but comes and goes; the least block had the least of it.
    """
    for index in range(WARM_UP):
        call(index)
    seconds = [_timed(call, index) for index in range(BLOCKS * CALLS_A_BLOCK)]
    return float(np.median(np.reshape(seconds, (BLOCKS, CALLS_A_BLOCK)), axis=1).min() * 1e3)


def _timed(call: Callable[[int], object], index: int) -> float:
    started = time.process_time()
    call(index)
    return time.process_time() - started
