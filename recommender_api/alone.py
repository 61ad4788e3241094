"""What the recommender does for itself where it stands alone, and the gateway for it elsewhere.

request --Host, Origin--> | 421, 403 --caller's rate--> | 429 ──> routes ──> safe headers
"""

from collections.abc import Callable

from flask import Flask, Response, g, request

from mien.settings import Settings
from recommender_api.access.addresses import client_of, networks
from recommender_api.access.callers import Callers
from recommender_api.access.credentials import bearer, digest
from recommender_api.access.gate import ANYBODY
from recommender_api.access.origins import SAFE_METHODS, check_host, check_origin
from recommender_api.safe_headers import lacking

PROBES = "probes"
Check = Callable[[], None]


def protect(app: Flask, chosen: Settings) -> None:
    """Before anything else that the application does with a request, and after all of it."""
    checks = [_names_and_pages(chosen)]
    if chosen.rate_per_minute:
        checks.append(_limit_rate(app, chosen))
    app.before_request_funcs.setdefault(None, [])[:0] = checks
    app.after_request(_safe)


def _names_and_pages(chosen: Settings) -> Check:
    def check() -> None:
        if request.blueprint == PROBES:
            return
        host, headers = request.headers.get("Host"), request.headers
        check_host(host, chosen.allowed_hosts)
        if request.method not in SAFE_METHODS:
            page, site = headers.get("Origin"), headers.get("Sec-Fetch-Site")
            check_origin(page, host, site, chosen.cors_origins)

    return check


def _limit_rate(app: Flask, chosen: Settings) -> Check:
    callers, trusted = Callers(chosen.rate_per_minute), networks(chosen.trusted_proxies)

    def count() -> None:
        if request.blueprint != PROBES and request.method != "OPTIONS":
            forwarded = request.headers.getlist("X-Forwarded-For")
            callers.admit(client_of(request.remote_addr or "", forwarded, trusted), _shown())

    def recognise(response: Response) -> Response:
        shown, caller = _shown(), g.get("caller", ANYBODY)
        if shown is not None and caller is not ANYBODY:
            callers.recognise(shown, caller)
        return response

    app.after_request(recognise)
    return count


def _shown() -> str | None:
    credential = bearer(request.headers.get("Authorization"))
    return None if credential is None else digest(credential)


def _safe(response: Response) -> Response:
    present = {name.lower() for name, _ in response.headers}
    for name, value in lacking(present, request.is_secure).items():
        response.headers[name] = value
    return response
