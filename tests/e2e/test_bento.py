"""The bento that `bentoml build` makes, and the services of single models."""

import os
import re
import subprocess
from pathlib import Path

import httpx
import pytest

from mien.taxonomy import LABELS
from tests.clips import clip
from tests.e2e.servers import BIN, ROOT, running
from tests.pictures import ASTRONAUT
from tests.sounds import bursts, wav

BENTOML = str(BIN / "bentoml")


def build(home: Path, *arguments: str) -> str:
    """The tag of what `bentoml build` made in the folder `home`."""
    built = subprocess.run(
        [BENTOML, "build", *arguments, "--output", "tag"],
        cwd=ROOT,
        env={**os.environ, "BENTOML_HOME": str(home), "BENTOML_DO_NOT_TRACK": "True"},
        capture_output=True,
        text=True,
        check=True,
    )
    return built.stdout.strip().splitlines()[-1].removeprefix("__tag__:")


@pytest.mark.timeout(300)
def test_the_built_bento_answers_predict_analyses_a_clip_and_shows_its_pages(tmp_path):
    jobs = str(tmp_path / "jobs")
    tag = build(tmp_path)
    command, home = [BENTOML, "serve", tag], str(tmp_path)
    with running(command, tmp_path, BENTOML_HOME=home, MIEN_JOBS_DIR=jobs) as server:
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


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("name", "models"),
    [
        ("cpu", ["expression-classifier", "face-detector", "speech-emotion"]),
        ("gpu", ["expression-classifier", "face-detector", "speech-emotion"]),
        ("recommender", []),
        ("edge", ["face-detector"]),
    ],
)
def test_each_bento_is_built_with_its_models_and_the_recipe_of_its_image(tmp_path, name, models):
    tag = build(tmp_path, "-f", f"bentos/{name}/bentofile.yaml")
    assert tag.startswith(f"mien-{name}:")
    source = tmp_path / "bentos" / tag.replace(":", "/") / "src"
    assert sorted(path.stem for path in source.glob("models/*.onnx")) == models
    recipe = source / "bentos" / ("gpu" if name == "gpu" else "") / "Dockerfile"
    assert recipe.is_file()
    assert not list(source.rglob("*.db"))


def test_the_recommender_alone_answers_in_its_service():
    with running([BENTOML, "serve", "services.recommender_alone:Recommender"]) as server:
        viewer = httpx.post(f"{server.url}/api/v1/viewers", json={}, timeout=20)
        pictures = httpx.get(f"{server.url}/predict", timeout=20)
    assert viewer.status_code == 201
    assert viewer.json()["viewer_id"]
    assert pictures.status_code == 404


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
