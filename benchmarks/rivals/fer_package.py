"""The `fer` package as its README has it: a Haar cascade, then a small network in TensorFlow Lite.

It is a different model for the same task, so only its speed is compared.
"""

from collections.abc import Sequence
from pathlib import Path

import cv2
import fer
import numpy as np
from fer.fer import FER

from benchmarks.rivals import timed_loop

# OpenCV 5 no longer brings the cascade's file; the package has a copy of its own.
_CASCADE = Path(fer.__file__).with_name("data") / "haarcascade_frontalface_default.xml"


def main() -> None:
    reader = FER(cascade_file=str(_CASCADE))

    def step(encoded: Sequence[bytes]) -> None:
        for data in encoded:
            frame = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
            reader.detect_emotions(frame)

    timed_loop.run(step, timed_loop.argument_parser().parse_args().seconds)


if __name__ == "__main__":
    main()
