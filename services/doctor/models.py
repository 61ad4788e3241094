"""Whether the models load, and on what."""

from collections.abc import Iterator

from mien.errors import ModelUnavailable
from mien.runtime.manifest import Manifest
from mien.runtime.session import ModelSession, RuntimeOptions, available_providers
from services.doctor.examining import Place
from services.doctor.finding import Finding, ok, problem, warning


def providers(place: Place) -> Iterator[Finding]:
    """Whether ONNX Runtime has the providers that were asked for; the default asks for any GPU."""
    wanted = place.settings.providers
    there = available_providers(wanted)
    missing = [name for name in wanted if name not in there]
    if missing and "providers" in place.settings.model_fields_set:
        yield warning(
            f"this ONNX Runtime has no {', '.join(missing)}; models run on {there[0]}",
            "Install requirements/gpu.txt or openvino.txt, or change MIEN_PROVIDERS.",
        )
    else:
        yield ok(f"ONNX Runtime has {', '.join(there)}")


def models(place: Place) -> Iterator[Finding]:
    """Whether each model is the manifest's file, loads and infers, and on the best provider."""
    manifest = Manifest(place.settings.models_dir)
    best = available_providers(place.settings.providers)[0]
    if not manifest.models:
        yield problem(f"{manifest.folder} has no models", ModelUnavailable.action)
    for name, entry in manifest.models.items():
        try:
            used = ModelSession(manifest, name, RuntimeOptions.of(place.settings)).provider
        except ModelUnavailable as error:
            yield problem(error.detail, error.action)
            continue
        said = f"{name} {entry.version} runs on {used}"
        if used == best:
            yield ok(said)
        else:
            yield warning(f"{said}, since {best} fails", f"Mend {best}; docs/models.md tells how.")
