"""How spans are recorded; `mien.telemetry.spans` says which and when.

Nothing here records a path, a parameter or the message of an exception.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

import mien
from mien.errors import InvalidSetting
from mien.telemetry.trail import UNMATCHED, Trail

Value = str | int | float
Attributes = Mapping[str, Value]

_CALLERS = TraceContextTextMapPropagator()
_PROTOCOL = "http/protobuf"


class Recorder:
    """The spans of a process, under its own provider: no library's spans get among them."""

    def __init__(self, service: str, processor: SpanProcessor | None = None) -> None:
        """Spans go to `processor`, or over OTLP. Raises InvalidSetting."""
        own = {"service.version": mien.__version__}
        if "OTEL_SERVICE_NAME" not in os.environ:
            own["service.name"] = service
        provider = TracerProvider(resource=Resource.create(own))
        provider.add_span_processor(processor or _exporting())
        self._tracer = provider.get_tracer("mien", mien.__version__)

    @contextmanager
    def span(
        self,
        name: str,
        attributes: Attributes,
        kind: SpanKind = SpanKind.INTERNAL,
        context: Context | None = None,
        links: Sequence[Link] = (),
    ) -> Iterator[Span]:
        """A span around a block, below `context` or the one that is open."""
        with self._tracer.start_as_current_span(
            name,
            context,
            kind,
            dict(attributes),
            links,
            record_exception=False,
            set_status_on_exception=False,
        ) as opened:
            try:
                yield opened
            except Exception as error:
                _fail(opened, type(error).__qualname__)
                raise

    def past(self, name: str, begun: int, attributes: Attributes) -> None:
        """A call to another service that began at `begun`, in ns since 1970, and ends now."""
        about, kind = dict(attributes), SpanKind.CLIENT
        self._tracer.start_span(name, kind=kind, attributes=about, start_time=begun).end()

    @contextmanager
    def request(self, trail: Trail, traceparent: str) -> Iterator[None]:
        """See `spans.request`."""
        caller = _CALLERS.extract({"traceparent": traceparent})
        about = {"http.request.method": trail.method, "mien.request_id": trail.id}
        with self.span(trail.method, about, SpanKind.SERVER, caller) as opened:
            trail.span, trail.trace_id = opened, _trace_id(opened)
            try:
                yield
            finally:
                _conclude(opened, trail)

    @contextmanager
    def task(self, name: str, trail: Trail, stamped: str) -> Iterator[None]:
        """See `spans.task`."""
        origin = _CALLERS.extract({"traceparent": stamped})
        asked = trace.get_current_span(origin).get_span_context()
        links = [Link(asked)] if asked.is_valid else []
        with self.span(name, {"mien.request_id": trail.id}, links=links) as opened:
            trail.trace_id = _trace_id(opened)
            yield
            if trail.status >= 500:
                _fail(opened, trail.code)

    @contextmanager
    def batch(self, requests: Sequence[Span], attributes: Attributes) -> Iterator[None]:
        """See `spans.batch`."""
        first, *others = requests
        links = [Link(each.get_span_context()) for each in requests]
        context = trace.set_span_in_context(first)
        with self.span("batch", attributes, context=context, links=links) as opened:
            for each in others:
                each.add_link(opened.get_span_context())
            yield

    def stamp(self) -> str:
        """See `spans.stamp`."""
        carrier: dict[str, str] = {}
        _CALLERS.inject(carrier)
        return carrier.get("traceparent", "")


def _exporting() -> SpanProcessor:
    for variable in ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"):
        if os.environ.get(variable, _PROTOCOL) != _PROTOCOL:
            raise InvalidSetting(f"{variable}: spans are sent as {_PROTOCOL} only")
    return BatchSpanProcessor(OTLPSpanExporter())


def _conclude(opened: Span, trail: Trail) -> None:
    if trail.route != UNMATCHED:
        opened.update_name(f"{trail.method} {trail.route}")
        opened.set_attribute("http.route", trail.route)
    opened.set_attribute("http.response.status_code", trail.status)
    if trail.status >= 500:
        _fail(opened, trail.code or str(trail.status))


def _fail(opened: Span, kind: str) -> None:
    opened.set_attribute("error.type", kind)
    opened.set_status(StatusCode.ERROR)


def _trace_id(opened: Span) -> str:
    return trace.format_trace_id(opened.get_span_context().trace_id)
