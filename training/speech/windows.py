"""The window in the middle of a sound, as `mien.perception.speech` cuts a short one."""

import numpy as np
from numpy.typing import NDArray

from mien.media.audio import Sound
from mien.perception.log_mel import BANDS, log_mel


def centred(sound: Sound, frames: int) -> NDArray[np.float32]:
    """Log-mel powers [frames, BANDS]; a short sound stands amid its own near-silence."""
    bands = log_mel(sound)
    spare = len(bands) - frames
    if spare >= 0:
        return bands[spare // 2 : spare // 2 + frames]
    window = np.full((frames, BANDS), bands.min(axis=0), np.float32)
    start = -spare // 2
    window[start : start + len(bands)] = bands
    return window
