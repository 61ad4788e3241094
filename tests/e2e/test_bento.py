"""The bento that `bentoml build` makes, and the services of single models."""

import os
import re
import subprocess

import httpx
import pytest

from mien.taxonomy import LABELS
from tests.clips import clip
from tests.e2e.servers import BIN, ROOT, running
from tests.pictures import ASTRONAUT
from tests.sounds import bursts, wav

BENTOML = str(BIN / "bentoml")


@pytest.mark.timeout(300)
def test_the_built_bento_answers_predict_analyses_a_clip_and_shows_its_pages(tmp_path):
    home = {"BENTOML_HOME": str(tmp_path), "MIEN_JOBS_DIR": str(tmp_path / "jobs")}
    built = subprocess.run(
        [BENTOML, "build", "--output", "tag"],
        cwd=ROOT,
        env={**os.environ, **home, "BENTOML_DO_NOT_TRACK": "True"},
        capture_output=True,
        text=True,
        check=True,
    )
    tag = built.stdout.strip().splitlines()[-1].removeprefix("__tag__:")
    with running([BENTOML, "serve", tag], cwd=tmp_path, **home) as server:
        response = httpx.post(f"{server.url}/predict", content=ASTRONAUT.read_bytes(), timeout=20)
        job = httpx.post(f"{server.url}/analyze?wait=30", content=clip(1.0), timeout=40).json()
        page = httpx.get(server.url)
        scripts = re.findall(r'src="(/assets/[^"]+)"', page.text)
        assets = [httpx.get(f"{server.url}{script}").status_code for script in scripts]
    assert response.json()["dominant_emotion"] == "happy"
    assert job["state"] == "done"
    assert "report.html" in job["files"]
    assert page.status_code == 200
    if (ROOT / "web" / "dist" / "index.html").exists():
        assert assets == [200]
    else:
        assert "make web" in page.text


def test_the_detector_alone_answers_each_picture():
    files = [("images", ASTRONAUT.read_bytes()), ("images", b"no picture")]
    with running([BENTOML, "serve", "services.face_detector:FaceDetector"]) as server:
        found, failed = httpx.post(f"{server.url}/detect", files=files, timeout=20).json()
    assert len(found["faces"]) == 1
    assert failed["error"]["code"] == "undecodable-image"


def test_the_speech_model_alone_answers_each_sound():
    files = [("sounds", wav(bursts(seconds=2))), ("sounds", b"no sound")]
    with running([BENTOML, "serve", "services.speech_model:SpeechModel"]) as server:
        heard, failed = httpx.post(f"{server.url}/listen", files=files, timeout=20).json()
    assert sum(heard["probabilities"].values()) == pytest.approx(1, abs=1e-3)
    assert failed["error"]["code"] == "undecodable-audio"


def test_the_classifier_alone_answers_each_crop():
    files = [("crops", ASTRONAUT.read_bytes()), ("crops", b"no picture")]
    service = "services.expression_classifier:ExpressionClassifier"
    with running([BENTOML, "serve", service]) as server:
        read, failed = httpx.post(f"{server.url}/classify", files=files, timeout=20).json()
    assert sum(read["probabilities"].values()) == pytest.approx(1)
    assert failed["error"]["code"] == "undecodable-image"


def test_the_fusion_alone_answers_each_item():
    shares = dict.fromkeys(LABELS, 0.01) | {"happy": 0.94}
    face = {"modality": "face", "probabilities": shares}
    items = [{"evidence": [face]}, {"evidence": [face, face]}, 7]
    with running([BENTOML, "serve", "services.fusion:FusionModel"]) as server:
        answers = httpx.post(f"{server.url}/fuse", json={"items": items}, timeout=20).json()
    fused, twice, number = answers
    assert fused["fused"]["dominant_emotion"] == "happy"
    assert fused["fused"]["weights"] == {"face": 1.0}
    assert twice["error"]["code"] == number["error"]["code"] == "invalid-evidence"
    assert "'face' is there twice" in twice["error"]["detail"]
