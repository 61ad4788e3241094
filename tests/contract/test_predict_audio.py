"""`/predict/audio` in every form in which a sound may come, and in many in which it may not."""

import asyncio
import base64

import numpy as np
import pytest

from mien.settings import Settings
from tests.clip_refusals import PLAYLIST
from tests.clips import clip
from tests.pictures import encoded as picture
from tests.pictures import gradient
from tests.sound_cases import HEARD, TOO_LONG
from tests.sounds import bursts, encoded, tone, wav

VOICE = wav(bursts(seconds=2))
PICTURE = picture(gradient())


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
    assert reply["uncertain"] is False
    assert 0.5 < reply["quality"] <= 1.0


@pytest.mark.parametrize("settings", [Settings(max_audio_seconds=4)])
@pytest.mark.parametrize("make", HEARD.values(), ids=HEARD)
async def test_a_sound_of_any_rate_format_and_layout_is_heard(client, make):
    reply = (await client.post("/predict/audio", content=make())).json()
    assert reply["dominant_emotion"] == "surprise"
    assert reply["duration"] == pytest.approx(1.0, abs=0.08)


async def test_what_decodes_of_a_sound_is_heard_and_its_length_says_how_much(client):
    whole = encoded(tone(seconds=3, rate=48_000))
    reply = (await client.post("/predict/audio", content=whole[: len(whole) // 2])).json()
    assert 0.5 < reply["duration"] < 2.5


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
        ({"content": encoded(tone(seconds=5, rate=48_000))}, 413, "audio-too-long"),
        ({"content": TOO_LONG["declared"]()}, 413, "audio-too-long"),
        ({"content": TOO_LONG["a sample a second"]()}, 413, "audio-too-long"),
        ({"content": PICTURE}, 422, "no-audio"),
        ({"content": PLAYLIST}, 422, "undecodable-audio"),
        ({"files": {"audio": ("voice.wav", b"")}}, 400, "empty-body"),
        ({"content": wav(np.zeros(0))}, 422, "undecodable-audio"),
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
