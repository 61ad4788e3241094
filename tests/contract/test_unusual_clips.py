"""`/analyze` and `/upload_video` with every clip of tests.clip_cases and tests.clip_refusals."""

from io import BytesIO

import av
import pytest

from mien.settings import Settings
from tests.clip_cases import MOST_PIXELS, READ
from tests.clip_refusals import REFUSED_AT_ONCE, REFUSED_LATER
from tests.clips import face, face_reading
from tests.odd_clips import small
from tests.sounds import silent_clip

pytestmark = pytest.mark.usefixtures("runner")

STATUSES = {
    "empty-body": 400,
    "no-video": 422,
    "undecodable-video": 422,
    "clip-too-large": 413,
    "clip-too-long": 413,
}


@pytest.fixture
def settings(tmp_path):
    return Settings(max_image_pixels=MOST_PIXELS, jobs_dir=tmp_path / "jobs")


@pytest.mark.parametrize("case", READ.values(), ids=READ)
async def test_what_decodes_of_a_clip_is_analysed_and_annotated(client, case):
    response = await client.post("/analyze?wait=20&rate=60", content=case.make())
    assert response.status_code == 200
    job = response.json()
    assert job["state"] == "done", job
    assert job["result"]["duration"] >= case.last - 0.03
    assert case.cut_short in job["result"]["cut_short"]
    timeline = (await client.get(job["files"]["timeline.json"])).json()
    assert len(timeline["samples"]) <= case.pictures
    assert timeline["cut_short"] == job["result"]["cut_short"]
    annotated = (await client.get(job["files"]["annotated.mp4"])).content
    with av.open(BytesIO(annotated), "r") as video:
        frames = list(video.decode(video=0))
        assert len(frames) == case.pictures
        assert bool(video.streams.audio) == bool(case.sound)
    assert frames[-1].time == pytest.approx(case.last, abs=0.05)


@pytest.mark.parametrize("case", REFUSED_AT_ONCE.values(), ids=REFUSED_AT_ONCE)
async def test_what_is_no_clip_is_refused_before_it_becomes_a_job(client, store, case):
    for path in ("/analyze", "/upload_video"):
        for form in ({"content": case.make()}, {"files": {"video": ("film.mp4", case.make())}}):
            response = await client.post(path, **form)
            assert response.headers["Content-Type"] == "application/problem+json"
            problem = response.json()
            assert (response.status_code, problem["code"]) == (STATUSES[case.code], case.code)
            assert str(store.folder) not in response.text
    assert list(store.folder.glob("*/")) == []


@pytest.mark.parametrize("case", REFUSED_LATER.values(), ids=REFUSED_LATER)
async def test_what_only_decoding_tells_fails_the_job(client, case):
    job = (await client.post("/analyze?wait=20", content=case.make())).json()
    assert job["state"] == "failed"
    assert (job["error"]["code"], job["error"]["status"]) == (case.code, STATUSES[case.code])
    assert case.words in job["error"]["detail"]
    assert "result" not in job
    response = await client.post("/upload_video", content=case.make())
    assert (response.status_code, response.json()["code"]) == (STATUSES[case.code], case.code)


async def analysed(client, data):
    job = (await client.post("/analyze?wait=20&video=false", content=data)).json()
    return job["result"], (await client.get(job["files"]["timeline.json"])).json()["samples"]


async def test_a_clip_without_any_face_says_so(client):
    result, samples = await analysed(client, silent_clip())
    assert (result["dominant_emotion"], result["no_face_share"]) == ("none", 1.0)
    assert all(sample["viewer"] is None and sample["fused"] is None for sample in samples)


async def test_a_face_that_leaves_is_missing_while_it_is_away(client):
    data = small(3.0, light=lambda number: 0 if 10 <= number < 20 else 80, sound=False)
    result, samples = await analysed(client, data)
    away = [sample["seconds"] for sample in samples if sample["viewer"] is None]
    assert away == pytest.approx([1.0 + number / 10 for number in range(10)], abs=0.01)
    assert result["no_face_share"] == pytest.approx(1 / 3, abs=0.01)


async def test_the_largest_of_several_faces_is_the_viewer(client, faces):
    crowd = [face_reading(face(at, side), happy=0.9) for at, side in ((0, 9), (20, 20), (50, 5))]
    faces.read = lambda frames: [crowd for _ in frames]
    result, samples = await analysed(client, small(sound=False))
    assert [len(sample["faces"]) for sample in samples] == [3] * 10
    for sample in samples:
        [viewer] = [f for f in sample["faces"] if f["track"] == sample["viewer"]]
        assert viewer["box"] == [20, 10, 40, 30]
    assert result["no_face_share"] == 0.0
