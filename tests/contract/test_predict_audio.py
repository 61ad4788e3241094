"""`/predict/audio` in every form in which a sound may come, and in many in which it may not."""

import asyncio
import base64

import numpy as np
import pytest

from tests.clips import clip
from tests.sounds import bursts, encoded, tone, wav

VOICE = wav(bursts(seconds=2))


@pytest.mark.parametrize(
    "request_form",
    [
        {"content": VOICE},
        {"content": VOICE, "headers": {"Content-Type": "audio/wav"}},
        {"content": VOICE, "headers": {"Content-Type": "application/octet-stream"}},
        {"content": clip(0.4), "headers": {"Content-Type": "video/mp4"}},
        {"files": {"audio": ("voice.wav", VOICE)}},
        {"json": {"audio": base64.b64encode(VOICE).decode()}},
    ],
)
async def test_a_sound_is_heard_in_every_form(client, request_form):
    response = await client.post("/predict/audio", **request_form)
    assert response.status_code == 200
    reply = response.json()
    assert reply["dominant_emotion"] == "surprise"
    assert sum(reply["probabilities"].values()) == pytest.approx(1.0, abs=1e-3)
    assert (reply["uncertain"], reply["quality"]) == (False, pytest.approx(0.837, abs=0.01))


async def test_silence_is_uncertain_and_the_length_is_what_was_decoded(client):
    reply = (await client.post("/predict/audio", content=wav(np.zeros(24_000)))).json()
    assert reply["uncertain"] is True
    assert reply["quality"] == 0.0
    assert reply["duration"] == 1.5


@pytest.mark.parametrize(
    ("request_form", "status", "code"),
    [
        ({"content": b""}, 400, "empty-body"),
        ({"content": b"hello"}, 422, "undecodable-audio"),
        ({"content": clip(0.4, sound=False)}, 422, "no-audio"),
        ({"content": encoded(tone(seconds=5, rate=48_000))}, 422, "audio-too-long"),
        ({"content": b"\0" * 300_000}, 413, "body-too-large"),
        ({"files": {"image": ("voice.wav", VOICE)}}, 400, "invalid-request"),
        ({"json": {"audio": 3}}, 400, "invalid-base64"),
        (
            {"content": VOICE, "headers": {"Content-Type": "image/png"}},
            415,
            "unsupported-media-type",
        ),
    ],
)
async def test_what_is_no_sound_is_named(client, request_form, status, code):
    response = await client.post("/predict/audio", **request_form)
    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_a_full_queue_answers_429_at_once(client, speech):
    speech.gate.clear()
    calls = [asyncio.create_task(client.post("/predict/audio", content=VOICE)) for _ in range(2)]
    await asyncio.sleep(0.2)
    refused = await asyncio.wait_for(client.post("/predict/audio", content=VOICE), 1)
    assert refused.status_code == 429
    speech.gate.set()
    assert {response.status_code for response in await asyncio.gather(*calls)} == {200}
