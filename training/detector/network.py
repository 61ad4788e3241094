"""A compact single-stage face detector: grey square in, one score and one box for each anchor out.

    images u8 [B,S,S] -> stem /4 -> stage /8 -> stage /16 -> stage /32
                                      |            |            |
                                      +<-- FPN <---+<-- FPN <---+      (add, nearest upsampling)
                                      |            |            |
                                     head         head         head   -> logit, dx, dy, log w, log h

Plain dense 3x3 convolutions with ReLU: on one CPU core they run nearer to the peak than
depth-wise ones, and batch normalisation folds into them at export. The input is grey because
nearly all training faces are; colour then cannot matter.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDES = (8, 16, 32)
PIXEL_MEAN, PIXEL_SCALE = 114.0, 64.0
PRIOR_PROBABILITY = 0.01


@dataclass(frozen=True)
class Widths:
    """Channels of the two stem convolutions, of the three stages and of the pyramid."""

    stem: tuple[int, int] = (16, 32)
    stages: tuple[int, int, int] = (32, 64, 128)
    blocks: tuple[int, int, int] = (1, 2, 2)
    pyramid: int = 32


def convolution(inputs: int, outputs: int, size: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution, batch normalisation, ReLU."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False),
        nn.BatchNorm2d(outputs, momentum=0.03, eps=1e-3),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):
    """Two 3x3 convolutions around a shortcut (He et al. 2016), kept at one width."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = convolution(channels, channels)
        self.second = convolution(channels, channels)[:2]

    def forward(self, features: Tensor) -> Tensor:
        """[B,C,H,W] -> the same shape."""
        return functional.relu(features + self.second(self.first(features)))


class FaceNetwork(nn.Module):
    """Backbone, feature pyramid and heads. `forward` gives what the loss needs, undecoded."""

    def __init__(self, widths: Widths | None = None) -> None:
        super().__init__()
        widths = widths or Widths()
        first, second = widths.stem
        self.stem = nn.Sequential(
            convolution(1, first, stride=2), convolution(first, second, stride=2)
        )
        self.stages = nn.ModuleList()
        inputs = second
        for channels, blocks in zip(widths.stages, widths.blocks, strict=True):
            layers = [convolution(inputs, channels, stride=2)]
            self.stages.append(nn.Sequential(*layers, *(Residual(channels) for _ in range(blocks))))
            inputs = channels
        pyramid = widths.pyramid
        self.laterals = nn.ModuleList(convolution(c, pyramid, 1) for c in widths.stages)
        self.smooth = nn.ModuleList(convolution(pyramid, pyramid) for _ in STRIDES)
        self.towers = nn.ModuleList(convolution(pyramid, pyramid) for _ in STRIDES)
        self.predictors = nn.ModuleList(nn.Conv2d(pyramid, 5, 1) for _ in STRIDES)
        self._initialise()

    def _initialise(self) -> None:
        prior = torch.logit(torch.tensor(PRIOR_PROBABILITY))
        for predictor in self.predictors:
            assert isinstance(predictor, nn.Conv2d)
            assert predictor.bias is not None
            nn.init.normal_(predictor.weight, std=0.01)
            nn.init.zeros_(predictor.bias)
            predictor.bias.data[0] = prior
            predictor.bias.data[3:] = 1.0

    def features(self, images: Tensor) -> list[Tensor]:
        """u8 or float [B,S,S] in 0..255 -> pyramid features at /8, /16, /32."""
        levels = []
        hidden = self.stem(((images.float() - PIXEL_MEAN) / PIXEL_SCALE).unsqueeze(1))
        for stage, lateral in zip(self.stages, self.laterals, strict=True):
            hidden = stage(hidden)
            levels.append(lateral(hidden))
        for fine in (1, 0):
            levels[fine] = levels[fine] + functional.interpolate(levels[fine + 1], scale_factor=2.0)
        return [smooth(level) for smooth, level in zip(self.smooth, levels, strict=True)]

    def forward(self, images: Tensor) -> Tensor:
        """[B,S,S] -> [B,anchors,5]: score logit, centre offset (strides), log size (strides)."""
        outputs = [
            predictor(tower(level)).flatten(2)
            for level, tower, predictor in zip(
                self.features(images), self.towers, self.predictors, strict=True
            )
        ]
        return torch.cat(outputs, 2).transpose(1, 2)


def anchors(size: int) -> Tensor:
    """Anchors of a square input: float32 [anchors,3], centre x and y and stride in pixels."""
    rows = []
    for stride in STRIDES:
        ticks = (torch.arange(size // stride) + 0.5) * stride
        y, x = torch.meshgrid(ticks, ticks, indexing="ij")
        rows.append(torch.stack([x.flatten(), y.flatten(), torch.full((x.numel(),), stride)], 1))
    return torch.cat(rows)


def decode(raw: Tensor, grid: Tensor) -> Tensor:
    """[...,anchors,4] offsets and log sizes -> xyxy boxes in input pixels."""
    stride = grid[:, 2:]
    centres = grid[:, :2] + raw[..., :2] * stride
    halves = raw[..., 2:].clamp(max=5.0).exp() * stride / 2
    return torch.cat([centres - halves, centres + halves], -1)
