"""One piece of clip work in a process of its own, so that its time and memory are its own.

python -m benchmarks.clip_work {plain,report,voice} CLIP --out DIR ─> one JSON line

The models are loaded and warmed up before the clock starts.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2

from mien.clips.analysis import Readers
from mien.clips.result import analyse_to
from mien.media.audio import SAMPLE_RATE, AudioLimits, decode_audio
from mien.media.video import ClipLimits
from mien.settings import settings

PLAIN, REPORT, VOICE = "plain", "report", "voice"
LONGEST = 4000.0


@dataclass(frozen=True, slots=True)
class Work:
    """`seconds` of a clip took `wall` seconds and `cpu` of processor time."""

    seconds: float
    wall: float
    cpu: float
    peak_mib: float

    @property
    def times_real_time(self) -> float:
        return self.seconds / self.wall


def timed(task: Callable[[], float]) -> Work:
    """Run a task that returns the seconds of its clip."""
    wall, cpu = time.perf_counter(), time.process_time()
    seconds = task()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Work(seconds, wall, cpu, peak)


def _task(kind: str, clip: Path, out: Path) -> Callable[[], float]:
    chosen = settings()
    readers, limits = Readers.load(chosen), ClipLimits(LONGEST, chosen.max_image_pixels)
    if kind == VOICE:
        sound = decode_audio(clip, AudioLimits(LONGEST))
        readers.speech.listen(sound[:SAMPLE_RATE])

        def listen() -> float:
            readers.speech.listen(sound)
            return len(sound) / SAMPLE_RATE

        return listen
    folder = out if kind == REPORT else None
    return lambda: float(analyse_to(folder, clip, readers, limits).summary["duration"])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=(PLAIN, REPORT, VOICE))
    parser.add_argument("clip", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    print(json.dumps(asdict(timed(_task(options.kind, options.clip, options.out)))))


if __name__ == "__main__":
    main()
