"""Batches of augmented speech, made by a process beside the training one.

utterances, shuffled --augment--> spectrograms, some of them of no voice --> (bands, emotions,
    valence and arousal) --mixup--> the same
"""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import one_hot
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from mien.perception.log_mel import HOP
from training.datasets.ravdess import EMOTIONS, Utterance
from training.speech.augmentation import augmented
from training.speech.no_speech import no_speech
from training.speech.plan import Loss, Recipe

Batch = tuple[Tensor, Tensor, Tensor]
"""Log-mel powers [n, frames, 64], shares of EMOTIONS [n, 8], valence and arousal [n, 2]."""


class SpeechBatches(IterableDataset[Batch]):
    """Endless batches, in an order that seed and first step determine."""

    def __init__(self, utterances: Sequence[Utterance], plan: Recipe, first: int) -> None:
        self._utterances, self._plan, self._first = utterances, plan, first
        self._voices = [utterance.sound for utterance in utterances]
        self.per_epoch = len(utterances) // plan.batch_size

    def __iter__(self) -> Iterator[Batch]:
        if get_worker_info() is not None:
            torch.set_num_threads(1)
        step = self._first
        while True:
            epoch, index = divmod(step, self.per_epoch)
            order = np.random.default_rng((self._plan.seed, epoch)).permutation(len(self._voices))
            random = np.random.default_rng((self._plan.seed, 1, step))
            size = self._plan.batch_size
            yield self._batch(order[index * size : (index + 1) * size], random)
            step += 1

    def _batch(self, rows: NDArray[np.int64], random: np.random.Generator) -> Batch:
        spoken = random.random(len(rows)) >= self._plan.no_speech_share
        chosen = [self._utterances[row] for row in rows]
        bands = [
            self._bands(utterance, is_speech, random)
            for utterance, is_speech in zip(chosen, spoken, strict=True)
        ]
        voiced = torch.from_numpy(spoken.astype(np.float32))[:, None]
        emotions = one_hot(torch.tensor([u.emotion for u in chosen]), len(EMOTIONS)).float()
        points = torch.tensor([u.valence_arousal for u in chosen])
        return (
            torch.from_numpy(np.stack(bands)),
            voiced * emotions + (1 - voiced) / len(EMOTIONS),
            voiced * points,
        )

    def _bands(
        self, utterance: Utterance, is_speech: bool, random: np.random.Generator
    ) -> NDArray[np.float32]:
        plan = self._plan
        sound = utterance.sound
        if not is_speech:
            sound = no_speech(plan.frames * HOP / 16_000 * 1.3, random)
        return augmented(sound, self._voices, plan.augmentation, plan.frames, random)


def batches(utterances: Sequence[Utterance], plan: Recipe, first: int) -> Iterator[Batch]:
    """Batches from step `first` on."""
    made = SpeechBatches(utterances, plan, first)
    return iter(DataLoader(made, batch_size=None, num_workers=1, prefetch_factor=6))


def mixed(batch: Batch, loss: Loss) -> Batch:
    """Mixup (Zhang et al. 2018) and label smoothing."""
    bands, emotions, points = batch
    emotions = emotions * (1 - loss.label_smoothing) + loss.label_smoothing / len(EMOTIONS)
    share = torch.distributions.Beta(loss.mixup_alpha, loss.mixup_alpha).sample((len(bands), 1))
    other = torch.randperm(len(bands))
    return (
        torch.lerp(bands[other], bands, share.unsqueeze(2)),
        torch.lerp(emotions[other], emotions, share),
        torch.lerp(points[other], points, share),
    )
