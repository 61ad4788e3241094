"""What EmoFace's networks took for a clip: each frame, one after the other.

python -m benchmarks.rivals.seed_clip CLIP [--frames 100] [--threads 2] ─> one JSON line
"""

import argparse
import json
import time

import cv2
import torch

from benchmarks.rivals.seed_pipeline import SeedPipeline

_WARM_UP_FRAMES = 3


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("clip")
    parser.add_argument("--frames", type=int, default=100)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    pipeline, clip = SeedPipeline(), cv2.VideoCapture(options.clip)
    for number in range(_WARM_UP_FRAMES + options.frames):
        if number == _WARM_UP_FRAMES:
            begun = time.perf_counter()
        there, frame = clip.read()
        if not there:
            raise ValueError(f"{options.clip} has {number} frames")
        pipeline.read(frame)
    seconds = options.frames / clip.get(cv2.CAP_PROP_FPS)
    print(json.dumps({"seconds": seconds, "wall": time.perf_counter() - begun}))


if __name__ == "__main__":
    main()
