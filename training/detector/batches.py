"""Scenes gathered into batches by a process beside the training, in the order of the recipe.

recipe phases -> step -> 16 scene indices, picture side -> u8 [B,S,S] and flat target lists
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from training.datasets.detection_scenes import DetectionScenes
from training.datasets.scene import Scene
from training.detector.loss import Targets


@dataclass(frozen=True)
class Phase:
    """So many steps on pictures of one side."""

    side: int
    steps: int


class _Scenes(Dataset[Scene]):
    def __init__(self, scenes: DetectionScenes) -> None:
        self._scenes = scenes

    def __getitem__(self, key: tuple[int, int]) -> Scene:
        return self._scenes.scene(*key)


def step_sides(phases: Sequence[Phase]) -> list[int]:
    """The picture side of each step."""
    return [phase.side for phase in phases for _ in range(phase.steps)]


def gather(scenes: Sequence[Scene]) -> tuple[Tensor, Targets]:
    """Stack pictures, u8 [B,S,S], and flatten their boxes."""
    pictures = torch.from_numpy(np.stack([scene.pixels for scene in scenes]))
    faces, face_pictures = _flattened([scene.faces for scene in scenes])
    ignored, ignored_pictures = _flattened([scene.ignored for scene in scenes])
    return pictures, Targets(faces, face_pictures, ignored, ignored_pictures)


def _flattened(boxes: Sequence[np.ndarray]) -> tuple[Tensor, Tensor]:
    owners = np.repeat(np.arange(len(boxes)), [len(rows) for rows in boxes])
    return torch.from_numpy(np.concatenate(boxes).astype(np.float32)), torch.from_numpy(owners)


def batches(
    scenes: DetectionScenes, sides: Sequence[int], size: int, first_step: int
) -> Iterator[tuple[Tensor, Targets]]:
    """Batches of the steps from `first_step` on; they do not depend on where a run began."""
    keys = [
        [(step * size + item, sides[step]) for item in range(size)]
        for step in range(first_step, len(sides))
    ]
    return iter(
        DataLoader(
            _Scenes(scenes),
            batch_sampler=keys,
            collate_fn=gather,
            num_workers=1,
            prefetch_factor=8,
            worker_init_fn=_one_thread,
        )
    )


def _one_thread(worker: int) -> None:
    cv2.setNumThreads(1)
