"""Cheap changes of light, focus and coding for grey training pictures, so that cameras differ.

gamma, contrast, side light -> blur or low resolution -> sensor noise -> JPEG
"""

import cv2
import numpy as np

from training.datasets.scene import Pixels

Generator = np.random.Generator


def tone(pixels: Pixels, rng: Generator) -> Pixels:
    """Random gamma, contrast and brightness, as one look-up table."""
    ramp = np.linspace(0, 1, 256) ** np.exp(rng.normal(0, 0.35))
    ramp = (ramp - 0.5) * np.exp(rng.normal(0, 0.2)) + 0.5 + rng.normal(0, 0.07)
    return np.asarray(cv2.LUT(pixels, (ramp.clip(0, 1) * 255).astype(np.uint8)), np.uint8)


def side_light(pixels: Pixels, rng: Generator) -> Pixels:
    """A linear fall of light across the picture, at most 5 to 1."""
    low, high = sorted(rng.uniform(0.3, 1.5, 2))
    corners = rng.permutation([low, high, (low + high) / 2, rng.uniform(low, high)])
    shade = cv2.resize(
        corners.reshape(2, 2).astype(np.float32), pixels.shape[::-1], interpolation=cv2.INTER_LINEAR
    )
    return np.asarray(cv2.multiply(pixels, shade, dtype=cv2.CV_8U), np.uint8)


def softened(pixels: Pixels, rng: Generator) -> Pixels:
    """Out of focus, moved, or recorded at a lower resolution."""
    kind = rng.integers(3)
    if kind == 0:
        return np.asarray(cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.5, 2.0)), np.uint8)
    if kind == 1:
        length = int(rng.integers(2, 8))
        return np.asarray(cv2.blur(pixels, (length, 1) if rng.random() < 0.5 else (1, length)))
    height, width = pixels.shape
    share = rng.uniform(0.35, 0.9)
    small = cv2.resize(pixels, (int(width * share), int(height * share)))
    return np.asarray(cv2.resize(small, (width, height)), np.uint8)


def noisy(pixels: Pixels, rng: Generator) -> Pixels:
    """Gaussian sensor noise, standard deviation up to 16."""
    noise = np.empty(pixels.shape, np.int8)
    deviation = np.array([rng.uniform(2, 16)])
    cv2.setRNGSeed(int(rng.integers(2**31 - 1)))
    cv2.randn(noise, np.zeros(1), deviation)
    return np.asarray(cv2.add(pixels, noise, dtype=cv2.CV_8U), np.uint8)


def compressed(pixels: Pixels, rng: Generator) -> Pixels:
    """Through JPEG at quality 15 to 90."""
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(15, 90))])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


CHANGES = ((tone, 0.8), (side_light, 0.2), (softened, 0.3), (noisy, 0.3), (compressed, 0.3))


def recorded(pixels: Pixels, rng: Generator) -> Pixels:
    """`pixels` u8 [H,W] as some other camera might have recorded them."""
    for change, probability in CHANGES:
        if rng.random() < probability:
            pixels = change(pixels, rng)
    return pixels
