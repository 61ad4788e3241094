"""What readings tell of their input without labels: other cameras, light or people show here.

reading ─> how often each expression, how often uncertain
its crop ─> brightness, sharpness
"""

from collections.abc import Iterable

import cv2

from mien.perception.faces import FaceReading
from mien.perception.quality import sharpness
from services import metrics

WHITE = 255.0


def observe_readings(readings: Iterable[FaceReading]) -> None:
    """Record faces that were read; meant for the inference thread, not for the event loop."""
    for reading in readings:
        apparent = reading.expression
        metrics.READINGS_OF[apparent.dominant, apparent.uncertain].inc()
        metrics.BRIGHTNESS.observe(cv2.mean(reading.crop)[0] / WHITE)
        metrics.SHARPNESS.observe(sharpness(reading.crop))
