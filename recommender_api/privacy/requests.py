"""What the routes of notices and consent take."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class NoticeQuery(BaseModel):
    """What is read, and what for."""

    purpose: Annotated[str, Field(min_length=1, max_length=500)]
    modalities: Annotated[
        str, Field(max_length=64, pattern=r"^(face|voice|words)(,(face|voice|words))*$")
    ] = Field("face", description="Of face, voice and words, comma-separated.")
    language: Annotated[str, Field(pattern="^[a-z]{2,3}$")] = "en"
    recorded: bool = Field(
        True, description="false: for live reading and clips, which no session records"
    )


class Acknowledgement(BaseModel):
    """That the viewer read the notice of this version and agrees."""

    model_config = ConfigDict(extra="forbid", strict=True)

    acknowledged: Literal[True]
    notice: Annotated[str, Field(max_length=32)]
