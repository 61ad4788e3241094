import asyncio
import base64

import pytest
from PIL import Image

from mien.settings import Settings
from mien.taxonomy import LABELS
from tests.pictures import encoded, gradient

PICTURE = encoded(gradient())
DARK = encoded(Image.new("RGB", (96, 64)))


def as_raw(media_type):
    return {"content": PICTURE, "headers": {"Content-Type": media_type}}


WAYS_TO_SEND = {
    "image": as_raw("image"),
    "jpeg": as_raw("image/jpeg"),
    "png": as_raw("image/png; charset=binary"),
    "octets": as_raw("application/octet-stream"),
    "untyped": {"content": PICTURE},
    "multipart": {"files": {"image": ("me.jpg", PICTURE)}},
    "base64": {"json": {"image": base64.b64encode(PICTURE).decode()}},
    "data-url": {"json": {"image": f"data:image/jpeg;base64,{base64.b64encode(PICTURE).decode()}"}},
    "multipart-text": {"data": {}, "files": {"image": (None, base64.b64encode(PICTURE))}},
}


@pytest.mark.parametrize("request_", WAYS_TO_SEND.values(), ids=WAYS_TO_SEND.keys())
async def test_every_way_to_send_a_picture_gets_the_same_reply(client, request_):
    response = await client.post("/predict", **request_)
    assert response.status_code == 200
    reply = response.json()
    assert set(reply) == {"emotion", "dominant_emotion", "faces"}
    assert list(reply["emotion"]) == list(LABELS)
    assert sum(reply["emotion"].values()) == pytest.approx(100)
    assert reply["emotion"]["happy"] == pytest.approx(70)
    assert reply["dominant_emotion"] == "happy"


async def test_each_face_has_its_box_probabilities_and_derived_values(client):
    faces = (await client.post("/predict", content=PICTURE)).json()["faces"]
    assert len(faces) == 2
    largest = faces[0]
    assert largest["box"] == [24, 16, 72, 48]
    assert largest["confidence"] == pytest.approx(0.9)
    assert sum(largest["probabilities"].values()) == pytest.approx(1)
    assert largest["dominant_emotion"] == "happy"
    assert largest["emoji"] == "😄"
    assert largest["uncertain"] is False
    assert -1 <= largest["valence"] <= 1
    assert -1 <= largest["arousal"] <= 1


async def test_boxes_are_in_pixels_of_the_upright_file(client):
    sideways = Image.Exif()
    sideways[0x0112] = 6
    large = encoded(gradient(2600, 1300), exif=sideways)
    faces = (await client.post("/predict", content=large)).json()["faces"]
    assert faces[0]["box"] == pytest.approx([325, 650, 975, 1950], abs=2)


async def test_a_picture_without_a_face_is_an_empty_answer(client):
    response = await client.post("/predict", content=DARK)
    assert response.status_code == 200
    assert response.json() == {"emotion": {}, "dominant_emotion": "none", "faces": []}


async def test_a_batch_gives_each_picture_its_result_or_its_error(client):
    files = [
        ("images", ("a.jpg", PICTURE)),
        ("images", ("b.jpg", b"not a picture")),
        ("image", ("c.jpg", DARK)),
    ]
    response = await client.post("/predict/batch", files=files)
    assert response.status_code == 200
    first, second, third = response.json()["results"]
    assert (first["index"], first["name"]) == (0, "a.jpg")
    assert first["result"]["dominant_emotion"] == "happy"
    assert second["error"]["code"] == "undecodable-image"
    assert "result" not in second
    assert third["result"]["dominant_emotion"] == "none"


async def test_a_json_batch_gives_each_picture_its_result_or_its_error(client):
    images = [base64.b64encode(PICTURE).decode(), "%%%", 7]
    response = await client.post("/predict/batch", json={"images": images})
    results = response.json()["results"]
    assert results[0]["result"]["dominant_emotion"] == "happy"
    assert [item["error"]["code"] for item in results[1:]] == ["invalid-base64"] * 2


async def test_pictures_of_many_callers_share_batches(client, reader):
    reader.gate.clear()
    calls = [asyncio.create_task(client.post("/predict", content=PICTURE)) for _ in range(4)]
    await asyncio.sleep(0.3)
    reader.gate.set()
    assert {response.status_code for response in await asyncio.gather(*calls)} == {200}
    assert max(reader.batches) > 1


async def test_a_bad_picture_spoils_no_other_of_its_batch(client, reader):
    reader.gate.clear()
    first = asyncio.create_task(client.post("/predict", content=PICTURE))
    await asyncio.sleep(0.1)
    contents = (PICTURE, PICTURE[:200], DARK)
    calls = [asyncio.create_task(client.post("/predict", content=data)) for data in contents]
    await asyncio.sleep(0.1)
    reader.gate.set()
    good, bad, dark = await asyncio.gather(*calls)
    assert (await first).status_code == good.status_code == 200
    assert bad.json()["code"] == "undecodable-image"
    assert dark.json()["faces"] == []
    assert reader.batches == [1, 2]


@pytest.mark.parametrize("settings", [Settings(decode_threads=2)])
async def test_decode_threads_change_no_answer(client):
    response = await client.post("/predict", content=PICTURE)
    assert response.json()["dominant_emotion"] == "happy"
    response = await client.post("/predict", content=b"no picture")
    assert response.json()["code"] == "undecodable-image"


async def test_a_full_queue_answers_429_at_once(client, reader):
    reader.gate.clear()
    calls = [asyncio.create_task(client.post("/predict", content=PICTURE)) for _ in range(4)]
    await asyncio.sleep(0.2)
    refused = await asyncio.wait_for(client.post("/predict", content=PICTURE), 1)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert refused.json()["code"] == "overloaded"
    assert (await client.post("/predict/batch", files={"images": PICTURE})).status_code == 429
    reader.gate.set()
    assert {response.status_code for response in await asyncio.gather(*calls)} == {200}
    assert (await client.post("/predict", content=PICTURE)).status_code == 200


async def test_a_batch_that_outgrows_the_queue_answers_429(client, reader):
    reader.gate.clear()
    calls = [asyncio.create_task(client.post("/predict", content=PICTURE)) for _ in range(3)]
    await asyncio.sleep(0.2)
    files = [("images", PICTURE), ("images", PICTURE)]
    refused = await asyncio.wait_for(client.post("/predict/batch", files=files), 1)
    assert refused.status_code == 429
    reader.gate.set()
    assert {response.status_code for response in await asyncio.gather(*calls)} == {200}


async def test_a_client_that_disconnects_frees_its_place(app, client, reader):
    reader.gate.clear()
    sent = [{"type": "http.request", "body": PICTURE}, {"type": "http.disconnect"}]
    answers = []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/predict",
        "raw_path": b"/predict",
        "query_string": b"",
        "headers": [],
        "http_version": "1.1",
        "scheme": "http",
        "server": ("mien", 80),
        "client": ("test", 1),
        "root_path": "",
    }

    async def receive():
        return sent.pop(0)

    async def send(message):
        answers.append(message)

    await asyncio.wait_for(app(scope, receive, send), 2)
    assert answers[0]["status"] == 499
    calls = [asyncio.create_task(client.post("/predict", content=PICTURE)) for _ in range(4)]
    await asyncio.sleep(0.2)
    reader.gate.set()
    assert {response.status_code for response in await asyncio.gather(*calls)} == {200}
