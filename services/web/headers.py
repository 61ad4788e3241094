"""What browsers are told: of every answer that it is data, of pages what they may load and use."""

import base64
import hashlib
from functools import lru_cache

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from recommender_api.safe_headers import ALWAYS, lacking

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "worker-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "connect-src 'self' ws: wss:",
        "img-src 'self' data: blob: https:",
        "media-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Posters come from wherever the catalog says; the client resizes pictures in a blob's worker."""

SECURITY = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(self), microphone=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    **ALWAYS,
}


class SafeHeaders:
    """ASGI middleware: adds to each answer what `recommender_api.safe_headers` has for it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                present = tuple(name for name, _ in headers)
                is_secure = scope.get("scheme") == "https"
                message["headers"] = [*headers, *_added(present, is_secure)]
            await send(message)

        await self._app(scope, receive, safely)


@lru_cache(maxsize=256)
def _added(present: tuple[bytes, ...], is_secure: bool) -> list[tuple[bytes, bytes]]:
    names = {str(name, "latin-1").lower() for name in present}
    added = lacking(names, is_secure).items()
    return [(name.lower().encode(), value.encode()) for name, value in added]


def policy_of(page: str) -> dict[str, str]:
    """Headers for a page of the server's own with one script in it, which may run."""
    script = page.rpartition("<script>")[2].partition("</script>")[0]
    known = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = CONTENT_SECURITY_POLICY.replace("script-src", f"script-src 'sha256-{known}'")
    return {**SECURITY, "Content-Security-Policy": allowed}


def knows(request: Request, etag: str) -> bool:
    """Whether the client has this version (RFC 9110, If-None-Match, weak comparison)."""
    named = request.headers.get("if-none-match", "")
    bare = {tag.strip().removeprefix("W/") for tag in named.split(",")}
    return "*" in bare or etag.removeprefix("W/") in bare


def takes_gzip(request: Request) -> bool:
    """Whether the client takes gzip (RFC 9110, Accept-Encoding)."""
    for offer in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = offer.partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "").rstrip("0.") != "q="
    return False
