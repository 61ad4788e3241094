import gzip
import io
import lzma
import os
import tarfile
import zipfile
from collections import Counter
from random import Random

import pytest

from recommender_api.catalog import files
from recommender_api.catalog.errors import (
    CatalogDamaged,
    CatalogEncoding,
    CatalogError,
    CatalogUnreadable,
    UnknownCatalog,
)
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.records import ProductRecord, Row, Skipped

HEADER = "id,name,category,price\n"
ROWS = 2000
_random = Random(1)
TEXT = HEADER + "".join(f"{n},Mug {_random.randbytes(12).hex()},kitchen,4.5\n" for n in range(ROWS))
DATA = TEXT.encode()
TAR_MEMBER_SIZE = 512 + -(-len(DATA) // 512) * 512


def zipped(name, data):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def tarred(*members, mode="w"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            if data is None:
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            else:
                info.size = len(data)
            archive.addfile(info, io.BytesIO(data or b""))
    return buffer.getvalue()


PACKED = {
    "shop.csv": DATA,
    "shop.csv.gz": gzip.compress(DATA),
    "shop.csv.xz": lzma.compress(DATA),
    "shop.zip": zipped("deep/shop.csv", DATA),
    "shop.tar": tarred(("deep/shop.csv", DATA)),
    "shop.tar.gz": tarred(("shop.csv", DATA), mode="w:gz"),
    "shop.tar.xz": tarred(("shop.csv", DATA), mode="w:xz"),
    "gz-in-a.zip": zipped("shop.csv.gz", gzip.compress(DATA)),
    "misnamed.csv": gzip.compress(DATA),
}


@pytest.fixture
def catalog(tmp_path):
    def written(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return written


def read(path):
    source = Source(path)
    return list(detect(source).read(source))


def read_until_error(path):
    rows: list[Row] = []
    source = Source(path)
    with pytest.raises(CatalogError) as caught:
        rows.extend(detect(source).read(source))
    return rows, caught.value


@pytest.mark.parametrize("name", PACKED)
def test_a_catalog_reads_the_same_however_it_is_packed(catalog, name):
    path = catalog(name, PACKED[name])
    [member] = Source(path).members
    assert "".join(Source(path).lines(member)) == TEXT
    assert Source(path).document(member) == (TEXT, None)
    assert len(read(path)) == ROWS


def test_a_folder_is_the_files_that_lie_in_it(catalog, tmp_path):
    catalog("shop.csv", DATA)
    catalog("notes.txt", b"nothing")
    catalog(".hidden.csv", DATA)
    (tmp_path / "deeper").mkdir()
    assert [member.name for member in Source(tmp_path).members] == ["notes.txt", "shop.csv"]
    assert len(read(tmp_path)) == ROWS


def test_links_and_paths_inside_an_archive_lead_nowhere(catalog, tmp_path):
    path = catalog("shop.tar", tarred(("users.csv", None), ("../../up.csv", DATA)))
    assert [member.name for member in Source(path).members] == ["up.csv"]
    assert len(read(path)) == ROWS
    assert [file.name for file in tmp_path.iterdir()] == ["shop.tar"]


@pytest.mark.parametrize("name", ["shop.csv.gz", "shop.csv.xz", "shop.tar.gz", "shop.tar.xz"])
def test_a_truncated_file_yields_its_rows_before_the_error(catalog, name):
    whole = PACKED[name]
    rows, error = read_until_error(catalog(name, whole[: len(whole) * 3 // 4]))
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
def test_an_archive_that_lost_its_last_files_is_not_taken_for_whole(catalog, cut, rows_left):
    whole = tarred(("shop.csv", DATA), ("more.csv", DATA.replace(b"\n", b"\n9")))
    rows, error = read_until_error(catalog("shop.tar", whole[: TAR_MEMBER_SIZE + cut]))
    assert isinstance(error, CatalogDamaged)
    assert error.row == len(rows) >= rows_left


def test_a_truncated_zip_is_refused_since_its_list_of_files_is_lost(catalog):
    with pytest.raises(CatalogDamaged, match=r"shop\.zip: the file is damaged .* after row 0"):
        Source(catalog("shop.zip", PACKED["shop.zip"][:-200]))


def test_a_zip_whose_data_changed_yields_its_rows_before_the_error(catalog):
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("shop.csv", DATA)
    rows, error = read_until_error(
        catalog("shop.zip", stored.getvalue().replace(b"1999,Mug", b"1999,Cup"))
    )
    assert error.detail.startswith("shop.csv: the file is damaged (Bad CRC-32")
    assert len(rows) > ROWS // 2


def test_an_encrypted_zip_is_refused(catalog):
    data = bytearray(PACKED["shop.zip"])
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(CatalogDamaged, match="encrypted"):
        detect(Source(catalog("shop.zip", bytes(data))))


@pytest.mark.parametrize("head", [b"\x1f\x8b\x08\x00", b"\xfd7zXZ\x00\x00", b"PK\x03\x04"])
def test_an_archive_of_which_nothing_is_left_is_called_damaged(catalog, head):
    with pytest.raises(CatalogDamaged):
        detect(Source(catalog("shop.csv", head)))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_byte_order_mark_and_any_line_end_are_fine(catalog, end):
    text = "\ufeff" + end.join(["name,category", "Mug,kitchen", "Tee,café", ""])
    assert [row.category for row in read(catalog("shop.csv", text.encode()))] == ["kitchen", "café"]


def test_a_few_rows_in_another_encoding_are_skipped_and_counted(catalog):
    rows = read(catalog("shop.csv", DATA + "1,Théière,kitchen,3\n".encode("latin-1")))
    assert rows[-1] == Skipped(ROWS + 1, "not UTF-8")
    assert len(rows) == ROWS + 1


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_a_file_in_another_encoding_is_refused_with_the_remedy(catalog, encoding):
    rows, error = read_until_error(
        catalog("shop.csv", (TEXT.replace("Mug", "Thé")).encode(encoding))
    )
    assert isinstance(error, CatalogEncoding)
    assert error.detail == "shop.csv: 21 of its first 21 rows are not UTF-8"
    assert "iconv" in error.action
    assert len(rows) == 20


def test_utf_16_is_refused_with_the_remedy(catalog):
    with pytest.raises(CatalogEncoding, match=r"shop\.csv is UTF-16"):
        detect(Source(catalog("shop.csv", TEXT.encode("utf-16"))))


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
def test_what_is_no_catalog_is_told_from_its_content(catalog, data, seen):
    with pytest.raises((UnknownCatalog, CatalogEncoding)) as caught:
        detect(Source(catalog("movies.csv", data)))
    assert seen in caught.value.detail
    if isinstance(caught.value, UnknownCatalog):
        assert "imdb-extensive" in caught.value.detail


def test_an_empty_folder_and_an_empty_zip_hold_no_files(catalog, tmp_path):
    with pytest.raises(UnknownCatalog, match="holds no files"):
        detect(Source(tmp_path))
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(UnknownCatalog, match="holds no files"):
        detect(Source(catalog("shop.zip", empty.getvalue())))


def test_two_catalogs_in_one_folder_are_loaded_one_at_a_time(catalog, tmp_path):
    catalog("shop.csv", DATA)
    catalog("films.csv", b"movieId,title,genres\n1,Toy Story (1995),Comedy\n")
    with pytest.raises(UnknownCatalog, match=r"films\.csv \(movielens\), shop\.csv \(products\)"):
        detect(Source(tmp_path))


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


def test_an_endless_line_does_not_fill_the_memory(catalog, monkeypatch):
    monkeypatch.setattr(files, "MAX_LINE", 1000)
    monkeypatch.setattr(files, "MAX_DOCUMENT", 1000)
    rows, error = read_until_error(catalog("shop.csv", DATA[:200] + b"x" * 5000))
    assert rows
    assert "a line has over 1000 characters" in error.detail
    array = b'[{"name": "Mug", "price": 3}' + b" " * 5000 + b"]"
    assert "JSON Lines may have more" in read_until_error(catalog("shop.json", array))[1].detail


@pytest.mark.parametrize(
    ("name", "stem"),
    [("shop.csv", "shop"), ("shop.tar.xz", "shop"), ("v1.2.jsonl.gz", "v1.2"), ("shop", "shop")],
)
def test_the_stem_is_the_name_without_what_it_is_packed_in(catalog, name, stem):
    assert Source(catalog(name, DATA)).stem == stem


def test_damage_anywhere_in_a_file_is_never_more_than_a_catalog_error(catalog):
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
                read(catalog("shop", bytes(data)))
            except CatalogError as error:
                outcomes[error.code] += 1
            else:
                outcomes["read"] += 1
    assert outcomes["read"]
    assert outcomes["catalog-damaged"]
