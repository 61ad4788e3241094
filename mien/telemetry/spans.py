"""OpenTelemetry spans, where MIEN_TRACING is on; otherwise every call here does nothing, and
OpenTelemetry is not even imported.

    traceparent ─> request ─> batch ─> decode, inference of each model        (fuse, speech, SQL)
                      └─ linked, through its file, with the analysis of a job

BentoML's own spans stay off, since they carry paths, which name viewers. Spans go where the
OTEL_EXPORTER_OTLP_* variables say.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from mien.settings import Settings
from mien.telemetry.trail import Trail

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.trace import Span

    from mien.telemetry.recording import Recorder

_NOTHING: AbstractContextManager[None] = nullcontext()
_recorder: "Recorder | None" = None


def start(settings: Settings, service: str, processor: "SpanProcessor | None" = None) -> None:
    """Where MIEN_TRACING is on, record spans in this process from now on.

    They name `service` unless OTEL_SERVICE_NAME is set, and are exported over OTLP, or given to
    `processor`. Raises InvalidSetting.
    """
    global _recorder
    if settings.tracing:
        from mien.telemetry.recording import Recorder

        _recorder = Recorder(service, processor)


def stop() -> None:
    """Record no more spans in this process."""
    global _recorder
    _recorder = None


def enabled() -> bool:
    """Whether this process records spans."""
    return _recorder is not None


def span(name: str, **attributes: str | int | float) -> AbstractContextManager[object]:
    """A span around a block, below the one that is open; attributes are `mien.NAME`."""
    if _recorder is None:
        return _NOTHING
    return _recorder.span(name, {f"mien.{key}": value for key, value in attributes.items()})


def past(name: str, begun: int, attributes: Mapping[str, str | int | float]) -> None:
    """A call to another service that began at `begun`, in ns since 1970, and ends now."""
    if _recorder is not None:
        _recorder.past(name, begun, attributes)


def request(trail: Trail, traceparent: str = "") -> AbstractContextManager[None]:
    """The span of a request, which follows that of its caller; its end reads the trail."""
    return _NOTHING if _recorder is None else _recorder.request(trail, traceparent)


def task(name: str, trail: Trail, stamped: str) -> AbstractContextManager[None]:
    """The span of what a request asked for and is done later, linked with it; see `stamp`."""
    return _NOTHING if _recorder is None else _recorder.task(name, trail, stamped)


def batch(requests: Sequence["Span"], size: int, waited: float) -> AbstractContextManager[None]:
    """The span of a batch: part of the first request's trace that is recorded, linked with all
    others both ways, so that each request leads to the batch that it was in."""
    recorded = [each for each in requests if each.is_recording()]
    if _recorder is None or not recorded:
        return _NOTHING
    return _recorder.batch(recorded, {"mien.batch.size": size, "mien.batch.wait": waited})


def stamp() -> str:
    """The open span as a traceparent, for what another process does about it; "" without one."""
    return "" if _recorder is None else _recorder.stamp()
