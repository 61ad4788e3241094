"""Seeded damage to the bytes of a file, whatever it holds.

valid bytes --flip, cut, lose, repeat, move, rewrite numbers, replace--> bytes
"""

import random
from collections.abc import Callable

Damage = Callable[[random.Random, bytes], bytes]

_EXTREMES = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF)
_HEAD = 512


def flip_bits(rng: random.Random, data: bytes) -> bytes:
    """A few bits anywhere."""
    damaged = bytearray(data)
    for _ in range(rng.randint(1, 64)):
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def truncate(rng: random.Random, data: bytes) -> bytes:
    """The beginning, and perhaps nothing of it."""
    return data[: rng.randrange(len(data))]


def damage_header(rng: random.Random, data: bytes) -> bytes:
    """Noise at the beginning."""
    length = rng.randint(1, 64)
    return rng.randbytes(length) + data[length:]


def noise(rng: random.Random, data: bytes) -> bytes:
    """Nothing of the file at all."""
    return rng.randbytes(rng.randrange(4096))


def lose(rng: random.Random, data: bytes) -> bytes:
    """A stretch overwritten, as a bad disk or a lost packet does."""
    start, end = _stretch(rng, data)
    return data[:start] + rng.choice((b"\0", b"\xff")) * (end - start) + data[end:]


def repeat(rng: random.Random, data: bytes) -> bytes:
    """A stretch twice."""
    start, end = _stretch(rng, data)
    return data[:end] + data[start:]


def move(rng: random.Random, data: bytes) -> bytes:
    """A stretch in another place."""
    start, end = _stretch(rng, data)
    rest = data[:start] + data[end:]
    place = rng.randrange(len(rest) + 1)
    return rest[:place] + data[start:end] + rest[place:]


def rewrite_numbers(rng: random.Random, data: bytes) -> bytes:
    """Sizes, counts and times at their extremes, most of them in the header."""
    damaged = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        width = rng.choice((1, 2, 4))
        most = len(data) if rng.random() < 0.3 else min(len(data), _HEAD)
        place = rng.randrange(max(1, most - width))
        number = rng.choice(_EXTREMES) & (1 << 8 * width) - 1
        damaged[place : place + width] = number.to_bytes(width, rng.choice(("big", "little")))
    return bytes(damaged)


def keep(rng: random.Random, data: bytes) -> bytes:
    """No damage."""
    return data


DAMAGES: tuple[Damage, ...] = (
    flip_bits,
    truncate,
    damage_header,
    noise,
    lose,
    repeat,
    move,
    rewrite_numbers,
)


def damaged(rng: random.Random, data: bytes, *more: Damage) -> bytes:
    """`data` with one of DAMAGES, or of `more`, which know its format."""
    return rng.choice((*DAMAGES, *more))(rng, data)


def _stretch(rng: random.Random, data: bytes) -> tuple[int, int]:
    start = rng.randrange(len(data))
    return start, min(len(data), start + rng.choice((1, 16, 200, 3000)))
