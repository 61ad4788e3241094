import io
import zipfile

import pytest

from recommender_api.catalog.errors import CatalogEncoding, UnknownCatalog
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from tests.unit.catalog.packing import DATA
from tests.unit.catalog.texts import lines, wiki


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not text: it begins with the bytes 89 50 4e 47"),
        (b"colour,size\nred,3\n", "begins with 'colour,size'"),
        (b"\xff\xfe", "UTF-16"),
        (b"Dear reader,\n\n- name your price", "begins with 'Dear reader,'"),
        (b"[" * 100_000, "begins with"),
        (b'{"a":' * 100_000, "begins with"),
        (b"- " * 100_000, "begins with"),
        (b"- name: " + b"[" * 30_000 + b"]" * 30_000, "begins with"),
    ],
)
def test_what_is_no_catalog_is_told_from_its_content(written, data, seen):
    with pytest.raises((UnknownCatalog, CatalogEncoding)) as caught:
        detect(Source(written("movies.csv", data)))
    assert seen in caught.value.detail
    if isinstance(caught.value, UnknownCatalog):
        assert "imdb-extensive" in caught.value.detail


def test_an_empty_folder_and_an_empty_zip_hold_no_files(written, tmp_path):
    with pytest.raises(UnknownCatalog, match="holds no files"):
        detect(Source(tmp_path))
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(UnknownCatalog, match="holds no files"):
        detect(Source(written("shop.zip", empty.getvalue())))


def test_two_catalogs_in_one_folder_are_loaded_one_at_a_time(written, tmp_path):
    written("shop.csv", DATA)
    written("films.csv", b"movieId,title,genres\n1,Toy Story (1995),Comedy\n")
    with pytest.raises(UnknownCatalog, match=r"films\.csv \(movielens\), shop\.csv \(products\)"):
        detect(Source(tmp_path))


def test_reading_twice_gives_the_same(catalog, tmp_path):
    _, rows = catalog(any__jsonl=lines(*(wiki("A"), wiki("A"), wiki("A!"), wiki("B"))))
    source = Source(tmp_path / "shop")
    assert list(detect(source).read(source)) == rows
