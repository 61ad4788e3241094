"""Cursors: where the next page starts, signed so that nobody can make one up.

    offset, catalog version, request --HMAC-SHA256--> URL-safe text --> checked --> offset

A cursor belongs to one request and one state of the catalog, so pages never overlap or skip.
"""

import base64
import hashlib
import hmac
import struct

from recommender_api.errors import CatalogChanged, InvalidCursor

_PLACE = struct.Struct(">IQ")
_SIGNATURE_BYTES = 18


def encode(offset: int, version: int, request: bytes, key: bytes) -> str:
    """The cursor for the page that starts `offset` items in."""
    return _signed(_PLACE.pack(offset, version), request, key)


def decode(cursor: str, version: int, request: bytes, key: bytes) -> int:
    """The offset; raises InvalidCursor or CatalogChanged."""
    try:
        place = base64.urlsafe_b64decode(cursor)[: _PLACE.size]
        offset, made_at = _PLACE.unpack(place)
    except (ValueError, struct.error) as error:
        raise InvalidCursor("the cursor is damaged") from error
    if not hmac.compare_digest(cursor, _signed(place, request, key)):
        raise InvalidCursor("the cursor is damaged or belongs to another request")
    if made_at != version:
        raise CatalogChanged("the catalog changed since the first page")
    return int(offset)


def _signed(place: bytes, request: bytes, key: bytes) -> str:
    signature = hmac.new(key, place + request, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
    return base64.urlsafe_b64encode(place + signature).decode()
