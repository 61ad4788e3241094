"""Readings of face, voice and words as JSON, checked field by field.

JSON ─pydantic─> Fusion ─> Evidence
        └─> InvalidEvidence, which names the field
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from mien.errors import InvalidEvidence
from mien.fusion import Evidence, Modality
from mien.taxonomy import LABELS, derived_valence_arousal
from mien.validation import faults

Method = Literal["mien", "emosh"]
Share = Annotated[float, Field(strict=True, ge=0.0, le=1.0)]
Signed = Annotated[float, Field(strict=True, ge=-1.0, le=1.0)]
Seconds = Annotated[float, Field(strict=True, ge=0.0)]

ROUNDING = 0.01
"""How far probabilities may be from adding up to 1: replies round them."""


class Reading(BaseModel):
    """What was read in one modality, as `/predict`, `/predict/audio` and `/stream` answer it."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    modality: Modality
    probabilities: dict[str, Share] = Field(
        description=f"Of {', '.join(LABELS)}; they add up to 1."
    )
    valence: Signed | None = Field(None, description="Left out: derived from the probabilities.")
    arousal: Signed | None = Field(None, description="Left out: derived from the probabilities.")
    quality: Share = Field(1.0, description="How well the signal could be read.")
    age: Seconds = Field(0.0, description="Seconds since it was read.")

    @field_validator("probabilities")
    @classmethod
    def _complete(cls, given: dict[str, float]) -> dict[str, float]:
        odd = sorted(given.keys() ^ set(LABELS))
        if odd:
            what = "missing" if odd[0] in LABELS else "no expression"
            raise ValueError(f"'{odd[0]}' is {what}; there is one for each of {', '.join(LABELS)}")
        total = sum(given.values())
        if abs(total - 1.0) > ROUNDING:
            raise ValueError(f"they add up to {total:.4g}, not to 1")
        return {label: share / total for label, share in given.items()}

    def evidence(self) -> Evidence:
        """The same for `mien.fusion`."""
        probabilities = tuple(self.probabilities[label] for label in LABELS)
        valence, arousal = derived_valence_arousal(probabilities)
        return Evidence(
            self.modality,
            probabilities,
            valence if self.valence is None else self.valence,
            arousal if self.arousal is None else self.arousal,
            self.quality,
            self.age,
        )


class Fusion(BaseModel):
    """What is to be fused, at most one reading a modality, and how."""

    model_config = ConfigDict(extra="forbid")

    evidence: list[Reading] = Field(min_length=1)
    method: Method = Field("mien", description="emosh: valence of the face, arousal of both.")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        given = [reading.modality.value for reading in self.evidence]
        twice = sorted({name for name in given if given.count(name) > 1})
        if twice:
            raise ValueError(
                f"evidence: '{twice[0]}' is there twice; each modality has one reading"
            )
        if self.method == "emosh" and "face" not in given:
            raise ValueError("evidence: eMosh's fusion needs a face")
        if self.method == "emosh" and "words" in given:
            raise ValueError("evidence: eMosh's fusion takes a face and a voice, no words")
        return self


def checked(body: object) -> Fusion:
    """JSON as bytes, or parsed. Raises InvalidEvidence, which names each field."""
    try:
        if isinstance(body, bytes):
            return Fusion.model_validate_json(body)
        return Fusion.model_validate(body)
    except ValidationError as error:
        raise InvalidEvidence(faults(error)) from error
