"""From where a request comes, and what counts as one place."""

import ipaddress
from collections.abc import Iterable, Sequence
from functools import lru_cache

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PREFIX_OF_A_HOME = 64
"""An IPv6 customer has at least so large a network, and may change addresses in it at will."""


def networks(trusted: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks as written in settings. Raises ValueError for anything else."""
    return tuple(ipaddress.ip_network(each, strict=False) for each in trusted)


@lru_cache(maxsize=4096)
def place_of(address: str) -> str:
    """The address itself; of IPv6 its /64 network; IPv4 within IPv6 as IPv4."""
    if ":" not in address:
        return address
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 6 and found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, PREFIX_OF_A_HOME), strict=False))


def client_of(peer: str, forwarded: Iterable[str], trusted: Sequence[Network]) -> str:
    """Whoever the last trusted proxy heard; `forwarded` are the values of X-Forwarded-For.

    Each proxy adds its client at the end, so names further left than the first address that is
    not trusted are only that client's word.
    """
    heard = [each.strip() for value in forwarded for each in value.split(",") if each.strip()]
    client = peer
    while heard and is_trusted(client, trusted):
        client = heard.pop()
    return client


def is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    """Whether an address is that of a trusted proxy; what is no address is not."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    plain = getattr(found, "ipv4_mapped", None) or found
    return any(plain in network for network in trusted)
