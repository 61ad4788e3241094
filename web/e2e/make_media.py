"""Makes what the browser tests show to the pages: python make_media.py FOLDER

acted clip of MIEN_DATA, or the picture of tests/data drifting ─> camera.mjpeg, happy.mp4
a talking head's sound of MIEN_DATA, or a tone ─> microphone.wav, the sound of happy.mp4
four scenes in plain colours ─> advert.webm
"""

import os
import sys
import wave
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("MIEN_DATA", ROOT.parent / "shared" / "data")) / "video"
WIDTH, HEIGHT, RATE = 640, 480, 30
SOUND_RATE = 48_000
SECONDS = 6

Picture = NDArray[np.uint8]
Sound = NDArray[np.int16]


def main(folder: Path) -> None:
    """Write all files; the names are those that `media.ts` knows."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures, sound = list(face()), voice()
    write_motion_jpeg(folder / "camera.mjpeg", pictures)
    write_wave(folder / "microphone.wav", sound)
    write_clip(folder / "advert.webm", "libvpx", "libopus", scenes(), tone(330.0))
    write_clip(folder / "happy.mp4", "libx264", "aac", pictures, sound)


def face() -> Iterator[Picture]:
    """A smiling face in the middle of 640x480, 30 frames a second."""
    acted = DATA / "acted_happy.mp4"
    if not acted.exists():
        yield from drifting(ROOT / "tests" / "data" / "astronaut.png")
        return
    with av.open(str(acted)) as clip:
        frames = [frame.to_ndarray(format="bgr24") for frame in clip.decode(video=0)]
        rate = float(clip.streams.video[0].average_rate or 25)
    for number in range(min(SECONDS * RATE, int(len(frames) * RATE / rate))):
        yield framed(frames[int(number * rate / RATE)])


def drifting(picture: Path) -> Iterator[Picture]:
    """A photograph that moves a little, as a head before a camera does."""
    still = cv2.imread(str(picture))
    assert still is not None, f"{picture} is missing"
    for number in range(SECONDS * RATE):
        angle = 2 * np.pi * number / (SECONDS * RATE)
        shift = np.array([[1, 0, 14 * np.sin(angle)], [0, 1, 8 * np.cos(angle)]], np.float32)
        moved = cv2.warpAffine(still, shift, still.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
        yield framed(np.asarray(moved, np.uint8))


def framed(picture: Picture) -> Picture:
    """The picture at full height on a grey ground."""
    scale = HEIGHT / picture.shape[0]
    resized = cv2.resize(picture, (round(picture.shape[1] * scale), HEIGHT))
    ground = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    width = min(WIDTH, resized.shape[1])
    left = (WIDTH - width) // 2
    ground[:, left : left + width] = resized[:, :width]
    return ground


def scenes() -> Iterator[Picture]:
    """Two seconds each of a red, green, blue and yellow scene with its number."""
    for number, colour in enumerate([(60, 60, 200), (80, 160, 60), (190, 110, 50), (60, 200, 220)]):
        picture = np.full((HEIGHT, WIDTH, 3), colour, np.uint8)
        cv2.putText(picture, f"scene {number + 1}", (170, 250), 0, 2.4, (255, 255, 255), 5)
        yield from [picture] * (2 * RATE)


def voice() -> Sound:
    """Mono at 48 kHz."""
    talking = DATA / "talking_d3.mp4"
    if not talking.exists():
        return tone(220.0)
    resampler = av.AudioResampler("s16", "mono", SOUND_RATE)
    with av.open(str(talking)) as clip:
        frames = islice(clip.decode(audio=0), SECONDS * 60)
        pieces = [part.to_ndarray()[0] for frame in frames for part in resampler.resample(frame)]
    return np.concatenate(pieces)[: SECONDS * SOUND_RATE]


def tone(hertz: float) -> Sound:
    """A quiet tone, as long as the pictures."""
    time = np.arange(SECONDS * SOUND_RATE) / SOUND_RATE
    return np.asarray(2_000 * np.sin(2 * np.pi * hertz * time), np.int16)


def write_motion_jpeg(path: Path, pictures: list[Picture]) -> None:
    """JPEGs one after another, the form of a file for Chromium's made-up camera."""
    jpegs = (cv2.imencode(".jpg", picture)[1].tobytes() for picture in pictures)
    path.write_bytes(b"".join(jpegs))


def write_wave(path: Path, sound: Sound) -> None:
    """16-bit PCM."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SOUND_RATE)
        out.writeframes(sound.tobytes())


def write_clip(path: Path, video: str, audio: str, pictures: Any, sound: Sound) -> None:
    """Pictures at 30 frames a second with sound, written aside first: the file is whole."""
    part = path.with_suffix(f".part{path.suffix}")
    with av.open(str(part), "w") as out:
        shown: Any = out.add_stream(video, rate=RATE, pix_fmt="yuv420p", bit_rate=1_500_000)
        heard: Any = out.add_stream(audio, rate=SOUND_RATE, layout="mono")
        shown.width, shown.height = WIDTH, HEIGHT
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts = number
            out.mux(shown.encode(frame))
        out.mux(shown.encode(None))
        all_of_it = av.AudioFrame.from_ndarray(sound[None], "s16", "mono")
        all_of_it.sample_rate = SOUND_RATE
        out.mux(heard.encode(all_of_it))
        out.mux(heard.encode(None))
    part.rename(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
