"""Groups of faces by a trait of the picture, and how often the model is right in each."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Z = 1.96
"""Standard deviations to each side that hold 95% of a normal distribution."""


@dataclass(frozen=True)
class Slice:
    """A group of faces, e.g. `blurriest tenth` by `blur`, and how many of them were right."""

    trait: str
    group: str
    count: int
    right: int

    @property
    def share(self) -> float:
        """Share right, 0..1; NaN for an empty group."""
        return self.right / self.count if self.count else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """95% interval of the share (Wilson 1927), 0..1; everything for an empty group."""
        if not self.count:
            return 0.0, 1.0
        spread = Z**2 / self.count
        centre = (self.share + spread / 2) / (1 + spread)
        reach = np.sqrt(self.share * (1 - self.share) * spread + spread**2 / 4) / (1 + spread)
        return float(centre - reach), float(centre + reach)

    @property
    def figure(self) -> str:
        """The name in the manifest, e.g. `slice_blur_blurriest_tenth`."""
        return "_".join(f"slice {self.trait} {self.group}".lower().split())


def brightness(pixels: Pixels) -> float:
    """Mean of a grey picture, 0..255."""
    return float(pixels.mean())


def sharpness(pixels: Pixels) -> float:
    """Variance of a grey picture's Laplacian, low if blurred (Pech-Pacheco et al. 2000)."""
    return float(cv2.Laplacian(pixels, cv2.CV_64F).var())


def between(
    name: str,
    values: NDArray[np.float64],
    right: NDArray[np.bool_],
    edges: Sequence[float],
    groups: Sequence[str],
) -> list[Slice]:
    """Slices of faces by `values` [n]: `groups[i]` reaches from `edges[i - 1]` to `edges[i]`.

    `groups` has one name more than there are edges; faces whose value is NaN are in no slice.
    """
    known = ~np.isnan(values)
    index = np.digitize(values[known], edges)
    return [
        Slice(name, group, int((index == i).sum()), int(right[known][index == i].sum()))
        for i, group in enumerate(groups)
    ]


def tails(
    name: str,
    values: NDArray[np.float64],
    right: NDArray[np.bool_],
    share: float,
    groups: Sequence[str],
) -> list[Slice]:
    """Three slices by `values` [n]: the lowest `share` of the faces, the middle, the highest."""
    return between(name, values, right, np.quantile(values, [share, 1 - share]).tolist(), groups)


def figures(slices: Sequence[Slice]) -> dict[str, float]:
    """The share right in each slice that is not empty, by its name in the manifest."""
    return {part.figure: part.share for part in slices if part.count}
