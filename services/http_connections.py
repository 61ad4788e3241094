"""The process's connections: how many it may have, who answers them, and whose word is taken for
where they come from."""

import os
import resource
from collections.abc import Iterable, Iterator

from uvicorn.config import HTTP_PROTOCOLS

from mien.settings import Settings
from recommender_api.access.addresses import networks
from services.http_protocol import BoundedProtocol

_SPARE_FILES = 256
"""Of a process besides its connections: models, libraries, the database, clips."""


def bound_connections(chosen: Settings) -> None:
    """In a worker, before BentoML starts its server."""
    BoundedProtocol.limits = chosen
    HTTP_PROTOCOLS["auto"] = f"{BoundedProtocol.__module__}:{BoundedProtocol.__name__}"
    os.environ["FORWARDED_ALLOW_IPS"] = ",".join(as_uvicorn_sees(chosen.trusted_proxies))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = 2 * chosen.max_connections + _SPARE_FILES
    if resource.RLIM_INFINITY != soft < needed:
        most = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def as_uvicorn_sees(proxies: Iterable[str]) -> Iterator[str]:
    """Trusted networks, those of IPv4 within IPv6 too: so a socket for both tells addresses."""
    for network in networks(proxies):
        yield str(network)
        if network.version == 4:
            yield f"::ffff:{network.network_address}/{96 + network.prefixlen}"
