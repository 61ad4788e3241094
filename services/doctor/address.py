"""Where the server is to listen: whether it may, and whether the port is free."""

from collections.abc import Iterator

from recommender_api.access.listening import check_address
from services.doctor.examining import Place
from services.doctor.finding import Finding, ok, problem
from services.listening import reusable_socket


def address(place: Place) -> Iterator[Finding]:
    """Whether the address may be used without keys. Raises PublicAddress where not."""
    check_address(place.host, place.settings)
    keyed = "with keys" if place.settings.require_keys else "on this machine alone, without keys"
    yield ok(f"{place.host} is served {keyed}")


def port(place: Place) -> Iterator[Finding]:
    """Whether nobody listens there yet; asked only where a port is named."""
    if place.port is None:
        return
    where = f"{place.host}:{place.port}"
    try:
        with reusable_socket(place.host) as probe:
            probe.bind((place.host, place.port))
    except (OSError, ValueError, OverflowError) as error:
        action = "End what listens there ('ss -ltnp' names it), or choose another --port."
        yield problem(f"cannot listen on {where}: {error}", action)
    else:
        yield ok(f"{where} is free")
