"""The notice that a viewer reads before the first reading: who, what for, how long, which rights.

en.toml, ru.toml | MIEN_NOTICES --> templates --purpose, modalities--> Notice

A session records; what is read live or from a clip passes, and has a notice that says so.
"""

import hashlib
import string
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from mien.errors import InvalidSetting
from mien.fusion import Modality
from mien.settings import Settings
from recommender_api.errors import InvalidField

SHIPPED = Path(__file__).parent
FIELDS = {"controller", "purpose", "modalities", "days"}
PASSING_FIELDS = {"controller", "purpose", "modalities", "hours"}


@dataclass(frozen=True, slots=True)
class Notice:
    """`version` is the language and a hash of exactly this text, at most 32 characters."""

    version: str
    language: str
    text: str


class Template(BaseModel):
    """A language's file: both texts with their gaps, and a phrase for each modality."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    passing: str
    controller: str
    modalities: dict[Modality, str]

    @field_validator("text")
    @classmethod
    def _says_everything(cls, text: str) -> str:
        return _with_gaps(text, FIELDS)

    @field_validator("passing")
    @classmethod
    def _says_how_it_passes(cls, text: str) -> str:
        return _with_gaps(text, PASSING_FIELDS)

    @field_validator("modalities")
    @classmethod
    def _names_each(cls, modalities: dict[Modality, str]) -> dict[Modality, str]:
        if missing := [each.value for each in Modality if each not in modalities]:
            raise ValueError(f"lacks {missing}")
        return modalities


@dataclass(frozen=True, slots=True)
class Notices:
    """Every language's notice; the application's is `place().notices`."""

    templates: dict[str, Template]
    controller: str
    days: int
    hours: float

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Those that the settings name. Raises as `load`."""
        controller, days = settings.controller, settings.retention_days
        return cls.load(settings.notices, controller, days, settings.job_keep_hours)

    @classmethod
    def load(cls, folder: Path | None, controller: str, days: int, hours: float) -> Self:
        """The notices of a folder, or those that ship; English must be there.

        Sessions are kept for `days`, the results of a clip for `hours`.

        Raises InvalidSetting, which names what is wrong with which file.
        """
        files = sorted((folder or SHIPPED).glob("*.toml"))
        templates = {file.stem: _template(file) for file in files}
        if "en" not in templates:
            raise InvalidSetting(f"MIEN_NOTICES: {folder} has no en.toml")
        return cls(templates, controller, days, hours)

    def notice(
        self,
        purpose: str,
        modalities: Iterable[str],
        language: str = "en",
        recorded: bool = True,
    ) -> Notice:
        """The text for a purpose and modalities (face, voice, words).

        `recorded`: for a session; otherwise for live reading and clips, which are not kept with
        a viewer.

        Raises InvalidField for a language that has no notice.
        """
        template = self.templates.get(language)
        if template is None:
            raise InvalidField(f"language: notices are there in {', '.join(self.templates)}")
        text = (template.text if recorded else template.passing).format(
            controller=self.controller or template.controller,
            purpose=purpose,
            modalities="; ".join(template.modalities[Modality(name)] for name in modalities),
            days=self.days,
            hours=f"{self.hours:g}",
        )
        return Notice(
            f"{language}-{hashlib.sha256(text.encode()).hexdigest()[:16]}", language, text
        )


def _with_gaps(text: str, fields: set[str]) -> str:
    gaps = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    if gaps != fields:
        raise ValueError(f"needs exactly {sorted(fields)} in braces, has {sorted(gaps)}")
    return text.strip()


def _template(file: Path) -> Template:
    try:
        return Template.model_validate(tomllib.loads(file.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidSetting(f"the notice {file}: {error}") from error
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise InvalidSetting(f"the notice {file}: {'; '.join(faults)}") from error
