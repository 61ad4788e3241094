import io
import zipfile
from collections import Counter
from random import Random

import pytest

from recommender_api.catalog.errors import CatalogDamaged, CatalogError
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.records import ProductRecord
from tests.unit.catalog.packing import DATA, PACKED, ROWS, read, read_until_error, tarred, zipped

TAR_MEMBER_SIZE = 512 + -(-len(DATA) // 512) * 512


@pytest.mark.parametrize("name", ["shop.csv.gz", "shop.csv.xz", "shop.tar.gz", "shop.tar.xz"])
def test_a_truncated_file_yields_its_rows_before_the_error(written, name):
    whole = PACKED[name]
    rows, error = read_until_error(written(name, whole[: len(whole) * 3 // 4]))
    assert isinstance(error, CatalogDamaged)
    assert error.status == 422
    assert error.row == len(rows) > ROWS // 2
    assert all(isinstance(row, ProductRecord) for row in rows)
    assert error.detail.startswith("shop.csv")
    assert error.detail.endswith(f": the compressed data ends too early, after row {len(rows)}")


@pytest.mark.parametrize(
    ("cut", "rows_left"),
    [(0, ROWS), (100, ROWS), (512 + len(DATA) // 2, ROWS + ROWS // 3)],
    ids=["between two files", "in a header", "in a file"],
)
def test_an_archive_that_lost_its_last_files_is_not_taken_for_whole(written, cut, rows_left):
    whole = tarred(("shop.csv", DATA), ("more.csv", DATA.replace(b"\n", b"\n9")))
    rows, error = read_until_error(written("shop.tar", whole[: TAR_MEMBER_SIZE + cut]))
    assert isinstance(error, CatalogDamaged)
    assert error.row == len(rows) >= rows_left


def test_a_truncated_zip_is_refused_since_its_list_of_files_is_lost(written):
    with pytest.raises(CatalogDamaged, match=r"shop\.zip: the file is damaged .* after row 0"):
        Source(written("shop.zip", PACKED["shop.zip"][:-200]))


def test_a_zip_whose_data_changed_yields_its_rows_before_the_error(written):
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("shop.csv", DATA)
    rows, error = read_until_error(
        written("shop.zip", stored.getvalue().replace(b"1999,Mug", b"1999,Cup"))
    )
    assert error.detail.startswith("shop.csv: the file is damaged (Bad CRC-32")
    assert len(rows) > ROWS // 2


def test_an_encrypted_zip_is_refused(written):
    data = bytearray(PACKED["shop.zip"])
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(CatalogDamaged, match="encrypted"):
        detect(Source(written("shop.zip", bytes(data))))


@pytest.mark.parametrize("head", [b"\x1f\x8b\x08\x00", b"\xfd7zXZ\x00\x00", b"PK\x03\x04"])
def test_an_archive_of_which_nothing_is_left_is_called_damaged(written, head):
    with pytest.raises(CatalogDamaged):
        detect(Source(written("shop.csv", head)))


def test_damage_anywhere_in_a_file_is_never_more_than_a_catalog_error(written):
    random = Random(2)
    small = DATA[:4000]
    outcomes = Counter[str]()
    for packed in (small, zipped("shop.csv", small), tarred(("shop.csv", small), mode="w:xz")):
        for _ in range(60):
            data = bytearray(packed)
            for _ in range(random.randint(1, 4)):
                at = random.randrange(len(data))
                data[at : at + random.randrange(9)] = random.choice((b'"', b"\xff", b"\0", b"\n[{"))
            try:
                read(written("shop", bytes(data)))
            except CatalogError as error:
                outcomes[error.code] += 1
            else:
                outcomes["read"] += 1
    assert outcomes["read"]
    assert outcomes["catalog-damaged"]
