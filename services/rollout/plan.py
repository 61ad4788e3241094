"""Which models are served, and which candidate is tried: one small JSON file.

    {"served": {NAME: {folder, sha256}}, "previous": …, "candidate": {models, mode, share}, "since"}

A model that `served` does not name is that of `MIEN_MODELS_DIR`. The file is replaced whole, so a
worker never reads half of it. An operator may write it by hand, as for a ConfigMap.
"""

import os
import tempfile
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mien.errors import MienError
from mien.validation import faults


class InvalidRollout(MienError):
    code = "invalid-rollout"
    title = "This rollout cannot be done"
    action = "See docs/operating.md, 'A new model'; `mien models rollout` says what runs."


class Mode(StrEnum):
    SHARE = "share"
    SHADOW = "shadow"


class Placed(BaseModel):
    """Where a model comes from; with `sha256` it is refused once its manifest says another."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Path
    sha256: str | None = None


Models = dict[str, Placed]


class Candidate(BaseModel):
    """Models that are tried beside those that are served."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    models: Models = Field(min_length=1)
    mode: Mode
    share: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.0


class Plan(BaseModel):
    """What every worker should serve; `since` is when it was last changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    served: Models = Field(default_factory=dict)
    previous: Models | None = None
    candidate: Candidate | None = None
    since: datetime = Field(default_factory=lambda: datetime.now(UTC))

    def trying(self, candidate: Candidate) -> "Plan":
        """With this candidate, in the place of any other."""
        return Plan(served=self.served, previous=self.previous, candidate=candidate)

    def promoted(self) -> "Plan":
        """With the candidate served. Raises InvalidRollout where there is none."""
        if self.candidate is None:
            raise InvalidRollout("there is no candidate to promote")
        return Plan(served=self.served | self.candidate.models, previous=self.served)

    def rolled_back(self) -> "Plan":
        """Without the candidate, or else with what was served before the last promotion.

        Raises InvalidRollout where there is neither.
        """
        if self.candidate is not None:
            return Plan(served=self.served, previous=self.previous)
        if self.previous is None:
            raise InvalidRollout("there is no candidate, and nothing was promoted")
        return Plan(served=self.previous)


def read(path: Path) -> Plan:
    """The plan in a file, or that of no rollout where there is none. Raises InvalidRollout."""
    try:
        return Plan.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Plan()
    except OSError as error:
        raise InvalidRollout(f"{path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise InvalidRollout(f"{path} is no rollout: {faults(error)}") from error


def write(path: Path, plan: Plan) -> None:
    """Replace the file. Raises InvalidRollout."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(plan.model_dump_json(indent=1, exclude_none=True).encode())
        Path(file.name).chmod(0o644)
        os.replace(file.name, path)
    except OSError as error:
        raise InvalidRollout(f"{path} cannot be written: {error.strerror}") from error
