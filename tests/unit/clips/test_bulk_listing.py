"""Which clips are meant by files, folders and URLs, and how those at URLs come here."""

import os
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from mien.clips.bulk.listing import SUFFIXES, file_name, listed, version
from mien.clips.bulk.remote import fetched, version_at
from mien.errors import BodyTooLarge


@pytest.fixture
def folder(tmp_path):
    """Clips and other files at several depths."""
    names = ("b.mp4", "a.WebM", "notes.txt", ".hidden.mp4", ".git/c.mp4", "deep/er/c d.mov")
    for name in (*names, "results/b.mp4/annotated.mp4"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def paths_of(sources, folder):
    return [Path(source.path).relative_to(folder).as_posix() for source in sources]


def test_a_folder_stands_for_the_clips_below_it_but_not_for_results(folder):
    found = listed([str(folder)], out=folder / "results")
    assert paths_of(found, folder) == ["a.WebM", "b.mp4", "deep/er/c d.mov"]
    assert [source.name for source in found] == ["a.WebM", "b.mp4", "deep/er/c d.mov"]


def test_a_file_is_taken_whatever_its_name_and_every_clip_once(folder):
    found = listed([str(folder / "notes.txt"), str(folder / "deep"), str(folder / "deep")])
    assert paths_of(found, folder) == ["notes.txt", "deep/er/c d.mov"]


def test_a_relative_path_is_reported_as_given_and_kept_as_absolute(folder, monkeypatch):
    monkeypatch.chdir(folder)
    [source] = listed(["deep/../b.mp4"])
    assert (source.path, source.place) == ("deep/../b.mp4", str(folder / "b.mp4"))


def test_clips_of_one_name_get_folders_of_their_own_whatever_else_is_listed(folder):
    (folder / "deep" / "b.mp4").write_bytes(b"")
    both = [str(folder / "b.mp4"), str(folder / "deep" / "b.mp4")]
    first, second = (source.name for source in listed(both))
    assert first != second
    assert [source.name for source in listed([*reversed(both), str(folder / "a.WebM")])] == [
        second,
        first,
        "a.WebM",
    ]


def test_what_is_missing_or_holds_no_clip_says_so(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    for given, reason in ((empty, SUFFIXES[0]), (tmp_path / "gone.mp4", "No such file")):
        [source] = listed([str(given)])
        with pytest.raises(FileNotFoundError, match=reason):
            version(Path(source.place))
    [source] = listed([f"file://{empty}"])
    with pytest.raises(FileNotFoundError, match=SUFFIXES[0]):
        version_at(source.place)


def test_a_folder_that_cannot_be_read_is_not_passed_over(folder, monkeypatch):
    whole = os.scandir

    def scandir(place):
        if Path(place).name == "er":
            raise PermissionError(13, "Permission denied", str(place))
        return whole(place)

    monkeypatch.setattr(os, "scandir", scandir)
    found = listed([str(folder / "deep")])
    assert paths_of(found, folder) == ["deep/er"]
    with pytest.raises(PermissionError):
        version(Path(found[0].place))


def test_a_name_that_is_no_text_is_refused_and_can_be_printed(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.mp4")).write_bytes(b"")
    [source] = listed([str(tmp_path)])
    assert source.path == str(tmp_path / r"caf\xe9.mp4")
    with pytest.raises(OSError, match="UTF-8"):
        version(Path(source.place))
    [source] = listed([f"file://{tmp_path}"])
    with pytest.raises(OSError, match="UTF-8"):
        version_at(source.place)


def test_a_url_of_a_folder_stands_for_the_clips_below_it(folder):
    root = f"file://{quote(str(folder))}"
    assert [source.place for source in listed([root + "/"])] == [
        f"{root}/a.WebM",
        f"{root}/b.mp4",
        f"{root}/deep/er/c%20d.mov",
        f"{root}/results/b.mp4/annotated.mp4",
    ]


def test_a_url_keeps_its_options_and_its_clip_a_plain_name():
    [source] = listed(["memory://films/c%20d.mp4?region=here"])
    assert source.name == file_name(source.place) == "c d.mp4"
    assert source.place.endswith("?region=here")


def test_names_at_a_url_lead_nowhere_else(folder):
    [source] = listed(["memory://films/.."])
    assert source.name == "_"


def test_a_clip_at_a_url_is_here_for_a_while_and_leaves_nothing(folder, monkeypatch, tmp_path):
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    with fetched(f"file://{folder}/deep/er/c%20d.mov", most=100) as copy:
        assert copy.read_bytes() == b"deep/er/c d.mov"
        assert list(place.iterdir()) == [], "a killed process would leave it behind"
    assert not copy.exists()


def test_a_clip_at_a_url_is_fetched_up_to_a_limit(folder):
    with (
        pytest.raises(BodyTooLarge, match="than the 4 bytes"),
        fetched(f"file://{folder}/b.mp4", 4),
    ):
        pass


def test_versions_tell_contents_apart_at_paths_and_urls(folder):
    clip = folder / "b.mp4"
    before = version(clip), version_at(f"file://{clip}")
    os.utime(clip, ns=(1, 1))
    after = version(clip), version_at(f"file://{clip}")
    assert before[0] == before[1]
    assert after[0] == after[1] == "5:1"
    assert before != after


def test_other_libraries_urls_are_read_too():
    MemoryFileSystem().pipe("/films/talk.mp4", b"words")
    with fetched("memory://films/talk.mp4", 10) as copy:
        assert copy.read_bytes() == b"words"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///nowhere/talk.mp4", "nothing at this address"),
        ("gopher://films/talk.mp4", "gopher"),
        ("s3://films/talk.mp4?colour=red", "colour"),
    ],
)
def test_what_is_wrong_with_a_url_is_said(url, reason):
    with pytest.raises(OSError, match=reason):
        version_at(url)
