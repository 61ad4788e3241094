"""What `/api/v1/recommend` takes, checked field by field.

JSON --pydantic--> RecommendRequest --mapping's spellings--> Wish
"""

import math
from typing import Annotated, Literal, Self

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from recommender_api.errors import UnknownEmotion
from recommender_api.recommend.mapping import CatalogName, Mapping, Mode
from recommender_api.recommend.recommending import Wish
from recommender_api.recommend.shelves import Filters

MOST_ITEMS = 1000
MOST_EXCLUDED = 1000
_LARGEST = 2**31 - 1


def _whole(value: object) -> object:
    """To JSON, 5.0 is the same integer as 5."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(_whole)
Year = Annotated[int, Field(ge=0, le=9999), WHOLE]


class RecommendRequest(BaseModel):
    """A request for films or products; the first three fields are EmoFace's."""

    model_config = ConfigDict(extra="ignore", strict=True)

    emotion: str | None = Field(None, max_length=64, description="An apparent expression.")
    num_of_movies: Annotated[int, Field(ge=1, le=MOST_ITEMS), WHOLE] = Field(
        validation_alias=AliasChoices("num_of_movies", "num_of_products"),
        description="How many items, of either catalog.",
    )
    recommendation_type: Mode = Field(description="Toward a better mood, or more of the same.")
    emotions: dict[str, float] | None = Field(
        None, description="Shares of several expressions instead of one; any positive scale."
    )
    catalog: CatalogName = "movies"
    ranking: Literal["weighted", "score"] = Field(
        "weighted", description="Bayesian average over the votes, or the plain score."
    )
    year_from: Year | None = None
    year_to: Year | None = None
    min_votes: Annotated[int, Field(ge=0, le=_LARGEST), WHOLE] = 0
    exclude: Annotated[
        tuple[Annotated[str, Field(max_length=128)], ...], Field(max_length=MOST_EXCLUDED)
    ] = ()
    diversity: float = Field(0.0, ge=0, le=1, allow_inf_nan=False)
    cursor: str | None = Field(
        None, max_length=256, description="Empty for a first page with next_cursor."
    )
    explain: bool = False

    @model_validator(mode="after")
    def _names_emotions_once(self) -> Self:
        if (self.emotion is None) == (self.emotions is None):
            raise ValueError("give either 'emotion' or 'emotions'")
        return self

    def wish(self, mapping: Mapping, offset: int) -> Wish:
        """Raises UnknownEmotion."""
        given = self.emotions if self.emotion is None else {self.emotion: 1.0}
        return Wish(
            self.catalog,
            self.recommendation_type,
            emotion_shares(given or {}, mapping),
            self.num_of_movies,
            self.ranking,
            Filters(self.year_from, self.year_to, self.min_votes or None),
            self.exclude,
            self.diversity,
            offset,
        )


def emotion_shares(given: dict[str, float], mapping: Mapping) -> dict[str, float]:
    """Shares by label, which add up to 1, from any spellings and scale. Raises UnknownEmotion."""
    shares: dict[str, float] = {}
    for spelling, share in given.items():
        label = mapping.spellings.get(spelling.strip().lower())
        if label is None:
            raise UnknownEmotion(f"'{spelling[:64]}' is no emotion")
        if not (share >= 0 and math.isfinite(share)):
            raise UnknownEmotion(f"the share of '{spelling[:64]}' is {share}")
        shares[label] = shares.get(label, 0.0) + share
    total = sum(shares.values())
    if not (total > 0 and math.isfinite(total)):
        raise UnknownEmotion("no emotion has a share above 0")
    return {label: share / total for label, share in shares.items() if share > 0}
