"""By which name a server is called, and by whose page.

A browser shows a page's own name as Host, wherever the name leads: a page whose name is made to
point at this machine (DNS rebinding) is stopped by its Host. A browser sends other pages' requests,
and opens WebSockets for them, without asking first: those are stopped by their Origin.
"""

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from recommender_api.access.errors import ForeignOrigin, UnknownHost

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""They change nothing here, and CORS says whether a page may read the answer."""


def check_host(host: str | None, allowed: Collection[str]) -> None:
    """Raises UnknownHost for a name that is not allowed; any may be where `allowed` is empty.

    Addresses may always be: no name was made to point at them. Probes call by address.
    """
    name = _name(host or "")
    if allowed and name and name not in allowed and not _is_address(name):
        raise UnknownHost(f"this server is not called '{name[:100]}'")


def check_origin(
    origin: str | None, host: str | None, fetch_site: str | None, origins: Collection[str]
) -> None:
    """Raises ForeignOrigin for a page that is neither the server's own nor listed."""
    if origin is None or "*" in origins or origin in origins or fetch_site == "same-origin":
        return
    if not host or urlsplit(origin).netloc.lower() != host.lower():
        raise ForeignOrigin(f"pages of '{origin[:100]}' may not call this server")


def _name(host: str) -> str:
    """Without the port, in lower case."""
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return name.rstrip(".").lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
