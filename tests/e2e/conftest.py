"""One real gateway for all tests that do not harm it."""

import pytest

from tests.e2e.servers import BIN, running


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/e2e" in item.path.as_posix():
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def gateway():
    with running([str(BIN / "mien"), "serve"]) as server:
        yield server
