import os

import pytest

from recommender_api.catalog import files
from recommender_api.catalog.errors import CatalogUnreadable
from recommender_api.catalog.files import Source
from tests.unit.catalog.packing import DATA, read_until_error


def test_paths_that_hold_nothing_to_read_are_refused(tmp_path):
    for path in (tmp_path / "missing.csv", tmp_path / ("x" * 5000), f"{tmp_path}/a\0b"):
        with pytest.raises(CatalogUnreadable):
            Source(path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CatalogUnreadable, match="neither a file nor a folder"):
        Source(tmp_path / "pipe")


def test_a_folder_of_too_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_MEMBERS", 3)
    for number in range(4):
        (tmp_path / f"{number}.csv").write_bytes(DATA[:50])
    with pytest.raises(CatalogUnreadable, match="more than 3 files"):
        Source(tmp_path)


def test_an_endless_line_does_not_fill_the_memory(written, monkeypatch):
    monkeypatch.setattr(files, "MAX_LINE", 1000)
    monkeypatch.setattr(files, "MAX_DOCUMENT", 1000)
    rows, error = read_until_error(written("shop.csv", DATA[:200] + b"x" * 5000))
    assert rows
    assert "a line has over 1000 characters" in error.detail
    array = b'[{"name": "Mug", "price": 3}' + b" " * 5000 + b"]"
    assert "JSON Lines may have more" in read_until_error(written("shop.json", array))[1].detail
