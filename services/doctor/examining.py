"""Runs every check, whatever happens to one of them.

    name --imported only now: what it needs may be missing--> check(place) --> findings

A check is a function from a Place to findings. Without settings that can be used there is no Place,
so then the settings are all that is examined.
"""

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mien.errors import InvalidSetting, MienError
from mien.settings import Settings, settings
from services.doctor.finding import Finding, ok, problem


@dataclass(frozen=True, slots=True)
class Place:
    """What is examined: `host` and `port` are where a server is to listen, if that is asked."""

    settings: Settings
    host: str = "127.0.0.1"
    port: int | None = None


Check = Callable[[Place], Iterable[Finding]]

CHECKS = (
    ("python", "software"),
    ("packages", "software"),
    ("codecs", "software"),
    ("variables", "variables"),
    ("open_files", "machine"),
    ("clock", "machine"),
    ("folders", "machine"),
    ("providers", "models"),
    ("models", "models"),
    ("rollout", "rollout"),
    ("wordnet", "texts"),
    ("own_texts", "texts"),
    ("web_app", "texts"),
    ("database", "database"),
    ("keys", "database"),
    ("address", "address"),
    ("port", "address"),
)
"""A check's name, and the module beside this one that has it."""


def examine(host: str, port: int | None) -> Iterator[tuple[str, Finding]]:
    """Each check's name with what it found."""
    try:
        place = Place(settings(), host, port)
    except InvalidSetting as error:
        yield "settings", problem(error.detail, error.action)
        return
    yield "settings", ok("every setting can be used")
    for name, module in CHECKS:
        for finding in found(name, module, place):
            yield name, finding


def found(name: str, module: str, place: Place) -> list[Finding]:
    """What a check finds; that it cannot run is a problem too."""
    try:
        check: Check = getattr(importlib.import_module(f"services.doctor.{module}"), name)
        return list(check(place))
    except MienError as error:
        return [problem(error.detail, error.action)]
    except ImportError as error:
        return [problem(f"{error}", "Run 'make setup' where Mien lies, or install the lock again.")]
    except Exception as error:  # the other checks may say why
        detail = f"the check failed: {type(error).__name__}: {error}"
        return [problem(detail, "Mend the other problems first; if it stays, report it.")]
