"""Training recipes are data: a TOML file, read into frozen dataclasses that reject unknown keys.

[data] ... [augmentation] ... [schedule] ...   ->   Recipe(data=Data(...), ...)
"""

import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

RecipeT = TypeVar("RecipeT")


def build(cls: type[RecipeT], table: Mapping[str, Any]) -> RecipeT:
    """Fill the dataclass `cls` from a TOML table; nested tables fill nested dataclasses.

    Raises ValueError for a key that the class lacks, and for one that it needs and is missing.
    """
    wanted = {field.name for field in fields(cls)}  # type: ignore[arg-type]
    if wanted != set(table):
        unknown, missing = sorted(set(table) - wanted), sorted(wanted - set(table))
        raise ValueError(f"{cls.__name__}: unknown keys {unknown}, missing keys {missing}")
    hints = get_type_hints(cls)
    return cls(**{name: _convert(hints[name], value) for name, value in table.items()})


def _convert(kind: Any, value: Any) -> Any:
    if is_dataclass(kind):
        return build(kind, value)  # type: ignore[arg-type]
    return tuple(value) if isinstance(value, list) else value


def load(cls: type[RecipeT], path: Path) -> RecipeT:
    """Read a recipe file into `cls`."""
    return build(cls, tomllib.loads(path.read_text("utf-8")))
