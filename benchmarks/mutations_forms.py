"""Seeded bad requests around a file: damaged forms, encodings and content types.

    file --raw, multipart, JSON--> body and content type --> request

The HTTP framing stays intact: what is tested is the gateway's own reading, not the server's.
"""

import base64
import random
from dataclasses import dataclass

from benchmarks.load import post
from benchmarks.mutations import damage_header, flip_bits, keep, truncate

_WRONG_TYPES = (
    "image/svg+xml",
    "text/plain",
    "application/json",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "x" * 300,
    "image/jpeg; charset=\xff\xfe",
    ";;;=",
)
_BROKEN_JSON = (
    b"{",
    b"[]",
    b"null",
    b'"FIELD"',
    b'{"FIELD": 7}',
    b'{"FIELD": null}',
    b'{"FIELD": {"FIELD": "aGk="}}',
    b'{"FIELD": ["aGk="]}',
    b'{"FIELD": ""}',
    b'{"FIELD": "\\ud800"}',
    b'{"other": "aGk="}',
    b'{"FIELD": "data:image/png;base64,"}',
    b'{"FIELD": NaN}',
    b"[" * 100_000,
    b'{"FIELD": ' + b"9" * 5_000 + b"}",
    b"\xff\xfe\x00",
)


@dataclass(frozen=True, slots=True)
class Form:
    """How a route takes its file: its paths, its field, the content types of a raw body, and
    whether it takes JSON.

    Only `structured` paths get bodies that are forms or JSON.
    """

    paths: tuple[str, ...]
    structured: tuple[str, ...]
    fields: tuple[str, ...]
    types: tuple[str, ...]
    json: bool = True

    def request(self, rng: random.Random, file: bytes) -> bytes:
        """One request with this file in it, which may be damaged, too."""
        wrappers = [*[self._raw] * 4, self._mislabelled, self._multipart, self._multipart]
        wrappers += [self._json, self._broken_json] if self.json else []
        body, media_type = rng.choice(wrappers)(rng, file)
        structured = media_type.startswith(("multipart/", "application/json"))
        return post(rng.choice(self.structured if structured else self.paths), body, media_type)

    def _raw(self, rng: random.Random, file: bytes) -> tuple[bytes, str]:
        return file, rng.choice(self.types)

    def _mislabelled(self, rng: random.Random, file: bytes) -> tuple[bytes, str]:
        return file, rng.choice(_WRONG_TYPES)

    def _multipart(self, rng: random.Random, file: bytes) -> tuple[bytes, str]:
        name = rng.choice((*self.fields, "other", "", 'i"m'))
        head = f'Content-Disposition: form-data; name="{name}"; filename="a.jpg"\r\n\r\n'.encode()
        body = b"--limit\r\n" + head + file + b"\r\n--limit--\r\n"
        damage = rng.choice((_flip_head, truncate, flip_bits, damage_header, keep))
        boundary = rng.choice(("limit", "limit", "limi", "other", ""))
        return damage(rng, body), f"multipart/form-data; boundary={boundary}"

    def _json(self, rng: random.Random, file: bytes) -> tuple[bytes, str]:
        text = base64.b64encode(file)
        damage = rng.choice((flip_bits, truncate, keep)) if text else keep
        prefix = rng.choice((b"", b"data:image/png;base64,", b"data:;,", b"data:"))
        start = b'{"' + self.fields[0].encode() + b'": "'
        return start + prefix + damage(rng, text) + b'"}', "application/json"

    def _broken_json(self, rng: random.Random, file: bytes) -> tuple[bytes, str]:
        return rng.choice(_BROKEN_JSON).replace(b"FIELD", self.fields[0].encode()), (
            "application/json"
        )


def _flip_head(rng: random.Random, data: bytes) -> bytes:
    return flip_bits(rng, data[:90]) + data[90:]
