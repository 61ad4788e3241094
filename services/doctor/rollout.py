"""Whether what a rollout names is there, and unchanged."""

from collections.abc import Iterator

from mien.runtime.manifest import Manifest
from services.doctor.examining import Place
from services.doctor.finding import Finding, ok
from services.rollout import plan as plans
from services.rollout.loading import manifest_of


def rollout(place: Place) -> Iterator[Finding]:
    """Each model that is served in the place of a shipped one, and each that is tried."""
    plan = plans.read(place.settings.rollout)
    base = Manifest(place.settings.models_dir)
    tried = plan.candidate.models if plan.candidate else {}
    for doing, models in (("served", plan.served), ("tried", tried)):
        for name, placed in models.items():
            manifest = manifest_of(base, {name: placed})
            manifest.verified_bytes(name)
            yield ok(f"{name} {manifest.entry(name).version} of {placed.folder} is {doing}")
    if not plan.served and not tried:
        yield ok("no other models are served or tried")
