"""The shipped models, loaded once."""

import pytest

from mien.perception.faces import FaceReader
from mien.settings import Settings


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/model" in item.path.as_posix():
            item.add_marker(pytest.mark.model)


@pytest.fixture(scope="session")
def reader():
    return FaceReader.load(Settings())
