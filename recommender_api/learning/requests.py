"""What the routes about weights and seen items take, checked field by field."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from recommender_api.recommend.mapping import CatalogName
from recommender_api.recommend.shelves import NUL

MOST_SEEN = 1000

ItemId = Annotated[str, Field(min_length=1, max_length=128)]


class SeenRequest(BaseModel):
    """Items that a viewer has seen elsewhere."""

    model_config = ConfigDict(extra="forbid", strict=True)

    catalog: CatalogName
    items: tuple[ItemId, ...] = Field(min_length=1, max_length=MOST_SEEN)


class WeightsQuery(BaseModel):
    """Which weights; one tag comes with all of its changes."""

    model_config = ConfigDict(extra="ignore")

    category: str | None = Field(None, max_length=64)
    tag: str | None = Field(None, max_length=128)

    @field_validator("category", "tag")
    @classmethod
    def _is_text(cls, value: str | None) -> str | None:
        if value is not None and NUL in value:
            raise ValueError("holds a NUL character")
        return value
