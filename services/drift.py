"""What readings tell of their input without labels: other cameras, light or people show here.

reading ─> how often each expression, how often uncertain
its crop ─> brightness, sharpness; its features ─> distance to the training faces
"""

from collections.abc import Iterable

from mien.perception.faces import FaceReading
from mien.perception.quality import brightness, sharpness
from services import metrics


def observe_readings(readings: Iterable[FaceReading]) -> None:
    """Record faces that were read; meant for the inference thread, not for the event loop."""
    for reading in readings:
        apparent = reading.expression
        metrics.READINGS_OF[apparent.dominant, apparent.uncertain].inc()
        metrics.BRIGHTNESS.observe(brightness(reading.crop))
        metrics.SHARPNESS.observe(sharpness(reading.crop))
        if apparent.distance is not None:
            metrics.DISTANCE.observe(apparent.distance)
