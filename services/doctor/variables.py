"""`MIEN_*` variables that set nothing, since they are misspelt."""

import difflib
import os
from collections.abc import Iterator

from mien.settings import Settings
from services.doctor.examining import Place
from services.doctor.finding import Finding, ok, warning

OTHERS = {"MIEN_KEY", "MIEN_DATA", "MIEN_WORKER_ADDRESS"}
"""Read elsewhere: by clients, by training and by the workers of `mien serve`."""


def variables(place: Place) -> Iterator[Finding]:
    """Variables that no part of Mien reads."""
    known = {f"MIEN_{name.upper()}" for name in Settings.model_fields} | OTHERS
    unknown = [name for name in os.environ if name.upper().startswith("MIEN_")]
    unknown = sorted(name for name in unknown if name.upper() not in known)
    for name in unknown:
        near = difflib.get_close_matches(name.upper(), known, n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        yield warning(f"{name} sets nothing", f"{meant}docs/settings.md has every setting.")
    if not unknown:
        yield ok("every MIEN_* variable sets something")
