import pytest

from recommender_api.catalog.files import Source
from tests.unit.catalog.packing import DATA, PACKED, ROWS, TEXT, read, tarred


@pytest.mark.parametrize("name", PACKED)
def test_a_catalog_reads_the_same_however_it_is_packed(written, name):
    path = written(name, PACKED[name])
    [member] = Source(path).members
    assert "".join(Source(path).lines(member)) == TEXT
    assert Source(path).document(member) == (TEXT, None)
    assert len(read(path)) == ROWS


def test_a_folder_is_the_files_that_lie_in_it(written, tmp_path):
    written("shop.csv", DATA)
    written("notes.txt", b"nothing")
    written(".hidden.csv", DATA)
    (tmp_path / "deeper").mkdir()
    assert [member.name for member in Source(tmp_path).members] == ["notes.txt", "shop.csv"]
    assert len(read(tmp_path)) == ROWS


def test_links_and_paths_inside_an_archive_lead_nowhere(written, tmp_path):
    path = written("shop.tar", tarred(("users.csv", None), ("../../up.csv", DATA)))
    assert [member.name for member in Source(path).members] == ["up.csv"]
    assert len(read(path)) == ROWS
    assert [file.name for file in tmp_path.iterdir()] == ["shop.tar"]


@pytest.mark.parametrize(
    ("name", "stem"),
    [("shop.csv", "shop"), ("shop.tar.xz", "shop"), ("v1.2.jsonl.gz", "v1.2"), ("shop", "shop")],
)
def test_the_stem_is_the_name_without_what_it_is_packed_in(written, name, stem):
    assert Source(written(name, DATA)).stem == stem
