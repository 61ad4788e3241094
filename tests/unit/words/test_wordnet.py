import logging
import stat
import zipfile

import pytest

from mien.errors import InvalidSetting
from mien.perception.words import wordnet, wordnet_files
from mien.perception.words.lexnames import LEXNAMES
from mien.settings import Settings
from tests.unit.words.tiny_wordnet import write_tiny_wordnet


@pytest.fixture
def tiny(tmp_path):
    folder = tmp_path / "wordnet"
    write_tiny_wordnet(folder)
    return folder


@pytest.fixture
def chosen(tiny, tmp_path):
    return Settings(wordnet_dir=tiny, wordnet_cache=tmp_path / "cache")


@pytest.fixture
def no_usual_place(monkeypatch):
    monkeypatch.setattr(wordnet_files, "_usual_places", lambda: iter(()))


def test_words_are_found_in_a_folder_as_debian_lays_it_out(chosen):
    opened = wordnet.open_wordnet(chosen)
    assert opened is not None
    assert opened.kind_of("penguin", "animal") == 2
    assert opened.kind_of("penguin", "penguin") == 0
    assert opened.kind_of("animal", "penguin") is None
    assert opened.kind_of("leather jacket", "clothing") == 2
    assert opened.senses("jacket") == opened.senses("anorak") != ()
    assert opened.senses("zzz") == ()


def test_related_words_come_nearest_first(chosen):
    opened = wordnet.open_wordnet(chosen)
    assert opened is not None
    related = opened.related("jacket")
    assert [each.word for each in related][:3] == ["anorak", "clothing", "garment"]
    assert related[0].distance == 0.0
    assert all(0.0 <= each.distance <= 1.0 for each in related)
    assert opened.distance("jacket", "anorak") == 0.0
    assert opened.distance("jacket", "penguin") == 1.0
    assert opened.related("zzz") == []


def test_the_copy_is_private_and_complete(tiny, tmp_path):
    (tiny / "data.noun").chmod(0o666)
    folder = wordnet_files.lay_out(tiny, tmp_path / "cache") / "corpora" / "wordnet"
    assert (folder / "lexnames").read_text() == LEXNAMES
    assert LEXNAMES.count("\n") == 45
    assert (folder / "index.sense").read_text() == ""
    for path in folder.iterdir():
        assert not path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def test_a_copy_is_made_once_and_a_half_made_one_is_made_again(tiny, tmp_path):
    cache = tmp_path / "cache"
    wordnet_files.lay_out(tiny, cache)
    copied = cache / "corpora" / "wordnet" / "data.noun"
    first = copied.stat().st_mtime_ns
    wordnet_files.lay_out(tiny, cache)
    assert copied.stat().st_mtime_ns == first
    assert [path.name for path in (cache / "corpora").iterdir()] == ["wordnet"]


def test_a_zip_from_nltk_is_read_too(tiny, tmp_path):
    packed = tmp_path / "wordnet.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in tiny.iterdir():
            archive.write(path, f"wordnet/{path.name}")
    opened = wordnet.open_wordnet(Settings(wordnet_dir=packed, wordnet_cache=tmp_path / "other"))
    assert opened is not None
    assert opened.kind_of("penguin", "bird") == 1


def test_a_chosen_folder_without_wordnet_is_refused(tmp_path):
    with pytest.raises(InvalidSetting, match="MIEN_WORDNET_DIR"):
        wordnet.open_wordnet(Settings(wordnet_dir=tmp_path))


@pytest.mark.usefixtures("no_usual_place")
def test_without_wordnet_the_log_says_so_once(tmp_path, caplog):
    settings = Settings(wordnet_cache=tmp_path / "none")
    with caplog.at_level(logging.WARNING):
        assert wordnet.open_wordnet(settings) is None
        assert wordnet.open_wordnet(settings) is None
    [record] = caplog.records
    assert "related words are off" in record.message


def test_a_cache_that_cannot_be_written_turns_related_words_off(tiny, tmp_path, caplog):
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings = Settings(wordnet_dir=tiny, wordnet_cache=blocked)
    with caplog.at_level(logging.WARNING):
        assert wordnet.open_wordnet(settings) is None
    assert "cannot be used" in caplog.text
