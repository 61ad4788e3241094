"""Which streams of a container are the clip: its pictures and its sound."""

from collections.abc import Sequence

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from mien.errors import NoVideo, UndecodableVideo


def video_stream(container: InputContainer) -> VideoStream:
    """The first video stream that can be decoded. Raises UndecodableVideo, NoVideo."""
    if _is_picture(container):
        raise UndecodableVideo("the file is a picture, no clip; pictures belong to /predict")
    streams = container.streams.video
    moving = [s for s in streams if not s.disposition & Disposition.attached_pic]
    if not moving:
        raise NoVideo("the file has no video stream")
    decodable = next((stream for stream in moving if stream.codec_context is not None), None)
    if decodable is None:
        raise UndecodableVideo("the codec of the video is not one that can be decoded")
    return decodable


def sound_stream(container: InputContainer) -> AudioStream | None:
    """The first audio stream that can be decoded, if there is one."""
    streams = container.streams.audio
    return next((stream for stream in streams if stream.codec_context is not None), None)


def start_of(streams: Sequence[VideoStream | AudioStream]) -> float:
    """The earliest timestamp of these streams in seconds, 0 where none states any."""
    stated = (
        float(stream.start_time * stream.time_base)
        for stream in streams
        if stream.start_time is not None and stream.time_base is not None
    )
    return min(stated, default=0.0)


def _is_picture(container: InputContainer) -> bool:
    """Whether this is the file of a still picture, which FFmpeg opens as a clip of one frame."""
    return container.format.name.endswith("_pipe") or container.format.name == "ico"
