import base64

import numpy as np
import pytest
from PIL import Image

from mien.errors import (
    EmptyBody,
    ImageTooLarge,
    ImageTooSmall,
    InvalidBase64,
    UndecodableImage,
)
from mien.media.image import ENOUGH_PIXELS, ImageLimits, decode_base64, decode_image
from mien.settings import Settings
from tests.pictures import encoded, gradient, png_declaring

LIMITS = ImageLimits.of(Settings())
GREY = np.asarray(gradient().convert("L")).astype(int)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_every_format_decodes_to_an_upright_grey_frame(file_format):
    frame = decode_image(encoded(gradient(), file_format), LIMITS).frame
    assert frame.shape == (64, 96)
    assert frame.dtype == np.uint8
    assert np.abs(frame - GREY).mean() < 4


@pytest.mark.parametrize(
    ("mode", "file_format"),
    [("L", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("1", "PNG"), ("RGBA", "PNG"), ("CMYK", "JPEG")],
)
def test_every_colour_mode_becomes_grey(mode, file_format):
    picture = decode_image(encoded(gradient().convert(mode), file_format), LIMITS)
    assert picture.frame.shape == (64, 96)
    assert picture.frame[48:, 72:].mean() > 2 * picture.frame[:16, :24].mean()


def test_cmyk_keeps_its_brightness():
    picture = decode_image(encoded(gradient().convert("CMYK")), LIMITS)
    assert np.abs(picture.frame - GREY).mean() < 4


def test_sixteen_bits_become_eight():
    deep = Image.fromarray(GREY.astype(np.uint16) * 257)
    picture = decode_image(encoded(deep, "PNG"), LIMITS)
    assert np.abs(picture.frame - GREY).max() <= 1


@pytest.mark.parametrize("file_format", ["GIF", "WEBP", "PNG"])
def test_the_first_picture_of_an_animation_is_taken(file_format):
    second = gradient().transpose(Image.Transpose.ROTATE_180)
    data = encoded(gradient(), file_format, save_all=True, append_images=[second])
    frame = decode_image(data, LIMITS).frame
    assert frame[48:, 72:].mean() > 2 * frame[:16, :24].mean()


@pytest.mark.parametrize("longer_side", [96, 2 * ENOUGH_PIXELS])
def test_exif_rotation_is_applied(longer_side):
    sideways = Image.Exif()
    sideways[0x0112] = 6  # stored rotated, to be shown turned clockwise by a quarter
    stored = gradient(longer_side, longer_side // 2)
    picture = decode_image(encoded(stored, exif=sideways), LIMITS)
    assert (picture.width, picture.height) == (longer_side // 2, longer_side)
    assert picture.frame.shape[0] > picture.frame.shape[1]


@pytest.mark.parametrize(("side", "reduction"), [(1279, 1), (2560, 2), (5121, 4), (10_240, 8)])
def test_large_pictures_are_reduced_but_keep_their_size_in_the_reply(side, reduction):
    picture = decode_image(encoded(gradient(side, 64)), LIMITS)
    assert picture.frame.shape[1] == -(-side // reduction)
    assert (picture.width, picture.height) == (side, 64)
    assert picture.scale == pytest.approx(reduction, rel=0.01)


def test_no_bytes_are_an_empty_body():
    with pytest.raises(EmptyBody):
        decode_image(b"", LIMITS)


@pytest.mark.parametrize("data", [b"hello", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a" * 9])
def test_bytes_that_are_no_picture_are_undecodable(data):
    with pytest.raises(UndecodableImage):
        decode_image(data, LIMITS)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.4, 0.8])
def test_a_truncated_file_is_undecodable(file_format, share):
    data = encoded(gradient(320, 240), file_format)
    with pytest.raises(UndecodableImage):
        decode_image(data[: int(len(data) * share)], LIMITS)


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (10_000, 9_000), (20_000, 100)])
def test_a_huge_declared_size_is_refused_before_decoding(width, height):
    with pytest.raises(ImageTooLarge, match=r"at most|taken|limit"):
        decode_image(png_declaring(width, height), LIMITS)


@pytest.mark.parametrize("size", [(1, 1), (200, 10)])
def test_a_tiny_picture_is_too_small(size):
    with pytest.raises(ImageTooSmall, match=f"{size[0]}x{size[1]}"):
        decode_image(encoded(gradient(*size), "PNG"), LIMITS)


def test_base64_is_read_with_and_without_a_data_url():
    data = bytes(range(256))
    standard = base64.b64encode(data).decode()
    assert decode_base64(standard) == data
    assert decode_base64(f"data:image/png;base64,{standard}") == data
    assert decode_base64(base64.urlsafe_b64encode(data).decode().rstrip("=")) == data
    assert decode_base64("\n".join([standard[:76], standard[76:]])) == data


@pytest.mark.parametrize("text", ["not base64!", "äöü", "data:image/png;base64,%%%", "a"])
def test_other_text_is_invalid_base64(text):
    with pytest.raises(InvalidBase64):
        decode_base64(text)
