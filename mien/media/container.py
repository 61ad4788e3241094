"""Files of unknown origin, opened for reading.

    bytes, path ─formats that hold their own pictures and sound─> container

FFmpeg also reads lists of other files and addresses, and draws pictures of plain text: nothing that
was sent may reach either, so such formats are not opened at all.
"""

from io import BytesIO
from pathlib import Path

import av
from av.container import InputContainer
from av.format import ContainerFormat

from mien.errors import EmptyBody, MienError

MICROSECONDS = 1e6

_NO_FILE, _NO_TIMES, _TIMES_JUMP = 0x1, 0x80, 0x200
"""FFmpeg's AVFMT_NOFILE, AVFMT_NOTIMESTAMPS and AVFMT_TS_DISCONT."""

_NAMES_OTHER_FILES = {"concat", "dash", "hls", "imf", "sdp", "vobsub", "webm_dash_manifest"}
_DRAWN_TEXT = {"adf", "bin", "idf", "tty", "xbin"}
_GUESSED = {"aac", "ac3", "amr", "eac3", "mp3"}
"""Sound without a container, whose length is guessed from the rate of its first bytes."""

_MOST_PIXELS = 2**26
"""Of a frame: what a decoder may allocate before anybody has checked what a file declares."""

_NO_INDEX = (
    "its index (moov) is missing; it stands at the end of most MP4 files, and is lost where a "
    "recording or an upload is cut short"
)


def opened(source: bytes | Path, refusal: type[MienError]) -> InputContainer:
    """A file or its bytes, open for reading; text in it that is not UTF-8 does no harm.

    Raises EmptyBody, OSError for a path that cannot be read, and `refusal` for any other file.
    """
    head = _head(source)
    if not head:
        raise EmptyBody("the file has no bytes")
    try:
        return av.open(
            # The scheme keeps FFmpeg from taking a colon in a name for one.
            BytesIO(source) if isinstance(source, bytes) else f"file:{source}",
            mode="r",
            options={
                "format_whitelist": _SELF_CONTAINED,
                "protocol_whitelist": "file",
                "max_pixels": str(_MOST_PIXELS),
            },
            metadata_errors="replace",
        )
    except (av.FFmpegError, ValueError) as error:
        raise refusal(f"the file cannot be read: {_why_not(head, error)}") from error


def stated_seconds(container: InputContainer) -> float | None:
    """The length that a container states; None where it states none, or where it is a guess."""
    stated, format_ = container.duration, container.format
    guessed = format_.name in _GUESSED or format_.flags & _NO_TIMES
    if guessed or stated is None or stated <= 0:
        return None
    return float(stated / MICROSECONDS)


def jumps(container: InputContainer) -> bool:
    """Whether times in this format may begin anew, as in a recorded broadcast."""
    return bool(container.format.flags & _TIMES_JUMP)


def reason(error: Exception) -> str:
    """What FFmpeg says of a failure, without the name of a file on the server."""
    return str(getattr(error, "strerror", None) or error)


def _head(source: bytes | Path) -> bytes:
    if isinstance(source, bytes):
        return source[:12]
    with source.open("rb") as file:
        return file.read(12)


def _why_not(head: bytes, error: Exception) -> str:
    if head[4:8] == b"ftyp":
        return _NO_INDEX
    if isinstance(error, av.ArgumentError):
        return "it is plain text, a list of other files, or of a kind that is not taken"
    return reason(error)


def _self_contained() -> str:
    names = []
    for name in sorted(av.formats_available):
        try:
            flags = ContainerFormat(name, "r").flags
        except ValueError:
            continue  # only written
        if not flags & _NO_FILE and name not in _NAMES_OTHER_FILES | _DRAWN_TEXT:
            names.append(name)
    return ",".join(names)


_SELF_CONTAINED = _self_contained()
