"""A clip out of a multipart form, written as it comes, without a copy in a temporary folder."""

from typing import BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from mien.errors import EmptyBody, InvalidRequest
from services.upload_names import listed

MOST_FIELDS = 1000


class ClipForm:
    """Takes a form in pieces of any size and writes its one part of a name to a file."""

    def __init__(self, content_type: str, field: str, file: BinaryIO) -> None:
        """Raises InvalidRequest where the content type has no usable boundary."""
        self._field, self._file = field, file
        self._seen: set[str] = set()
        self._header, self._value, self._disposition = b"", b"", b""
        self._name: str | None = None
        self._is_clip, self._is_over = False, False
        _, options = parse_options_header(content_type)
        self._parser = self._parser_for(options.get(b"boundary", b""))

    def write(self, data: bytes) -> None:
        """Take the next piece; raises InvalidRequest where it is malformed, and OSError."""
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise _malformed(str(error)) from error

    def finished(self) -> str:
        """The clip's file name, once everything has come.

        Raises EmptyBody, and InvalidRequest where the form broke off or had no such file.
        """
        if not self._seen and not self._is_over:
            raise EmptyBody("the form has no field")
        if not self._is_over:
            raise _malformed("it breaks off")
        if self._name is None:
            raise InvalidRequest(
                f"the fields are {listed(self._seen)}; the clip belongs in '{self._field}', "
                "as a file"
            )
        return self._name

    def _parser_for(self, boundary: bytes) -> MultipartParser:
        if not boundary:
            raise _malformed("its content type names no boundary")
        try:
            return MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin_part,
                    "on_header_field": self._take_header,
                    "on_header_value": self._take_value,
                    "on_header_end": self._end_header,
                    "on_headers_finished": self._end_headers,
                    "on_part_data": self._take_data,
                    "on_end": self._end,
                },
            )
        except FormParserError as error:
            raise _malformed(str(error)) from error

    def _begin_part(self) -> None:
        self._disposition, self._is_clip = b"", False

    def _take_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _take_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header, self._value = b"", b""

    def _end_headers(self) -> None:
        _, options = parse_options_header(self._disposition)
        name = options.get(b"name", b"").decode("utf-8", "replace")
        self._is_clip = name == self._field and b"filename" in options
        self._seen.add(name)
        if len(self._seen) > MOST_FIELDS:
            raise InvalidRequest(f"the form has more than {MOST_FIELDS} fields")
        if not self._is_clip:
            return
        if self._name is not None:
            raise InvalidRequest(f"'{self._field}' is there twice; this route takes one clip")
        self._name = options[b"filename"].decode("utf-8", "replace")

    def _take_data(self, data: bytes, start: int, end: int) -> None:
        if self._is_clip:
            self._file.write(data[start:end])

    def _end(self) -> None:
        self._is_over = True


def _malformed(why: str) -> InvalidRequest:
    return InvalidRequest(f"the multipart body is malformed: {why}")
