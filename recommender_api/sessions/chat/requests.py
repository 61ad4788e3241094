"""What `POST /sessions/{id}/chat` takes."""

from pydantic import BaseModel, ConfigDict, Field, field_validator

MOST_CHARACTERS = 10_000


class ChatRequest(BaseModel):
    """A line of the viewer, stored as it was said."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    text: str = Field(max_length=MOST_CHARACTERS)
    number: int | None = Field(
        None,
        ge=2,
        le=2**31 - 1,
        description="next_number of the chat, so that a retry is not said twice.",
    )

    @field_validator("text")
    @classmethod
    def _can_be_kept(cls, text: str) -> str:
        if "\0" in text:
            raise ValueError("contains a NUL character, which no database keeps")
        return text
