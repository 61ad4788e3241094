"""The speech network: convolutions over time and frequency, then attention over time.

log-mel [n, frames, 64] --mean 0, deviation 1 in a window--> residual blocks --> mean over bands
    --> attentive mean and deviation over time --> 8 emotions | valence, arousal
"""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.functional import relu

from training.datasets.ravdess import EMOTIONS
from training.speech.plan import Shape


class Block(nn.Module):
    """Two 3x3 convolutions around a shortcut; halves both axes."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs, 3, 2, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Sequential(
            nn.AvgPool2d(2, ceil_mode=True),
            nn.Conv2d(inputs, outputs, 1, bias=False),
            nn.BatchNorm2d(outputs),
        )

    def forward(self, maps: Tensor) -> Tensor:
        inner = relu(self.first_norm(self.first(maps)))
        return relu(self.second_norm(self.second(inner)) + self.shortcut(maps))


class SpeechNetwork(nn.Module):
    """Logits of EMOTIONS [n, 8], and valence and arousal [n, 2] in -1..1."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(1, shape.stem, 5, 2, 2, bias=False), nn.BatchNorm2d(shape.stem), nn.ReLU()
        )
        widths = (shape.stem, *shape.widths)
        self.blocks = nn.Sequential(*(Block(a, b) for a, b in pairwise(widths)))
        last = widths[-1]
        self.score = nn.Sequential(
            nn.Conv1d(last, shape.attention, 1), nn.Tanh(), nn.Conv1d(shape.attention, last, 1)
        )
        self.dropout = nn.Dropout(shape.dropout)
        self.emotions = nn.Linear(2 * last, len(EMOTIONS))
        self.dimensions = nn.Linear(2 * last, 2)

    def forward(self, bands: Tensor) -> tuple[Tensor, Tensor]:
        centred = bands - bands.mean(dim=(1, 2), keepdim=True)
        scaled = centred / (centred.square().mean(dim=(1, 2), keepdim=True) + 1e-3).sqrt()
        maps = self.blocks(self.stem(scaled.unsqueeze(1))).mean(dim=3)
        weights = self.score(maps).softmax(dim=2)
        mean = (weights * maps).sum(dim=2)
        deviation = ((weights * maps.square()).sum(dim=2) - mean.square()).clamp(min=1e-5).sqrt()
        pooled = self.dropout(torch.cat([mean, deviation], dim=1))
        return self.emotions(pooled), self.dimensions(pooled).tanh()
