import base64

import pytest

from recommender_api.errors import CatalogChanged, InvalidCursor
from recommender_api.recommend.cursor import decode, encode

KEY, REQUEST = b"k" * 32, b"r" * 32


@pytest.mark.parametrize("offset", [0, 1, 255, 65_536, 2**32 - 1])
@pytest.mark.parametrize("version", [0, 3, 2**63])
def test_a_cursor_says_what_was_put_into_it(offset, version):
    assert decode(encode(offset, version, REQUEST, KEY), version, REQUEST, KEY) == offset


def test_a_cursor_is_text_that_an_address_can_hold():
    for offset in range(200):
        cursor = encode(offset, 1, REQUEST, KEY)
        assert len(cursor) == 40
        assert cursor.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(("request_", "key"), [(b"x" * 32, KEY), (REQUEST, b"x" * 32)])
def test_another_request_or_another_key_refuses_it(request_, key):
    with pytest.raises(InvalidCursor):
        decode(encode(5, 1, REQUEST, KEY), 1, request_, key)


def test_another_version_of_the_catalog_says_so():
    with pytest.raises(CatalogChanged):
        decode(encode(5, 1, REQUEST, KEY), 2, REQUEST, KEY)


def test_no_bit_can_be_changed():
    raw = base64.urlsafe_b64decode(encode(5, 1, REQUEST, KEY))
    for bit in range(8 * len(raw)):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(InvalidCursor):
            decode(base64.urlsafe_b64encode(changed).decode(), 1, REQUEST, KEY)


@pytest.mark.parametrize("text", ["", "A", "AAAA", "A" * 39, "A" * 41, "ÄÖ", "\0", "\n" * 40, "="])
def test_what_is_no_cursor_is_refused(text):
    with pytest.raises(InvalidCursor):
        decode(text, 1, REQUEST, KEY)
