"""Turns a batch of faces into what other cameras, poses and croppers would have made of them.

    uint8 [b, 48, 48] ─> JPEG of some ─> affine ─> light ─> blur / low resolution of some
                                                         ─> noise ─> erasing ─> float [b, 48, 48]

Everything but JPEG runs on the whole batch at once, so that it costs a few per cent of a step.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True)
class Augmentation:
    """Strengths; shares are the part of the batch that an operation touches."""

    rotation_degrees: float
    scale: Sequence[float]
    aspect: float
    shift: float
    gamma: float
    contrast: float
    brightness: float
    lighting: float
    noise: float
    blur_share: float
    low_resolution_share: float
    jpeg_share: float
    erase_share: float

    def softened(self, factor: float) -> "Augmentation":
        """The same operations at `factor` of their strength and share."""
        kept = {name: factor * value for name, value in vars(self).items() if name != "scale"}
        return Augmentation(scale=[bound**factor for bound in self.scale], **kept)


def augment(faces: Tensor, strengths: Augmentation) -> Tensor:
    """uint8 [b, 48, 48] -> float32 [b, 48, 48] in 0..255, drawn from torch's global generator."""
    pixels = compress(faces, strengths.jpeg_share).float().div(255.0).unsqueeze(1)
    pixels = warp(pixels, strengths)
    pixels = relight(pixels, strengths)
    pixels = on_share(pixels, strengths.blur_share, blur)
    pixels = on_share(pixels, strengths.low_resolution_share, lower_resolution)
    pixels = pixels + strengths.noise * torch.rand(len(pixels), 1, 1, 1) * torch.randn_like(pixels)
    return on_share(pixels, strengths.erase_share, erase).clamp(0.0, 1.0).squeeze(1) * 255.0


def uniform(count: int, low: float, high: float) -> Tensor:
    """`count` draws from [low, high)."""
    return torch.rand(count) * (high - low) + low


def on_share(pixels: Tensor, share: float, change: Callable[[Tensor], Tensor]) -> Tensor:
    """Apply `change` to a random share of the batch."""
    chosen = (torch.rand(len(pixels)) < share).nonzero().squeeze(1)
    if len(chosen) == 0:
        return pixels
    return pixels.index_copy(0, chosen, change(pixels[chosen]))


def warp(pixels: Tensor, strengths: Augmentation) -> Tensor:
    """Mirror half of the faces; rotate, scale, stretch and shift all; edges are repeated."""
    count = len(pixels)
    angle = uniform(count, -1.0, 1.0) * math.radians(strengths.rotation_degrees)
    low, high = strengths.scale
    zoom = 1.0 / torch.exp(uniform(count, math.log(low), math.log(high)))
    stretch = 1.0 + uniform(count, -strengths.aspect, strengths.aspect)
    mirror = torch.where(torch.rand(count) < 0.5, -1.0, 1.0)
    shift = 2.0 * uniform(2 * count, -strengths.shift, strengths.shift).view(count, 2)
    cos, sin = torch.cos(angle) * zoom, torch.sin(angle) * zoom
    across = torch.stack([cos * mirror * stretch, -sin * mirror, shift[:, 0]], dim=1)
    down = torch.stack([sin * stretch, cos, shift[:, 1]], dim=1)
    grid = functional.affine_grid(
        torch.stack([across, down], dim=1), list(pixels.shape), align_corners=False
    )
    return functional.grid_sample(pixels, grid, padding_mode="border", align_corners=False)


def relight(pixels: Tensor, strengths: Augmentation) -> Tensor:
    """Gamma, contrast, brightness, and a light from a random side; clipped as a camera clips."""
    count, side = len(pixels), pixels.shape[-1]
    gamma = torch.exp2(uniform(count, -strengths.gamma, strengths.gamma))
    contrast = torch.exp2(uniform(count, -strengths.contrast, strengths.contrast))
    offset = uniform(count, -strengths.brightness, strengths.brightness)
    angle, light = uniform(count, 0.0, 2.0 * math.pi), uniform(count, 0.0, strengths.lighting)
    ramp = torch.linspace(-1.0, 1.0, side)
    slope = torch.cos(angle)[:, None, None] * ramp + torch.sin(angle)[:, None, None] * ramp[:, None]
    bright = pixels.clamp_min(1e-3) ** gamma[:, None, None, None]
    bright = (bright - 0.5) * contrast[:, None, None, None] + 0.5 + offset[:, None, None, None]
    return (bright * (1.0 + light[:, None, None] * slope).unsqueeze(1)).clamp(0.0, 1.0)


def blur(pixels: Tensor) -> Tensor:
    """Gaussian blur with a deviation of 0.5 to 1.2 pixels, one for each face."""
    count = len(pixels)
    offsets = torch.arange(-3.0, 4.0)
    kernel = torch.exp(-0.5 * (offsets / uniform(count, 0.5, 1.2)[:, None]) ** 2)
    kernel = kernel / kernel.sum(dim=1, keepdim=True)
    stacked = functional.pad(pixels.transpose(0, 1), (3, 3, 3, 3), mode="replicate")
    rows = functional.conv2d(stacked, kernel.view(count, 1, 1, 7), groups=count)
    return functional.conv2d(rows, kernel.view(count, 1, 7, 1), groups=count).transpose(0, 1)


def lower_resolution(pixels: Tensor) -> Tensor:
    """Shrink to one side of 18 to 36 pixels for all faces given, and enlarge again."""
    small = int(torch.randint(18, 37, ()))
    shrunk = functional.interpolate(pixels, size=(small, small), mode="area")
    return functional.interpolate(shrunk, size=pixels.shape[-2:], mode="bilinear")


def erase(pixels: Tensor) -> Tensor:
    """Random erasing (Zhong et al. 2020): a rectangle of one grey, 15% to 45% of each side."""
    count, side = len(pixels), pixels.shape[-1]
    extent = uniform(2 * count, 0.15, 0.45).view(2, count, 1)
    start = torch.rand(2, count, 1) * (1.0 - extent)
    position = (torch.arange(side) + 0.5) / side
    inside = (position >= start) & (position < start + extent)
    box = inside[0][:, :, None] & inside[1][:, None, :]
    return torch.where(box.unsqueeze(1), torch.rand(count, 1, 1, 1), pixels)


def compress(faces: Tensor, share: float) -> Tensor:
    """Pass a share of the faces through JPEG of quality 15 to 70."""
    chosen = (torch.rand(len(faces)) < share).nonzero().squeeze(1)
    qualities = torch.randint(15, 71, (len(chosen),))
    compressed = faces.clone()
    for row, quality in zip(chosen.tolist(), qualities.tolist(), strict=True):
        _, jpeg = cv2.imencode(".jpg", faces[row].numpy(), [cv2.IMWRITE_JPEG_QUALITY, quality])
        decoded = cv2.imdecode(jpeg, cv2.IMREAD_GRAYSCALE)
        compressed[row] = torch.from_numpy(np.asarray(decoded, np.uint8))
    return compressed
