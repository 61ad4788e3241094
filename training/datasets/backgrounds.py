"""Drawn pictures without faces: gradients, cloudy textures, shapes, bare skin, print.

They stand behind pasted faces and, alone, teach that none of these is one: blobs of skin,
discs and letters are what small detectors mistake most.
"""

import cv2
import numpy as np

from training.datasets.scene import Pixels

Generator = np.random.Generator
LETTERS = "ABCDEFGHKMNOPRSTUVXYZabcdeghkmnoprstuxyz0123456789&%:)@"


def clouds(side: int, rng: Generator) -> Pixels:
    """Smooth random texture of two scales."""
    picture = np.zeros((side, side), np.float32)
    for cells, weight in ((int(rng.integers(2, 6)), 1.0), (int(rng.integers(6, 40)), rng.random())):
        grid = rng.random((cells, cells), np.float32)
        picture += weight * cv2.resize(grid, (side, side), interpolation=cv2.INTER_CUBIC)
    low, high = sorted(rng.integers(0, 256, 2).tolist())
    picture = (picture - picture.min()) * ((high - low) / max(float(np.ptp(picture)), 1e-6))
    return np.asarray(picture + low, np.uint8)


def stripes(side: int, rng: Generator) -> Pixels:
    """A sine grating: blinds, brick courses, keyboards."""
    angle, period = rng.uniform(0, np.pi), rng.uniform(4, 60)
    y, x = np.mgrid[:side, :side].astype(np.float32)
    wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * (2 * np.pi / period))
    if rng.random() < 0.5:
        wave = np.sign(wave)
    return np.asarray(rng.uniform(60, 200) + wave * rng.uniform(5, 55), np.uint8)


def plain(side: int, rng: Generator) -> Pixels:
    """One tone: a wall, a studio, a letterbox."""
    return np.full((side, side), rng.integers(256), np.uint8)


def draw_shape(picture: Pixels, rng: Generator) -> None:
    """One ellipse, box, line or polygon, anywhere, filled or not, drawn in place."""
    side = picture.shape[0]
    x, y = (int(value) for value in rng.integers(0, side, 2))
    reach = int(side * np.exp(rng.uniform(np.log(0.02), np.log(0.5))))
    tone = int(rng.integers(256))
    thickness = -1 if rng.random() < 0.6 else int(rng.integers(1, 5))
    kind = rng.integers(4)
    if kind == 0:
        axes = (reach, max(1, int(reach * rng.uniform(0.3, 1))))
        cv2.ellipse(picture, (x, y), axes, rng.uniform(0, 180), 0, 360, tone, thickness)
    elif kind == 1:
        corner = (x + reach, y + int(reach * rng.uniform(0.3, 3)))
        cv2.rectangle(picture, (x, y), corner, tone, thickness)
    elif kind == 2:
        end = (x + int(rng.integers(-side, side)), y + int(rng.integers(-side, side)))
        cv2.line(picture, (x, y), end, tone, int(rng.integers(1, 8)))
    else:
        points = np.array([x, y]) + rng.integers(-reach, reach + 1, (int(rng.integers(3, 7)), 2))
        cv2.fillPoly(picture, [points.astype(np.int32)], tone)


def draw_print(picture: Pixels, rng: Generator) -> None:
    """A line of letters in place, half of the time outlined as titles are."""
    side = picture.shape[0]
    word = "".join(rng.choice(list(LETTERS), int(rng.integers(1, 12))))
    where = (int(rng.integers(-20, side)), int(rng.integers(0, side)))
    font, height = int(rng.integers(0, 8)), rng.uniform(0.4, 4)
    thickness, (ink, outline) = int(rng.integers(1, 10)), rng.integers(0, 256, 2).tolist()
    if rng.random() < 0.5:
        wide = thickness + int(rng.integers(2, 8))
        cv2.putText(picture, word, where, font, height, outline, wide, cv2.LINE_AA)
    cv2.putText(picture, word, where, font, height, ink, thickness, cv2.LINE_AA)


def emblem(side: int, rng: Generator) -> Pixels:
    """Rings, spokes and blobs, mirrored about the middle: badges, clocks, wheels, logos."""
    picture = plain(side, rng)
    middle = (side // 2, side // 2)
    for share in sorted(rng.uniform(0.1, 0.5, int(rng.integers(1, 5))), reverse=True):
        width = -1 if rng.random() < 0.4 else int(rng.integers(1, 6))
        cv2.circle(picture, middle, int(share * side), int(rng.integers(256)), width)
    for angle in rng.uniform(0, 2 * np.pi, int(rng.integers(0, 9))):
        end = (np.array([np.cos(angle), np.sin(angle)]) * side / 2 + middle).astype(int)
        cv2.line(picture, middle, end.tolist(), int(rng.integers(256)), int(rng.integers(1, 4)))
    for _ in range(int(rng.integers(0, 5))):
        draw_shape(picture, rng)
    picture[:, side - side // 2 :] = picture[:, : side // 2][:, ::-1]
    return picture


def draw_skin(picture: Pixels, rng: Generator) -> None:
    """A shaded, soft capsule in place: fingers, arms, knees, the back of a head."""
    side = picture.shape[0]
    mask = np.zeros_like(picture)
    for _ in range(int(rng.integers(1, 6))):
        x, y, dx, dy = (int(value) for value in rng.normal(side / 2, side / 3, 4))
        width = max(2, int(side * rng.uniform(0.03, 0.3)))
        cv2.line(mask, (x, y), ((x + dx) // 2, (y + dy) // 2), 255, width)
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.7, 4)), np.uint8)
    skin = cv2.addWeighted(clouds(side, rng), 0.3, plain(side, rng), 0.7, 0)
    share = mask.astype(np.float32) / 255
    np.copyto(picture, (picture * (1 - share) + skin * share).astype(np.uint8))


def drawn_background(side: int, rng: Generator) -> Pixels:
    """A random face-free picture, u8 [side,side]."""
    picture = (clouds, clouds, stripes, plain)[int(rng.integers(4))](side, rng)
    for _ in range(int(rng.integers(0, 9))):
        draw_shape(picture, rng)
    if rng.random() < 0.35:
        draw_skin(picture, rng)
    for _ in range(int(rng.integers(0, 4)) if rng.random() < 0.4 else 0):
        draw_print(picture, rng)
    return picture
