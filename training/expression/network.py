"""A small residual network (He et al. 2016) with one head for each group of annotators.

                                     ┌─> FER2013 head ─┐
    faces ─> standardise ─> stages ──┤                 ├─> pool, see pool.py ─> logits
                                     └─> FER+ head ────┘

FER2013's single label and FER+'s ten raters agree on 72% of the training rows only. Each head
learns its own annotators on shared features; the export pools the two as validation data asks,
at no cost per face.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from mien.taxonomy import LABELS

CLASSES = len(LABELS)


@dataclass(frozen=True)
class NetworkShape:
    """Width and number of residual blocks of each stage; a stage halves the resolution."""

    stem: int
    widths: Sequence[int]
    blocks: Sequence[int]
    dropout: float


def standardise(faces: Tensor) -> Tensor:
    """uint8 or float [b, 48, 48] -> float [b, 1, 48, 48] with mean 0 and deviation 1 each.

    Per face, so that exposure and contrast of the camera do not matter.
    """
    pixels = faces.float().unsqueeze(1) / 255.0
    centred = pixels - pixels.mean(dim=(2, 3), keepdim=True)
    deviation = (centred * centred).mean(dim=(2, 3), keepdim=True).sqrt()
    return centred / (deviation + 0.02)


def conv_norm(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution and batch normalisation, which fold into one operator in the export."""
    padding = kernel // 2
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False), nn.BatchNorm2d(outputs)
    )


class ResidualBlock(nn.Module):
    """Two 3 x 3 convolutions beside a shortcut."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first = conv_norm(inputs, outputs, stride=stride)
        self.second = conv_norm(outputs, outputs)
        same = stride == 1 and inputs == outputs
        self.shortcut = nn.Identity() if same else conv_norm(inputs, outputs, 1, stride)

    def forward(self, features: Tensor) -> Tensor:
        """[b, inputs, h, w] -> [b, outputs, h / stride, w / stride]."""
        residual = self.second(functional.relu(self.first(features)))
        return functional.relu(residual + self.shortcut(features))


class ExpressionNetwork(nn.Module):
    """faces [b, 48, 48] -> (FER2013 logits [b, 7], FER+ logits [b, 7])."""

    def __init__(self, shape: NetworkShape) -> None:
        super().__init__()
        self.stem = nn.Sequential(conv_norm(1, shape.stem), nn.ReLU())
        stages: list[nn.Module] = []
        inputs = shape.stem
        for width, blocks in zip(shape.widths, shape.blocks, strict=True):
            for index in range(blocks):
                stages.append(ResidualBlock(inputs, width, stride=2 if index == 0 else 1))
                inputs = width
        self.stages = nn.Sequential(*stages)
        self.dropout = nn.Dropout(shape.dropout)
        self.heads = nn.Linear(inputs, 2 * CLASSES)

    def forward(self, faces: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        features = self.stages(self.stem(standardise(faces)))
        logits = self.heads(self.dropout(features.mean(dim=(2, 3))))
        return logits[:, :CLASSES], logits[:, CLASSES:]


def channels_last(network: nn.Module) -> nn.Module:
    """Lay the kernels out as CPUs convolve fastest; the values stay."""
    for weights in network.parameters():
        if weights.ndim == 4:
            weights.data = weights.data.contiguous(memory_format=torch.channels_last)
    return network


class ServedClassifier(nn.Module):
    """What is exported: faces uint8 [b, 48, 48] -> logits [b, 7]."""

    def __init__(self, network: nn.Module, pool: nn.Module) -> None:
        super().__init__()
        self.network, self.pool = network, pool

    def forward(self, faces: Tensor) -> Tensor:
        """See the class."""
        logits: Tensor = self.pool(*self.network(faces))
        return logits
