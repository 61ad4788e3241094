"""How often one caller may ask, and who counts as one."""

import itertools

import pytest

from mien.errors import InvalidSetting
from mien.settings import Settings, settings
from recommender_api.access import callers as module
from recommender_api.access.addresses import client_of, networks, place_of
from recommender_api.access.callers import Callers
from recommender_api.access.errors import ForeignOrigin, RateLimited, UnknownHost
from recommender_api.access.gate import Caller
from recommender_api.access.origins import check_host, check_origin
from recommender_api.access.scopes import Scope

A_KEY = Caller(frozenset({Scope.PERCEIVE}))
A_VIEWER = Caller(frozenset(), "a viewer")


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def taken(callers, *caller):
    """How many requests of a caller are taken at once."""

    def is_taken(_):
        try:
            callers.admit(*caller)
        except RateLimited:
            return False
        return True

    return len(list(itertools.takewhile(is_taken, range(1000))))


def test_a_minutes_requests_may_come_at_once_and_then_evenly(clock):
    callers = Callers(30, clock)
    assert taken(callers, "192.0.2.1", None) == 30
    clock.now += 10
    assert taken(callers, "192.0.2.1", None) == 5
    clock.now += 3600
    assert taken(callers, "192.0.2.1", None) == 30


def test_the_wait_that_is_told_is_the_wait_that_is_needed(clock):
    callers = Callers(30, clock)
    taken(callers, "192.0.2.1", None)
    with pytest.raises(RateLimited) as refused:
        callers.admit("192.0.2.1", None)
    assert refused.value.retry_after == 2
    clock.now += refused.value.retry_after
    callers.admit("192.0.2.1", None)


def test_one_address_does_not_spend_what_is_anothers(clock):
    callers = Callers(3, clock)
    taken(callers, "192.0.2.1", None)
    assert taken(callers, "192.0.2.2", None) == 3


@pytest.mark.parametrize(
    ("address", "another", "is_same"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("no address", "192.0.2.1", False),
    ],
)
def test_an_ipv6_network_is_one_place_and_ipv4_in_ipv6_is_ipv4(address, another, is_same):
    assert (place_of(address) == place_of(another)) is is_same


def test_a_token_that_a_gate_took_has_a_bucket_of_its_own(clock):
    callers = Callers(3, clock)
    taken(callers, "192.0.2.1", None)
    callers.recognise("token", A_VIEWER)
    assert taken(callers, "192.0.2.1", "token") == 3
    assert taken(callers, "192.0.2.2", "token") == 0


def test_a_key_that_a_gate_took_has_its_own_limit_elsewhere(clock):
    callers = Callers(3, clock)
    callers.recognise("key", A_KEY)
    for _ in range(100):
        callers.admit("192.0.2.1", "key")


def test_made_up_credentials_count_for_their_address(clock):
    callers = Callers(3, clock)
    for number in range(3):
        callers.admit("192.0.2.1", f"made up {number}")
    with pytest.raises(RateLimited):
        callers.admit("192.0.2.1", "another")


def test_what_a_gate_took_must_be_taken_again_after_a_while(clock):
    callers = Callers(3, clock)
    callers.recognise("revoked since", A_KEY)
    clock.now += module.KNOWN_SECONDS + 1
    assert taken(callers, "192.0.2.1", "revoked since") == 3


def test_many_addresses_take_bounded_memory(clock, monkeypatch):
    monkeypatch.setattr(module, "MOST_REMEMBERED", 100)
    callers = Callers(1, clock)
    for number in range(1000):
        callers.admit(f"192.0.{number // 256}.{number % 256}", None)
        callers.recognise(f"token {number}", A_VIEWER)
    assert len(callers._full) == len(callers._known) == 100


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["192.0.2.1, 10.0.0.2"], "192.0.2.1"),
        ("10.0.0.1", ["192.0.2.1", "10.0.0.2"], "192.0.2.1"),
        ("10.0.0.1", ["127.0.0.1, 192.0.2.1"], "192.0.2.1"),
        ("::ffff:10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("192.0.2.9", ["192.0.2.1"], "192.0.2.9"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", [" , "], "10.0.0.1"),
        ("10.0.0.1", ["made up"], "made up"),
        ("", ["192.0.2.1"], ""),
    ],
)
def test_only_trusted_proxies_are_believed_whom_they_heard(peer, forwarded, client):
    assert client_of(peer, forwarded, networks(["10.0.0.0/8"])) == client


def test_a_proxy_that_is_no_address_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("MIEN_TRUSTED_PROXIES", "10.0.0.0/8, proxy.example")
    settings.cache_clear()
    with pytest.raises(InvalidSetting, match=r"MIEN_TRUSTED_PROXIES.*proxy\.example"):
        settings()


def test_proxies_and_hosts_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("MIEN_TRUSTED_PROXIES", "10.1.2.3/8, 2001:db8::1")
    monkeypatch.setenv("MIEN_ALLOWED_HOSTS", "Mien.Example., other.example")
    chosen = Settings()
    assert chosen.trusted_proxies == ("10.0.0.0/8", "2001:db8::1/128")
    assert chosen.allowed_hosts == ("mien.example", "other.example")


@pytest.mark.parametrize(
    "host",
    [
        "mien.example",
        "MIEN.example.:8443",
        "127.0.0.1:3000",
        "[::1]:3000",
        "[::1]",
        "10.4.2.1",
        "",
        None,
    ],
)
def test_a_server_goes_by_its_names_and_by_any_address(host):
    check_host(host, ("mien.example",))


@pytest.mark.parametrize(
    "host",
    ["evil.example", "mien.example.evil.example", "127.0.0.1.evil.example:3000", "localhost"],
)
def test_a_name_that_leads_here_but_is_not_the_servers_is_refused(host):
    with pytest.raises(UnknownHost):
        check_host(host, ("mien.example",))
    check_host(host, ())


@pytest.mark.parametrize(
    ("origin", "host", "site"),
    [
        (None, "mien.example", None),
        ("https://shop.example", "mien.example", None),
        ("https://mien.example", "mien.example", None),
        ("http://localhost:3000", "LOCALHOST:3000", None),
        ("https://mien.example", "gateway:3000", "same-origin"),
    ],
)
def test_listed_pages_and_the_servers_own_may_call(origin, host, site):
    check_origin(origin, host, site, ("https://shop.example",))


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://evil.example", "mien.example"),
        ("https://shop.example.evil.example", "mien.example"),
        ("http://localhost:5173", "localhost:3000"),
        ("null", "mien.example"),
        ("null", ""),
        ("https://evil.example", None),
    ],
)
def test_other_pages_may_not_unless_any_may(origin, host):
    with pytest.raises(ForeignOrigin):
        check_origin(origin, host, "cross-site", ("https://shop.example",))
    check_origin(origin, host, "cross-site", ("*",))
