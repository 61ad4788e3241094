"""Without keys a server listens on this machine alone."""

import pytest
from click.testing import CliRunner

from mien.settings import Settings, settings
from recommender_api.access.errors import PublicAddress
from recommender_api.access.listening import check_address
from recommender_api.commands import recommend
from services import launch


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.3.2.1"])
def test_a_loopback_address_needs_no_keys(host):
    check_address(host, Settings())


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "10.1.2.3", "2001:db8::1", "8.8.8.8"])
def test_an_address_that_others_reach_does(host):
    with pytest.raises(PublicAddress):
        check_address(host, Settings())
    check_address(host, Settings(require_keys=True))


@pytest.mark.parametrize("serve", [launch.serve, recommend.commands["serve"]])
def test_the_commands_refuse_before_anything_starts(serve, monkeypatch):
    monkeypatch.delenv("MIEN_REQUIRE_KEYS", raising=False)
    settings.cache_clear()
    refused = CliRunner().invoke(serve, ["--host", "0.0.0.0"]).exception
    assert isinstance(refused, PublicAddress)
    assert "MIEN_REQUIRE_KEYS=true" in refused.action
