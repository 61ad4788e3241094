"""What `POST /sessions/{id}/readings` takes, in three forms.

    {reading}  {"readings": [reading, …]}  {"samples": [sample, …]}  --checked--> rows of `reading`

A sample is what `WS /stream` answers and `timeline.json` holds. It counts by its `fused` reading;
one without, where no face was seen, is left out.
"""

from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mien.fusion import Modality
from mien.taxonomy import LABELS, derived_valence_arousal

MOST_READINGS = 20_000
MOST_SECONDS = 43_200.0
"""Half a day, beyond which nobody watches one item."""

MOST_SEQUENCE = 2**31 - 1
SUM_TOLERANCE = 0.01
"""Published probabilities are rounded; what is off by more is no distribution."""

Values = dict[str, Any]
Source = Literal[
    "face", "voice", "words", "face+voice", "face+words", "voice+words", "face+voice+words"
]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Side = Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]
Seconds = Annotated[float, Field(allow_inf_nan=False, ge=-1e11, le=1e11)]


class _Taken(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class Probabilities(_Taken):
    """The seven expressions; they add up to 1."""

    model_config = ConfigDict(extra="forbid")

    angry: Share
    disgust: Share
    fear: Share
    happy: Share
    sad: Share
    surprise: Share
    neutral: Share

    @model_validator(mode="after")
    def _add_up(self) -> Self:
        total = sum(self.shares)
        if abs(total - 1.0) > SUM_TOLERANCE:
            raise ValueError(f"add up to {total:.4g}, not to 1")
        return self

    @cached_property
    def shares(self) -> tuple[float, ...]:
        """In the order of the taxonomy, as they were sent."""
        return tuple(getattr(self, label) for label in LABELS)


class Read(_Taken):
    """An apparent expression; valence and arousal are derived where they are not sent."""

    probabilities: Probabilities
    valence: Side | None = None
    arousal: Side | None = None
    uncertain: bool = False

    def values(self, sequence: int, seconds: float, source: str) -> Values:
        """As a row, without its session; probabilities add up to 1 exactly."""
        shares = self.probabilities.shares
        total = sum(shares)
        exact = [share / total for share in shares]
        valence, arousal = derived_valence_arousal(exact)
        return {
            "sequence": sequence,
            "seconds": seconds,
            "source": source,
            **dict(zip(LABELS, exact, strict=True)),
            "valence": valence if self.valence is None else self.valence,
            "arousal": arousal if self.arousal is None else self.arousal,
            "uncertain": self.uncertain,
        }


class OneReading(Read):
    """A reading with its number; `source` joins what it was read from by "+"."""

    sequence: int = Field(ge=0, le=MOST_SEQUENCE)
    seconds: Seconds = Field(description="Since the session began, or since ?start=.")
    source: Source = "face"


class Readings(_Taken):
    """Several readings, in any order."""

    readings: Annotated[tuple[OneReading, ...], Field(min_length=1, max_length=MOST_READINGS)]


class Fused(Read):
    """A sample's fused reading; `weights` names what it was read from."""

    weights: dict[Modality, float] = Field(min_length=1)


class Sample(_Taken):
    """A moment of a live stream or a clip."""

    seconds: Seconds
    fused: Fused | None


class Samples(_Taken):
    """Samples as they come."""

    samples: Annotated[tuple[Sample, ...], Field(min_length=1, max_length=MOST_READINGS)]


class ReadingsQuery(BaseModel):
    """How to place what is sent."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    live: bool = Field(True, description="False for a clip, whose moments need not have passed.")
    start: Seconds = Field(
        0.0, description="The sender's seconds at which the session began; they are subtracted."
    )
    first_sequence: int | None = Field(
        None,
        ge=0,
        le=MOST_SEQUENCE,
        description="Number of the first sample; without it, a sample's number is its millisecond.",
    )
