"""What a request for recommendations is answered."""

from collections.abc import Sequence
from typing import Any, Literal

from typing_extensions import TypedDict

from recommender_api.learning.recommending.choosing import Next, Pick
from recommender_api.recommend.replies import ITEM_REPLIES, MovieReply, ProductReply


class MovedReply(TypedDict):
    """What a tag adds to an item's score: by its leaning, which is its weight less what is usual
    for the viewer, and more where it was named."""

    tag: str
    weight: float
    leaning: float
    adds: float


class Why(TypedDict):
    """Why an item is there. `score` is `rating` plus `emotion`, for suiting it, plus what the tags
    add; it and `emotion` are null for items that were explored and for new viewers.
    `place_by_emotion`, from 0, is null far behind."""

    placed_by: Literal["emotion", "taste", "explored"]
    genre_or_tag: str
    place_by_emotion: int | None
    rating: float
    score: float | None
    emotion: float | None
    tags: list[MovedReply]


class NextMovie(MovieReply):
    """A film and why it is there."""

    why: Why


class NextProduct(ProductReply):
    """A product and why it is there."""

    why: Why


class Followed(TypedDict):
    """What a recommendation followed: shares of expressions, weights where any were learned, and
    chance, which the same seed repeats."""

    emotions: dict[str, float]
    learned: bool
    explore: float
    seed: int


class NextMoviesReply(Followed):
    """Films, the best first."""

    movies: list[NextMovie]


class NextProductsReply(Followed):
    """Products, the best first."""

    products: list[NextProduct]


def next_reply(asked: Next, learned: bool, picks: Sequence[Pick]) -> dict[str, Any]:
    """A NextMoviesReply or NextProductsReply."""
    reply = ITEM_REPLIES[asked.catalog]
    return {
        asked.catalog: [
            {**reply(pick.item, pick.group), "why": _why(pick, asked.count)} for pick in picks
        ],
        "emotions": {label: round(share, 4) for label, share in asked.shares.items()},
        "learned": learned,
        "explore": asked.explore if learned else 0.0,
        "seed": asked.seed,
    }


def _why(pick: Pick, count: int) -> Why:
    scored = pick.scored
    moved = scored.taste.moved if scored else ()
    return {
        "placed_by": _placed_by(pick, count),
        "genre_or_tag": pick.group,
        "place_by_emotion": pick.place,
        "rating": pick.item["weighted"],
        "score": scored.score if scored else None,
        "emotion": scored.emotion if scored else None,
        "tags": [
            {"tag": m.tag, "weight": m.weight, "leaning": m.leaning, "adds": m.adds} for m in moved
        ],
    }


def _placed_by(pick: Pick, count: int) -> Literal["emotion", "taste", "explored"]:
    """Taste where the emotion's own order would not have shown the item."""
    if pick.explored:
        return "explored"
    if pick.scored is None or (pick.place is not None and pick.place < count):
        return "emotion"
    return "taste" if pick.scored.taste.adds > 0 else "emotion"
