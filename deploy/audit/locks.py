"""The locks, read as packages; nothing is resolved, installed or asked."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT / "requirements"
NPM_LOCK = ROOT / "package-lock.json"
IN_IMAGES = ("serve", "postgres", "gpu")
"""The Python locks whose packages lie in an image or in the `.venv` of `make serve`."""
WEB_APP = "web"

_PINNED = re.compile(r"^([a-z0-9][a-z0-9-]*)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
_INSTALLED = "node_modules/"


@dataclass(frozen=True, order=True, slots=True)
class Package:
    """One version of one package; `lock` is the file that names it, relative to the root."""

    name: str
    version: str
    lock: str


@dataclass(frozen=True, slots=True)
class NpmPackage:
    """As package-lock.json states it; `integrity` in Subresource Integrity's form."""

    name: str
    version: str
    licence: str
    integrity: str
    bundled: bool


def python_packages(names: tuple[str, ...] = IN_IMAGES) -> list[Package]:
    """What these locks name, sorted, each version once and with the first lock that has it."""
    first: dict[tuple[str, str], Package] = {}
    for name in names:
        path = REQUIREMENTS / f"{name}.txt"
        for found, version in _PINNED.findall(path.read_text()):
            first.setdefault((found, version), Package(found, version, f"requirements/{path.name}"))
    return sorted(first.values())


def npm_packages(lock: Path = NPM_LOCK) -> list[NpmPackage]:
    """Everything that the lock names but Mien's own packages, sorted by name and version.

    `bundled` is what the web app's dependencies lead to; all else only builds and tests.
    """
    entries: dict[str, dict[str, Any]] = json.loads(lock.read_text())["packages"]
    bundled = _reached(entries)
    found = {
        NpmPackage(
            name=place.rpartition(_INSTALLED)[2],
            version=entry["version"],
            licence=entry.get("license", ""),
            integrity=entry.get("integrity", ""),
            bundled=place in bundled,
        )
        for place, entry in entries.items()
        if _INSTALLED in place and not entry.get("link")
    }
    return sorted(found, key=lambda package: (package.name, package.version, package.bundled))


def _reached(entries: dict[str, dict[str, Any]]) -> set[str]:
    reached: set[str] = set()
    waiting = [WEB_APP]
    while waiting:
        place = waiting.pop()
        for name in entries[place].get("dependencies", {}):
            found = _nearest(entries, place, name)
            if found not in reached:
                reached.add(found)
                waiting.append(found)
    return reached


def _nearest(entries: dict[str, dict[str, Any]], place: str, name: str) -> str:
    """Where Node.js finds `name` from `place`: in its own folder, else in those above."""
    inside = f"{place}/{_INSTALLED}{name}".lstrip("/")
    if inside in entries:
        return inside
    if not place:
        raise ValueError(f"{name} is asked for, but package-lock.json does not name it")
    return _nearest(entries, place.rpartition("/")[0], name)
