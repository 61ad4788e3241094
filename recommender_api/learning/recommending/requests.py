"""What a request for recommendations takes; every field has a default, so no body is needed."""

import secrets
from typing import Annotated

from flask import request
from pydantic import BaseModel, ConfigDict, Field

from recommender_api.bodies import asked
from recommender_api.learning.recommending.choosing import EXPLORE, Next
from recommender_api.recommend.mapping import CatalogName, Mapping, Mode
from recommender_api.recommend.requests import WHOLE, emotion_shares

MOST_ITEMS = 100
LARGEST_SEED = 2**32 - 1


class NextRequest(BaseModel):
    """A request for what a viewer may like next; every field has a default."""

    model_config = ConfigDict(extra="forbid", strict=True)

    catalog: CatalogName | None = Field(
        None, description="By default that of the session, and films after a video."
    )
    count: Annotated[int, Field(ge=1, le=MOST_ITEMS), WHOLE] = 5
    mode: Mode = Field("improve", description="Toward a better mood, or more of the same.")
    emotion: str | None = Field(
        None,
        max_length=64,
        description="An apparent expression; by default those that the session's readings showed.",
    )
    explore: float = Field(
        EXPLORE,
        ge=0,
        le=1,
        allow_inf_nan=False,
        description="Share of places for items that neither emotion nor taste asked for.",
    )
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED), WHOLE] | None = Field(
        None, description="The same seed explores alike; by default a new one, which is answered."
    )

    def shares(self, mapping: Mapping) -> dict[str, float] | None:
        """Of the emotion that is named, if one is. Raises UnknownEmotion."""
        return None if self.emotion is None else emotion_shares({self.emotion: 1.0}, mapping)

    def next(self, catalog: CatalogName, shares: dict[str, float]) -> Next:
        """What is asked for, once it is known what to follow; draws a seed where none is given."""
        seed = secrets.randbelow(LARGEST_SEED + 1) if self.seed is None else self.seed
        return Next(self.catalog or catalog, self.count, self.mode, shares, self.explore, seed)


def next_request() -> NextRequest:
    """That of the current request. Raises NotJson or InvalidField."""
    return asked(NextRequest) if request.get_data() else NextRequest.model_validate({})
