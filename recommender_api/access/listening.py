"""Where a server that asks for no keys may listen, and under which name: on this machine alone."""

import ipaddress
import os
import socket

from mien.settings import Settings
from recommender_api.access.errors import PublicAddress


def check_address(host: str, settings: Settings) -> None:
    """Raises PublicAddress for one that others can reach, unless keys are required."""
    if not settings.require_keys and not _is_loopback(host):
        raise PublicAddress(f"{host or 'every address'} can be reached from other machines")


def name_this_machine(host: str, settings: Settings) -> None:
    """Without keys, servers that this process starts go by `host` and localhost alone."""
    if not settings.require_keys and not settings.allowed_hosts:
        os.environ["MIEN_ALLOWED_HOSTS"] = f"localhost,{host}"


def _is_loopback(host: str) -> bool:
    if not host:
        return False
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return True  # nobody can listen there; whoever binds says so
    return all(ipaddress.ip_address(str(each)).is_loopback for each in found)
