"""What `POST /sessions` takes.

JSON --pydantic--> SessionRequest: viewer, context, item and consent
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from mien.fusion import Modality
from recommender_api.clock import now
from recommender_api.tables import SEPARATOR

MOST_DAYS = 365
MOST_TAGS = 32

PROHIBITED = ("workplace", "education")
"""EU AI Act, Art. 5(1)(f)."""


def _plain(text: str) -> str:
    """Text that both databases hold and that is there to be seen. Raises ValueError."""
    if "\0" in text or not text.strip():
        raise ValueError("needs visible text without NUL characters")
    return text.strip()


def _apart(tags: tuple[str, ...]) -> tuple[str, ...]:
    if torn := next((tag for tag in tags if SEPARATOR in tag), None):
        raise ValueError(f"'{torn}' contains '{SEPARATOR}': send two tags")
    return tuple(dict.fromkeys(tag.lower() for tag in tags))


Name = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_plain)]
Line = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_plain)]
ItemId = Annotated[str, Field(min_length=1, max_length=128), AfterValidator(_plain)]
Tags = Annotated[tuple[Name, ...], Field(max_length=MOST_TAGS), AfterValidator(_apart)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ExceptionClaim(_Strict):
    """Why the prohibition does not apply, and where that is written down."""

    basis: Literal["medical", "safety"]
    reference: Line = Field(description="The record, approval or file that says so.")


class CatalogItem(_Strict):
    """A film or product of the catalog."""

    catalog: Literal["movies", "products"]
    id: ItemId


class VideoItem(_Strict):
    """A video that no catalog holds."""

    catalog: Literal["videos"]
    title: Line
    category: Name = "video"
    tags: Tags = ()


class ConsentRequest(_Strict):
    """How long the viewer agrees to be read."""

    expires: AwareDatetime | Annotated[float, Field(gt=0, le=MOST_DAYS, allow_inf_nan=False)] = (
        Field(description="A time in ISO 8601 with its zone, or a number of days from now.")
    )

    @property
    def until(self) -> datetime:
        """In UTC without a zone."""
        if isinstance(self.expires, datetime):
            return self.expires.astimezone(UTC).replace(tzinfo=None)
        return now() + timedelta(days=self.expires)

    @field_validator("expires")
    @classmethod
    def _is_ahead(cls, expires: datetime | float) -> datetime | float:
        if isinstance(expires, datetime):
            left = expires - now().replace(tzinfo=UTC)
            if not timedelta() < left <= timedelta(days=MOST_DAYS):
                raise ValueError(f"needs a time from now on, at most {MOST_DAYS} days ahead")
        return expires


class SessionRequest(_Strict):
    """One viewer, one item, and what the viewer agreed to."""

    viewer_id: Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_plain)]
    purpose: Line = Field(description="What the readings are for, in the viewer's words.")
    context: Literal["screening", "shop", "research", "home", "other", "workplace", "education"] = (
        Field(description="Where; workplace and education need an exception.")
    )
    exception: ExceptionClaim | None = None
    modalities: Annotated[tuple[Modality, ...], Field(min_length=1, max_length=3)] = Field(
        description="What may be read: face, voice, words."
    )
    item: CatalogItem | VideoItem = Field(discriminator="catalog")
    consent: ConsentRequest
    language: Literal["en", "ru"] = Field("en", description="Of the notice and the chat.")

    @field_validator("modalities")
    @classmethod
    def _each_once(cls, modalities: tuple[Modality, ...]) -> tuple[Modality, ...]:
        return tuple(each for each in Modality if each in modalities)

    @model_validator(mode="after")
    def _excepts_what_is_prohibited(self) -> Self:
        if self.exception is not None and self.context not in PROHIBITED:
            raise ValueError(f"an exception belongs to {' and '.join(PROHIBITED)} alone")
        return self
