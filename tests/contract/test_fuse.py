"""`POST /fuse`: readings in every form that fits, and in many that do not."""

import json
import re
from pathlib import Path

import pytest

from mien.emoji import nearest_emoji
from mien.perception.reply import DIGITS
from mien.taxonomy import LABELS
from tests.clips import probabilities
from tests.contract.test_problems import assert_problem

PAGE = Path(__file__).parents[2] / "docs" / "fusion.md"


def shares(**given):
    return dict(zip(LABELS, probabilities(**given), strict=True))


def reading(modality, emotion="happy", **given):
    return {"modality": modality, "probabilities": shares(**{emotion: 0.94}), **given}


FACE, VOICE = reading("face"), reading("voice", "angry", arousal=0.9)


async def fused(client, *evidence, **given):
    response = await client.post("/fuse", json={"evidence": evidence, **given})
    assert response.status_code == 200, response.text
    return response.json()


async def test_a_face_alone_is_the_answer(client):
    reply = await fused(client, {**FACE, "valence": 0.5, "arousal": 0.1})
    assert reply["method"] == "mien"
    told = reply["fused"]
    assert told["probabilities"] == pytest.approx(FACE["probabilities"], abs=1e-4)
    assert (told["dominant_emotion"], told["uncertain"]) == ("happy", False)
    assert (told["valence"], told["arousal"]) == (0.5, 0.1)
    assert told["emoji"] == nearest_emoji(0.5, 0.1)
    assert (told["weights"], told["conflict"]) == ({"face": 1.0}, 0.0)


async def test_weights_and_conflict_are_told(client):
    told = (await fused(client, FACE, VOICE))["fused"]
    assert told["weights"] == {"face": 0.5, "voice": 0.5}
    assert told["conflict"] > 0.8
    blurred = (await fused(client, {**FACE, "quality": 0.1}, {**VOICE, "age": 0.1}))["fused"]
    assert blurred["weights"]["voice"] > 0.6
    assert sum(blurred["weights"].values()) == pytest.approx(1.0, abs=10.0**-DIGITS)


async def test_the_documents_show_what_is_answered(client):
    [asked, answered] = re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    response = await client.post("/fuse", json=json.loads(asked))
    assert response.json() == json.loads(answered)


async def test_points_left_out_are_derived(client):
    derived = (await fused(client, FACE))["fused"]
    assert (derived["valence"], derived["arousal"]) == (
        pytest.approx(0.75, abs=0.02),
        pytest.approx(0.5, abs=0.02),
    )


async def test_emosh_by_name_takes_valence_from_the_face_and_arousal_from_both(client):
    face = {**FACE, "valence": 0.5, "arousal": 0.2}
    reply = await fused(client, face, VOICE, method="emosh")
    assert reply["method"] == "emosh"
    assert reply["fused"]["valence"] == 0.5
    assert reply["fused"]["arousal"] == pytest.approx(0.35 * 0.9 + 0.65 * 0.2)
    assert reply["fused"]["weights"] == {"face": 0.65, "voice": 0.35}
    assert (await fused(client, face, method="emosh"))["fused"]["weights"] == {"face": 1.0}


async def test_what_mien_answers_elsewhere_can_be_fused_as_it_came(client):
    """Probabilities that were rounded add up to nearly 1."""
    rounded = {**shares(happy=0.9397), "neutral": 0.0102}
    told = (await fused(client, {**FACE, "probabilities": rounded}))["fused"]
    assert sum(told["probabilities"].values()) == pytest.approx(1.0, abs=1e-3)


async def test_nothing_to_trust_is_no_reading(client):
    assert (await fused(client, {**FACE, "quality": 0.0}))["fused"] is None


def with_probabilities(**given):
    return [{**FACE, "probabilities": {**FACE["probabilities"], **given}}]


BAD = {
    "no evidence": ({"evidence": []}, "evidence: "),
    "evidence missing": ({}, "evidence: Field required"),
    "a list": ([], "the body"),
    "a misspelt field": ({"evidence": [{**FACE, "qualty": 1}]}, "evidence.0.qualty"),
    "unknown modality": ({"evidence": [FACE, reading("gait")]}, "evidence.1.modality"),
    "two faces": ({"evidence": [FACE, VOICE, FACE]}, "'face' is there twice"),
    "percentages": ({"evidence": with_probabilities(happy=94)}, "probabilities.happy"),
    "too little": ({"evidence": with_probabilities(happy=0.5)}, "add up to 0.56, not to 1"),
    "negative": ({"evidence": with_probabilities(happy=-0.1)}, "probabilities.happy"),
    "unknown label": ({"evidence": with_probabilities(joy=0.0)}, "'joy' is no expression"),
    "missing label": (
        {"evidence": [{**FACE, "probabilities": {"happy": 1.0}}]},
        "'angry' is missing",
    ),
    "quality above one": ({"evidence": [{**FACE, "quality": 1.5}]}, "evidence.0.quality"),
    "from the future": ({"evidence": [{**FACE, "age": -1}]}, "evidence.0.age"),
    "true as a number": ({"evidence": [{**FACE, "quality": True}]}, "evidence.0.quality"),
    "text as a number": ({"evidence": [{**FACE, "age": "now"}]}, "evidence.0.age"),
    "unknown method": ({"evidence": [FACE], "method": "mean"}, "method"),
    "emosh without a face": ({"evidence": [VOICE], "method": "emosh"}, "needs a face"),
    "emosh with words": (
        {"evidence": [FACE, reading("words")], "method": "emosh"},
        "a face and a voice, no words",
    ),
}


@pytest.mark.parametrize(("body", "named"), BAD.values(), ids=BAD)
async def test_what_cannot_be_fused_is_named(client, body, named):
    response = await client.post("/fuse", json=body)
    assert_problem(response, 422, "invalid-evidence")
    assert named in response.json()["detail"]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999"])
@pytest.mark.parametrize("field", ["quality", "age", "valence", "happy"])
async def test_what_is_no_number_is_named(client, value, field):
    text = json.dumps({"evidence": [{**FACE, "quality": 1, "age": 0, "valence": 0}]})
    text = text.replace(f'"{field}": ', f'"{field}": {value}, "_": ', 1)
    response = await client.post(
        "/fuse", content=text, headers={"Content-Type": "application/json"}
    )
    assert_problem(response, 422, "invalid-evidence")
    assert field in response.json()["detail"]


@pytest.mark.parametrize(
    ("content", "media_type", "status", "code"),
    [
        (b"", "application/json", 422, "invalid-evidence"),
        (b"{", "application/json", 422, "invalid-evidence"),
        (b"\xff", "application/json", 422, "invalid-evidence"),
        (b"[" * 100_000, "application/json", 422, "invalid-evidence"),
        (b"{}", "image/jpeg", 415, "unsupported-media-type"),
        (b" " * 200_001, "application/json", 413, "body-too-large"),
    ],
)
async def test_what_is_no_json_is_named(client, content, media_type, status, code):
    response = await client.post("/fuse", content=content, headers={"Content-Type": media_type})
    assert_problem(response, status, code)
