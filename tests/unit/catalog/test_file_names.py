"""Catalogs whose names are not UTF-8, as an old archive or another system leaves them."""

import io
import sys
import zipfile

import pytest
from click.testing import CliRunner

from mien.cli import run
from tests.unit.catalog.packing import tarred

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names need not be text on Linux")

NAME, SHOWN = "caf\udce9.csv", "caf\N{REPLACEMENT CHARACTER}.csv"
"""The Latin-1 bytes `caf\\xe9.csv` as Python holds them, and as people see them."""

FILMS = b"movieId,title,genres\n1,Toy Story (1995),Comedy\n"
PRODUCTS = b"id,name,category,price\n1,Mug,kitchen,3\n"


@pytest.fixture
def mien(monkeypatch):
    """Runs the command: its exit code, standard output and standard error."""

    def command(*arguments):
        with CliRunner().isolation() as (out, err, *_), monkeypatch.context() as patched:
            patched.setattr(sys, "argv", ["mien", *map(str, arguments)])
            with pytest.raises(SystemExit) as exited:
                run()
            return exited.value.code, out.getvalue().decode(), err.getvalue().decode()

    return command


@pytest.fixture
def database(tmp_path):
    return "--db", f"sqlite:///{tmp_path / 'mien.db'}"


@pytest.mark.parametrize(
    "data",
    [FILMS, PRODUCTS, tarred(("shop.csv", PRODUCTS))],
    ids=["films", "products", "archive"],
)
def test_a_file_is_loaded_and_listed(mien, database, written, data):
    code, out, _ = mien("catalog", "load", written(NAME, data), *database)
    assert code == 0
    assert out.startswith(f"{SHOWN} (")
    assert out.endswith("): 1 rows, 1 loaded\n")
    assert f"{SHOWN}: 1 rows" in mien("catalog", "info", *database)[1]


def test_a_folder_is_loaded(mien, database, written, tmp_path):
    (tmp_path / "\udcff").mkdir()
    written(f"\udcff/{NAME}", PRODUCTS)
    code, out, _ = mien("catalog", "load", tmp_path / "\udcff", *database)
    assert (code, out) == (0, "\N{REPLACEMENT CHARACTER} (products): 1 rows, 1 loaded\n")


def test_a_file_in_an_archive_is_loaded(mien, database, written):
    code, out, _ = mien("catalog", "load", written("shop.tar", tarred((NAME, FILMS))), *database)
    assert (code, out) == (0, "shop.tar (movielens): 1 rows, 1 loaded\n")


@pytest.mark.parametrize("headers", [1, 2])
def test_a_zip_whose_names_only_claim_to_be_utf_8_is_damaged(mien, database, written, headers):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("café.csv", FILMS)
    data = packed.getvalue().replace("é".encode(), b"\xe9\xe9", headers)
    code, _, err = mien("catalog", "load", written("shop.zip", data), *database)
    assert (code, len(err.splitlines())) == (1, 1)
    assert "the file is damaged (" in err


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"", "is empty"),
        (b"colour,size\nred,3\n", "begins with 'colour,size'"),
        (b"\x1f\x8b\x08\x00", "the compressed data ends too early"),
        ("name,price\n".encode("utf-16"), "is UTF-16"),
    ],
)
def test_what_is_no_catalog_is_refused_in_one_line(mien, database, written, data, seen):
    code, out, err = mien("catalog", "load", written(NAME, data), *database)
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert err.startswith(f"mien: {SHOWN}")
    assert seen in err


def test_a_missing_file_is_named(mien, database, tmp_path):
    code, _, err = mien("catalog", "load", tmp_path / NAME, *database)
    assert code == 1
    assert err.startswith(f"mien: {tmp_path / SHOWN}: No such file or directory. ")


def test_a_synthetic_catalog_is_written(mien, database, tmp_path):
    code, out, _ = mien("catalog", "generate", tmp_path / NAME, "--titles", "3")
    assert (code, out) == (0, f"{tmp_path / SHOWN}: 3 synthetic titles\n")
    assert mien("catalog", "load", tmp_path / NAME, *database)[0] == 0


def test_a_synthetic_catalog_for_a_folder_that_is_missing_says_so(mien, tmp_path):
    code, _, err = mien("catalog", "generate", tmp_path / "missing" / "films.csv", "--titles", 3)
    assert code == 1
    assert "missing/films.csv: No such file or directory" in err
