"""What browsers are told beside every answer.

Answers are data: none is a page that may load or run something, unless its route says so, and none
is kept, unless its route says for how long or gives it an ETag.
"""

from collections.abc import Container

ALWAYS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
DATA = {"Content-Security-Policy": "default-src 'none'; media-src 'self'; frame-ancestors 'none'"}
"""A browser shows a video that is opened by itself as a page, which must load it."""

PERSONAL = {"Cache-Control": "no-store"}
SECURE = {"Strict-Transport-Security": "max-age=31536000"}

MADE_OF_PEOPLES_DATA = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; frame-ancestors 'none'",
    **PERSONAL,
}
"""A report: a page with styles and pictures of its own and nothing that runs."""


def lacking(present: Container[str], is_secure: bool) -> dict[str, str]:
    """The headers to add to an answer that has those of the names `present`, in lower case."""
    wanted = {**ALWAYS, **DATA, **(SECURE if is_secure else {})}
    if "etag" not in present:
        wanted.update(PERSONAL)
    return {name: value for name, value in wanted.items() if name.lower() not in present}
