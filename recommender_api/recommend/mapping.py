"""Which genres and tags suit which emotion: data that an operator can replace.

mapping.toml --checked--> Mapping: (catalog, mode, emotion) -> names of genres or tags
"""

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from mien.errors import InvalidSetting
from mien.taxonomy import LABELS

Mode = Literal["improve", "keepup"]
CatalogName = Literal["movies", "products"]
Names = tuple[str, ...]

SHIPPED = Path(__file__).with_name("mapping.toml")


class Mapping(BaseModel):
    """The whole mapping; every emotion leads somewhere in every catalog and mode."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    aliases: dict[str, str] = Field(default_factory=dict)
    movies: dict[Mode, dict[str, Names]]
    products: dict[Mode, dict[str, Names]]

    @classmethod
    def load(cls, path: Path = SHIPPED) -> Self:
        """Raises InvalidSetting, which names what is wrong with the file."""
        try:
            return cls.model_validate(tomllib.loads(path.read_text("utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise InvalidSetting(f"the mapping {path}: {error}") from error
        except ValidationError as error:
            faults = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            raise InvalidSetting(f"the mapping {path}: {'; '.join(faults)}") from error

    @field_validator("aliases")
    @classmethod
    def _aliases_lead_to_emotions(cls, aliases: dict[str, str]) -> dict[str, str]:
        for alias, emotion in aliases.items():
            if emotion not in LABELS:
                raise ValueError(f"'{alias}' leads to '{emotion}', which is no emotion")
        return {alias.lower(): emotion for alias, emotion in aliases.items()}

    @field_validator("movies", "products")
    @classmethod
    def _is_complete(cls, modes: dict[Mode, dict[str, Names]]) -> dict[Mode, dict[str, Names]]:
        for mode in get_args(Mode):
            emotions = modes.get(mode, {})
            missing = [label for label in LABELS if not any(emotions.get(label, ()))]
            unknown = sorted(set(emotions) - set(LABELS))
            if missing or unknown:
                raise ValueError(f"'{mode}' lacks {missing} and has unknown {unknown}")
        return modes

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Every accepted spelling of an emotion, lower case, and its label."""
        return {label: label for label in LABELS} | self.aliases

    def names(self, catalog: CatalogName, mode: Mode, emotion: str) -> Names:
        """Genres or tags for a label of the taxonomy."""
        modes = self.movies if catalog == "movies" else self.products
        return modes[mode][emotion]
