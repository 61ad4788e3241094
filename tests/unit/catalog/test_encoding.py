import pytest

from recommender_api.catalog.errors import CatalogEncoding
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.records import Skipped
from tests.unit.catalog.packing import DATA, ROWS, TEXT, read, read_until_error


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_byte_order_mark_and_any_line_end_are_fine(written, end):
    text = "\ufeff" + end.join(["name,category", "Mug,kitchen", "Tee,café", ""])
    assert [row.category for row in read(written("shop.csv", text.encode()))] == ["kitchen", "café"]


def test_a_few_rows_in_another_encoding_are_skipped_and_counted(written):
    rows = read(written("shop.csv", DATA + "1,Théière,kitchen,3\n".encode("latin-1")))
    assert rows[-1] == Skipped(ROWS + 1, "not UTF-8")
    assert len(rows) == ROWS + 1


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_a_file_in_another_encoding_is_refused_with_the_remedy(written, encoding):
    rows, error = read_until_error(
        written("shop.csv", (TEXT.replace("Mug", "Thé")).encode(encoding))
    )
    assert isinstance(error, CatalogEncoding)
    assert error.detail == "shop.csv: 21 of its first 21 rows are not UTF-8"
    assert "iconv" in error.action
    assert len(rows) == 20


def test_utf_16_is_refused_with_the_remedy(written):
    with pytest.raises(CatalogEncoding, match=r"shop\.csv is UTF-16"):
        detect(Source(written("shop.csv", TEXT.encode("utf-16"))))
