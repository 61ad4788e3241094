import numpy as np
import pytest

from mien.errors import AudioTooLong, EmptyBody, NoAudio, UndecodableAudio
from mien.media.audio import SAMPLE_RATE, AudioLimits, decode_audio
from tests.sounds import encoded, silent_clip, tone, wav

LIMITS = AudioLimits(max_seconds=5)


def loudest_hertz(sound):
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return np.argmax(spectrum) * SAMPLE_RATE / len(sound)


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_any_rate_becomes_sixteen_kilohertz(rate):
    sound = decode_audio(wav(tone(440, rate=rate), rate=rate), LIMITS)
    assert sound.dtype == np.float32
    assert len(sound) == pytest.approx(SAMPLE_RATE, abs=40)
    assert loudest_hertz(sound) == pytest.approx(440, abs=2)
    assert np.abs(sound[2000:-2000]).max() == pytest.approx(0.5, abs=0.02)


def test_channels_are_mixed():
    sound = decode_audio(wav(tone(300), np.zeros(SAMPLE_RATE)), LIMITS)
    assert np.abs(sound).max() == pytest.approx(0.25, abs=0.02)


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


def test_the_limit_is_checked_while_decoding():
    with pytest.raises(AudioTooLong, match="5 seconds"):
        decode_audio(wav(tone(seconds=6)), LIMITS)
