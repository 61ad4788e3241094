"""Decoded frames to upright arrays of one kind, by one scaler that is set up once for a clip.

    frame ─libswscale: format, size─> planes ─turned by the stream's rotation─> uint8 array

Setting libswscale up takes longer than converting a frame, and so does waking its threads.
"""

from typing import Literal

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from mien.media.image import ENOUGH_PIXELS, Frame

Kind = Literal["gray", "bgr24", "yuv420p"]
"""What the arrays are: uint8 [height, width] in full range, [height, width, 3], or the planes of
I420 beneath each other, [height * 3 / 2, width], as OpenCV and PyAV hold them."""


class FrameConverter:
    """Converts the frames of one clip, in their order or any other; not from two threads."""

    def __init__(self, kind: Kind, longest: int = ENOUGH_PIXELS) -> None:
        """The arrays' longer side has at most `longest` pixels."""
        self._kind, self._longest = kind, longest
        self._scaler = VideoReformatter()

    def __call__(self, frame: av.VideoFrame) -> Frame:
        """The pixels of a frame, writable, its sides even where they are I420."""
        width, height = self._size(frame)
        scaled = self._scaler.reformat(frame, width, height, self._kind, threads=1)
        planes = np.require(scaled.to_ndarray(), np.uint8, ("C", "W"))
        quarters = round(frame.rotation / 90)
        return _turned(planes, quarters, self._kind) if quarters else planes

    def _size(self, frame: av.VideoFrame) -> tuple[int, int]:
        scale = min(1.0, self._longest / max(frame.width, frame.height))
        sides = (max(2, round(extent * scale)) for extent in (frame.width, frame.height))
        width, height = (side - side % 2 if self._kind == "yuv420p" else side for side in sides)
        return width, height


def scale_of(frame: av.VideoFrame, longest: int = ENOUGH_PIXELS) -> float:
    """Pixels of the clip to one of an array whose longer side has at most `longest`."""
    return max(1.0, max(frame.width, frame.height) / longest)


def planes_of(i420: Frame) -> tuple[Frame, Frame, Frame]:
    """Views of luma [height, width] and both chroma planes [height / 2, width / 2]."""
    height, width = i420.shape[0] * 2 // 3, i420.shape[1]
    half = (height // 2, width // 2)
    quarter = half[0] * half[1]
    chroma = i420[height:].reshape(-1)
    return i420[:height], chroma[:quarter].reshape(half), chroma[quarter:].reshape(half)


def _turned(array: Frame, quarters: int, kind: Kind) -> Frame:
    if kind != "yuv420p":
        return np.ascontiguousarray(np.rot90(array, quarters), np.uint8)
    planes = [np.rot90(plane, quarters) for plane in planes_of(array)]
    width = planes[0].shape[1]
    return np.concatenate([plane.reshape(-1, width) for plane in planes])
