from hypothesis import given, settings
from hypothesis import strategies as st

from mien.errors import MienError
from mien.media.image import FORMATS, ImageLimits, decode_image
from mien.settings import Settings
from tests.pictures import encoded, gradient

LIMITS = ImageLimits.of(Settings(max_image_pixels=1_000_000))
FILES = [encoded(gradient(), file_format) for file_format in FORMATS]


@st.composite
def damaged_files(draw):
    """A valid file with a stretch of its bytes replaced, and perhaps cut short."""
    data = bytearray(draw(st.sampled_from(FILES)))
    start = draw(st.integers(0, len(data) - 1) | st.integers(0, 64))
    data[start : start + draw(st.integers(0, 8))] = draw(st.binary(max_size=16))
    return bytes(data[: draw(st.integers(0, len(data)) | st.just(len(data)))])


@settings(max_examples=200, deadline=None)
@given(damaged_files())
def test_a_damaged_file_is_decoded_within_the_limits_or_refused(data):
    try:
        picture = decode_image(data, LIMITS)
    except MienError:
        return
    assert picture.width * picture.height <= LIMITS.max_pixels
    assert max(picture.frame.shape) <= max(picture.width, picture.height)
