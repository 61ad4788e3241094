"""What browsers are told beside the web app's files: what a page may load, and what it may use."""

from starlette.requests import Request

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
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


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
