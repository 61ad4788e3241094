"""Where a server that asks for no keys may listen: on this machine alone."""

import ipaddress
import socket

from mien.settings import Settings
from recommender_api.access.errors import PublicAddress


def check_address(host: str, settings: Settings) -> None:
    """Raises PublicAddress for one that others can reach, unless keys are required."""
    if not settings.require_keys and not _is_loopback(host):
        raise PublicAddress(f"{host or 'every address'} can be reached from other machines")


def _is_loopback(host: str) -> bool:
    if not host:
        return False
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return True  # nobody can listen there; whoever binds says so
    return all(ipaddress.ip_address(str(each)).is_loopback for each in found)
