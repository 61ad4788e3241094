import numpy as np
import pytest

from mien.errors import AudioTooLong, EmptyBody, NoAudio, UndecodableAudio
from mien.media.audio import SAMPLE_RATE, AudioLimits, decode_audio
from mien.media.container import opened, stated_seconds
from tests.sound_cases import HEARD, TOO_LONG
from tests.sounds import encoded, silent_clip, tone, wav

LIMITS = AudioLimits(max_seconds=5)


def loudest_hertz(sound):
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return np.argmax(spectrum) * SAMPLE_RATE / len(sound)


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000, 96_000, 192_000])
def test_any_rate_becomes_sixteen_kilohertz(rate):
    sound = decode_audio(wav(tone(440, rate=rate), rate=rate), LIMITS)
    assert sound.dtype == np.float32
    assert len(sound) == pytest.approx(SAMPLE_RATE, abs=40)
    assert loudest_hertz(sound) == pytest.approx(440, abs=2)
    assert np.abs(sound[2000:-2000]).max() == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("channels", [2, 9])
def test_channels_are_mixed(channels):
    silent = [np.zeros(SAMPLE_RATE)] * (channels - 1)
    sound = decode_audio(wav(tone(300), *silent), LIMITS)
    assert np.abs(sound).max() == pytest.approx(0.5 / channels, abs=0.02)


@pytest.mark.parametrize("make", HEARD.values(), ids=HEARD)
def test_every_kind_of_sound_is_one_channel_of_the_same_tone(make):
    sound = decode_audio(make(), LIMITS)
    assert len(sound) == pytest.approx(SAMPLE_RATE, rel=0.08)
    assert loudest_hertz(sound) == pytest.approx(440, abs=3)
    assert 0.3 < np.abs(sound).max() < 0.75


def test_numbers_that_are_none_stay_in_range():
    sound = tone()
    sound[100:103] = np.nan, np.inf, -np.inf
    heard = decode_audio(wav_of_floats(100 * sound), LIMITS)
    assert np.isfinite(heard).all()
    assert np.abs(heard).max() <= 1.0


def wav_of_floats(sound):
    data = bytearray(wav(np.zeros(2 * len(sound))))
    data[20:22], data[34:36] = b"\3\0", b"\x20\0"
    data[-4 * len(sound) :] = sound.astype("<f4").tobytes()
    return bytes(data)


@pytest.mark.parametrize(
    ("container", "codec"),
    [("ogg", "libopus"), ("webm", "libopus"), ("mp3", "mp3"), ("mp4", "aac")],
)
def test_compressed_sound_is_read(container, codec):
    sound = decode_audio(encoded(tone(500, 2.0, 48_000), container, codec), LIMITS)
    assert len(sound) == pytest.approx(2 * SAMPLE_RATE, rel=0.08)
    assert loudest_hertz(sound) == pytest.approx(500, abs=3)


def test_a_file_is_read_by_its_path(tmp_path):
    path = tmp_path / "tone.wav"
    path.write_bytes(wav(tone()))
    assert np.array_equal(decode_audio(path, LIMITS), decode_audio(path.read_bytes(), LIMITS))


def test_a_file_that_ends_too_early_keeps_what_is_there():
    whole = encoded(tone(500, 4.0, 48_000))
    sound = decode_audio(whole[: len(whole) // 2], LIMITS)
    assert SAMPLE_RATE < len(sound) < 3 * SAMPLE_RATE


@pytest.mark.parametrize("data", [b"no sound at all", b"\0" * 5000, b"RIFF\x24\0\0\0WAVEfmt "])
def test_what_is_no_sound_is_named(data):
    with pytest.raises(UndecodableAudio):
        decode_audio(data, LIMITS)


def test_nothing_is_an_empty_body():
    with pytest.raises(EmptyBody):
        decode_audio(b"", LIMITS)


def test_a_clip_without_sound_is_told_from_a_broken_one():
    with pytest.raises(NoAudio):
        decode_audio(silent_clip(), LIMITS)


def test_a_wav_without_samples_is_refused():
    with pytest.raises(UndecodableAudio):
        decode_audio(wav(np.zeros(0)), LIMITS)


@pytest.mark.parametrize("make", TOO_LONG.values(), ids=TOO_LONG)
def test_too_long_a_sound_is_refused_whether_it_says_so_or_not(make):
    with pytest.raises(AudioTooLong, match="5 seconds"):
        decode_audio(make(), LIMITS)


@pytest.mark.parametrize(
    ("container", "codec", "states"),
    [("mp3", "mp3", False), ("adts", "aac", False), ("ac3", "ac3", False), ("mp4", "aac", True)],
)
def test_a_length_guessed_from_the_first_bytes_is_not_held_against_a_sound(
    container, codec, states
):
    with opened(encoded(tone(rate=48_000), container, codec), UndecodableAudio) as sound:
        assert (stated_seconds(sound) is not None) == states


def test_a_file_that_is_none_is_no_matter_of_the_sound(tmp_path):
    with pytest.raises(FileNotFoundError):
        decode_audio(tmp_path / "missing.wav", LIMITS)
    (tmp_path / "empty.wav").touch()
    with pytest.raises(EmptyBody):
        decode_audio(tmp_path / "empty.wav", LIMITS)
