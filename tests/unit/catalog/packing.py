"""One catalog of products, packed in every way that is read."""

import gzip
import io
import lzma
import tarfile
import zipfile
from random import Random

import pytest

from recommender_api.catalog.errors import CatalogError
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.records import Row

HEADER = "id,name,category,price\n"
ROWS = 2000
_random = Random(1)
TEXT = HEADER + "".join(f"{n},Mug {_random.randbytes(12).hex()},kitchen,4.5\n" for n in range(ROWS))
DATA = TEXT.encode()


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


def read(path):
    source = Source(path)
    return list(detect(source).read(source))


def read_until_error(path):
    rows: list[Row] = []
    source = Source(path)
    with pytest.raises(CatalogError) as caught:
        rows.extend(detect(source).read(source))
    return rows, caught.value
