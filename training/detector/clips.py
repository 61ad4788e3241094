"""What a detector finds in the evaluation clips, sampled at 10 Hz as the platform samples them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

SAMPLES_PER_SECOND = 10.0


@dataclass(frozen=True)
class ClipCounts:
    """Sampled frames of a clip by how many faces were found in them."""

    name: str
    none: int
    one: int
    more: int

    @property
    def frames(self) -> int:
        """All sampled frames."""
        return self.none + self.one + self.more


def sampled_frames(path: Path) -> Iterator[NDArray[np.uint8]]:
    """Every first frame at or after a tenth of a second, u8 [H,W,3] BGR."""
    due = 0.0
    with av.open(str(path)) as container:
        for index, frame in enumerate(container.decode(video=0)):
            time = index / 25 if frame.time is None else frame.time
            if time + 1e-6 >= due:
                yield np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
                due = max(due + 1 / SAMPLES_PER_SECOND, time)


def count(path: Path, faces_per_frame: list[int]) -> ClipCounts:
    """Sum up how many faces each sampled frame of `path` gave."""
    counts = np.asarray(faces_per_frame)
    return ClipCounts(
        path.name, int((counts == 0).sum()), int((counts == 1).sum()), int((counts > 1).sum())
    )
