"""A real gateway's drift metrics in the real alert rules: a week of steady traffic, then a change.

Pictures go to the gateway, its page is scraped after each hundred, and the rules see each hundred
as an hour's traffic: some of them over and over for eight days, then others for three hours.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import httpx
import numpy as np
import pytest

from tests.e2e.played_rules import fired, scrape
from tests.pictures import ASTRONAUT
from training.data_root import data_root

pytestmark = pytest.mark.skipif(
    shutil.which("promtool") is None, reason="promtool is not installed"
)

FACES, BATCH = 110, 55
DAYS, JUDGED = 8, 3
CLIPS = "talking_*.mp4"


def dark(picture):
    """A third of the light, and the noise of a camera that makes up for it in part."""
    noise = np.random.default_rng(0).normal(0, 2, picture.shape)
    return np.clip(picture * 0.3 + noise, 0, 255).astype(np.uint8)


def blurred(picture):
    """Out of focus."""
    return cv2.GaussianBlur(picture, (0, 0), picture.shape[1] / 100)


def photograph():
    whole = np.asarray(cv2.imread(str(ASTRONAUT)), np.uint8)
    return [cv2.resize(whole, (256, 256), interpolation=cv2.INTER_AREA)]


def frames():
    try:
        clips = sorted((data_root() / "video").glob(CLIPS))
    except FileNotFoundError as error:
        pytest.skip(str(error))
    return [frame for clip in clips for frame in _frames(clip)]


def _frames(clip: Path) -> Iterator[np.ndarray]:
    video = cv2.VideoCapture(str(clip))
    for number in range(120):
        read, frame = video.read()
        if read and number % 6 == 0:
            yield frame


@dataclass
class Camera:
    """Sends pictures to a gateway as a camera in one place would."""

    url: str
    scenes: list[np.ndarray]

    def __post_init__(self):
        self.random = np.random.default_rng(0)
        self.pages = [scrape(self.url)]

    def hour(self, change: Callable[[np.ndarray], np.ndarray] = lambda picture: picture) -> None:
        """One hour's traffic, and a scrape after it."""
        for _ in range(FACES // BATCH):
            files = [("images", ("x.jpg", self._picture(change))) for _ in range(BATCH)]
            response = httpx.post(f"{self.url}/predict/batch", files=files, timeout=60)
            assert all("result" in answer for answer in response.json()["results"]), response.text
        self.pages.append(scrape(self.url))

    def _picture(self, change):
        """A scene a little off its place, in light that is never quite the same."""
        scene = self.scenes[self.random.integers(len(self.scenes))]
        move = np.array([[1, 0, self.random.integers(-8, 9)], [0, 1, self.random.integers(-8, 9)]])
        size = (scene.shape[1], scene.shape[0])
        moved = cv2.warpAffine(scene, move.astype(float), size, borderMode=cv2.BORDER_REPLICATE)
        lit = cv2.convertScaleAbs(moved, alpha=self.random.uniform(0.9, 1.1))
        return cv2.imencode(".jpg", change(lit))[1].tobytes()


@pytest.fixture(scope="module", params=[photograph, frames])
def camera(request, gateway):
    """One that has sent four hours of steady traffic."""
    camera = Camera(gateway.url, request.param())
    for _ in range(4):
        camera.hour()
    return camera


def history(last):
    """Three hours' traffic for eight days, then another hour's for three hours."""
    return [hour % 3 for hour in range(24 * DAYS)] + [last] * JUDGED


def pages_with(camera, change):
    """The steady pages, and one after an hour of changed pictures."""
    changed = Camera(camera.url, camera.scenes)
    changed.hour(change)
    (before, after), last = changed.pages, camera.pages[-1]
    return [*camera.pages, {name: last[name] + after[name] - before[name] for name in last}]


def test_a_steady_replay_raises_no_alarm(camera):
    assert fired(camera.pages, history(3)) == set()


def test_a_dark_camera_raises_the_alarm(camera):
    assert fired(pages_with(camera, dark), history(4)) == {"MienLightHasChanged"}


def test_a_camera_out_of_focus_raises_the_alarm(camera):
    assert "MienFacesAreBlurred" in fired(pages_with(camera, blurred), history(4))


def test_a_fresh_installation_has_nothing_to_compare_with(camera):
    assert fired(pages_with(camera, dark), [0] * 20 + [4] * JUDGED) == set()
