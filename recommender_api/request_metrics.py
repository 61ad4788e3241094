"""`/metrics` of the recommender that stands alone: its requests, by the names that they have under
the gateway, which counts them itself.

each worker ─> files of one folder, see gunicorn_config.py ─> one page of all workers
"""

import os
import time
from http import HTTPStatus

from flask import Flask, Response, g
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from mien.telemetry.buckets import SECONDS
from recommender_api.request_trail import matched_rule


def count_requests(app: Flask) -> None:
    """Count and time every request of this application by the rule that it matched, never by its
    path, which names viewers; and add the page."""
    own = CollectorRegistry()
    requests = Counter(
        "mien_requests_total", "Requests by route and status", ["route", "status"], registry=own
    )
    seconds = Histogram(
        "mien_request_seconds", "Time to the answer", ["route"], buckets=SECONDS, registry=own
    )

    def begin() -> None:
        g.begun = time.perf_counter()

    def end(response: Response) -> Response:
        route = matched_rule()
        requests.labels(route, response.status_code).inc()
        seconds.labels(route).observe(time.perf_counter() - g.begun)
        return response

    def page() -> Response:
        shown = generate_latest(_of_all_workers(own))
        return Response(shown, HTTPStatus.OK, content_type=CONTENT_TYPE_LATEST)

    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request(end)
    app.add_url_rule("/metrics", "probes.metrics", page)


def _of_all_workers(own: CollectorRegistry) -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return own
    everything = CollectorRegistry()
    MultiProcessCollector(everything)  # type: ignore[no-untyped-call]
    return everything
