import pytest

from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect


@pytest.fixture
def catalog(tmp_path):
    """Writes files and gives the name of the format that is detected, and what it reads."""

    def read(**texts):
        folder = tmp_path / "shop"
        folder.mkdir()
        for name, text in texts.items():
            (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
        source = Source(folder)
        form = detect(source)
        return form.name, list(form.read(source))

    return read


@pytest.fixture
def written(tmp_path):
    """Writes bytes to a file of this name and gives its path."""

    def write(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write
