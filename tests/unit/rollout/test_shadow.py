"""A shadow compares what was answered, drops what it has no time for, and harms nothing."""

import threading
import time
import weakref

import pytest
from prometheus_client import REGISTRY

from mien.media.image import ImageLimits, decode_image
from mien.settings import Settings
from services.rollout.shadow import PLACES, Shadow
from tests.clips import face_reading
from tests.pictures import ASTRONAUT


class Candidate:
    """Always answers the same faces, once the gate is open."""

    def __init__(self, *faces):
        self.faces, self.gate = list(faces), threading.Event()
        self.gate.set()

    def read(self, frames):
        self.gate.wait(10)
        if not self.faces:
            raise RuntimeError("no candidate reads this")
        return [self.faces for _ in frames]


@pytest.fixture(scope="module")
def picture():
    return decode_image(ASTRONAUT.read_bytes(), ImageLimits.of(Settings()))


def counted(metric, **labels):
    return REGISTRY.get_sample_value(metric, labels) or 0.0


def until(true):
    deadline = time.monotonic() + 5
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def pictures(name, outcome):
    return counted("mien_shadow_pictures_total", candidate=name, outcome=outcome)


def test_agreement_and_distances_are_counted(picture):
    happy, sad = face_reading(happy=0.9), face_reading(sad=0.8)
    shadow = Shadow("agreeing", Candidate(sad), lambda: False)
    for served in ([happy], [sad], []):
        shadow.offer((picture, served))
    until(lambda: pictures("agreeing", "compared") == 3)
    found = {
        what: counted("mien_shadow_faces_total", candidate="agreeing", found=what)
        for what in ("same", "different", "candidate_only", "served_only")
    }
    assert found == {"same": 1, "different": 1, "candidate_only": 1, "served_only": 0}
    apart = sum(
        abs(one - other)
        for one, other in zip(
            happy.expression.probabilities, sad.expression.probabilities, strict=True
        )
    )
    assert counted("mien_shadow_probability_distance_sum", candidate="agreeing") == pytest.approx(
        apart
    )
    assert counted("mien_shadow_box_overlap_sum", candidate="agreeing") == pytest.approx(2)
    shadow.stop()


def test_it_is_bounded_and_gives_way_to_pictures_that_wait(picture):
    slow = Candidate(face_reading(happy=0.9))
    slow.gate.clear()
    busy = threading.Event()
    shadow = Shadow("slow", slow, busy.is_set)
    started = time.monotonic()
    for _ in range(PLACES + 20):
        shadow.offer((picture, []))
    assert time.monotonic() - started < 1
    dropped = pictures("slow", "dropped")
    assert dropped >= 19
    busy.set()
    slow.gate.set()
    until(lambda: pictures("slow", "dropped") + pictures("slow", "compared") == PLACES + 20)
    assert pictures("slow", "compared") <= 1
    shadow.stop()


def test_a_candidate_that_fails_is_counted_and_goes_on(picture):
    failing = Candidate()
    shadow = Shadow("failing", failing, lambda: False)
    shadow.offer((picture, []))
    until(lambda: pictures("failing", "failed") == 1)
    failing.faces.append(face_reading(happy=0.9))
    shadow.offer((picture, []))
    until(lambda: pictures("failing", "compared") == 1)
    shadow.stop()


def test_the_models_are_let_go_when_it_stops():
    candidate = Candidate(face_reading(happy=0.9))
    gone = weakref.ref(candidate)
    shadow = Shadow("ending", candidate, lambda: False)
    shadow.stop()
    del shadow, candidate
    until(lambda: gone() is None)
