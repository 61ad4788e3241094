import base64
import json

import pytest

from mien.client.errors import Unreachable
from mien.errors import MienError
from tests.pictures import encoded, gradient, png_declaring

PICTURE = encoded(gradient())
PROBLEM_FIELDS = {"type", "title", "status", "detail", "code", "action", "message"}

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "multipart/form-data; boundary=x"}


def typed(media_type, content=PICTURE):
    return {"content": content, "headers": {"Content-Type": media_type}}


BAD_REQUESTS = {
    "empty body": ({"content": b""}, 400, "empty-body"),
    "text as a picture": (typed("image/jpeg", b"hello there"), 422, "undecodable-image"),
    "truncated jpeg": (typed("image", PICTURE[: len(PICTURE) // 2]), 422, "undecodable-image"),
    "png bomb": (typed("image", png_declaring(50_000, 50_000)), 422, "image-too-large"),
    "one pixel": (typed("image", encoded(gradient(1, 1), "PNG")), 422, "image-too-small"),
    "20000x10": (typed("image", encoded(gradient(20_000, 10))), 422, "image-too-large"),
    "text/plain": (typed("text/plain"), 415, "unsupported-media-type"),
    "curl -d": (typed("application/x-www-form-urlencoded"), 415, "unsupported-media-type"),
    "wrong field": ({"files": {"picture": PICTURE}}, 400, "invalid-request"),
    "two pictures": (
        {"files": [("image", PICTURE), ("image", PICTURE)]},
        400,
        "invalid-request",
    ),
    "empty part": ({"files": {"image": b""}}, 400, "empty-body"),
    "no boundary": (typed("multipart/form-data", b"--x--"), 400, "invalid-request"),
    "bad multipart": ({"content": b"\r\n--y\r\nx", "headers": FORM}, 400, "invalid-request"),
    "unclosed multipart": (
        {
            "content": b'--x\r\nContent-Disposition: form-data; name="image"\r\n\r\nabc',
            "headers": FORM,
        },
        400,
        "invalid-request",
    ),
    "not json": ({"content": b"{", "headers": JSON}, 400, "invalid-request"),
    "not utf-8": ({"content": b'{"image": "\xff"}', "headers": JSON}, 400, "invalid-request"),
    "deep json": ({"content": b"[" * 100_000, "headers": JSON}, 400, "invalid-request"),
    "json list": ({"json": ["x"]}, 400, "invalid-request"),
    "json without image": ({"json": {"img": "x"}}, 400, "invalid-request"),
    "json null": ({"json": {"image": None}}, 400, "invalid-request"),
    "json number": ({"json": {"image": 5}}, 400, "invalid-base64"),
    "bad base64": ({"json": {"image": "*&^"}}, 400, "invalid-base64"),
    "base64 of text": (
        {"json": {"image": base64.b64encode(b"hello").decode()}},
        422,
        "undecodable-image",
    ),
    "too large": (typed("image", bytes(200_001)), 413, "body-too-large"),
}


def assert_problem(response, status, code):
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert set(body) == PROBLEM_FIELDS
    assert (body["status"], body["code"]) == (status, code)
    assert body["detail"]
    assert body["action"]
    assert body["message"] == body["detail"]
    assert "Traceback" not in response.text


@pytest.mark.parametrize(("request_", "status", "code"), BAD_REQUESTS.values(), ids=BAD_REQUESTS)
async def test_bad_input_gets_one_problem_that_names_it(client, request_, status, code):
    assert_problem(await client.post("/predict", **request_), status, code)
    assert (await client.post("/predict", content=PICTURE)).status_code == 200


BATCH_ERRORS = {
    "empty body": ({"content": b""}, 400, "empty-body"),
    "raw body": (typed("image/jpeg"), 415, "unsupported-media-type"),
    "no picture": ({"json": {"images": []}}, 400, "invalid-request"),
    "too many": ({"json": {"images": ["x"] * 4}}, 400, "invalid-request"),
    "too large": (typed("application/json", bytes(200_001)), 413, "body-too-large"),
}


@pytest.mark.parametrize(("request_", "status", "code"), BATCH_ERRORS.values(), ids=BATCH_ERRORS)
async def test_a_bad_batch_gets_one_problem(client, request_, status, code):
    assert_problem(await client.post("/predict/batch", **request_), status, code)


async def test_a_chunked_body_over_the_limit_is_cut_off(client, monkeypatch):
    monkeypatch.setattr("services.lingering.LINGER_SECONDS", 0.05)

    async def endless():
        while True:
            yield bytes(50_000)

    assert_problem(await client.post("/predict", content=endless()), 413, "body-too-large")


async def test_unknown_paths_and_methods_are_problems(client):
    assert_problem(await client.get("/nothing/here"), 404, "not-found")
    assert_problem(await client.get("/models/none/card"), 404, "not-found")
    assert_problem(await client.get("/jobs/a%0Ab"), 404, "not-found")
    assert_problem(await client.get("/docs/assets/none.js"), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/predict", "POST"),
        ("PUT", "/jobs/some", "DELETE, GET, HEAD"),
        ("PUT", "/docs/assets/swagger-ui.css", "GET, HEAD"),
        ("POST", "/healthz", "GET, HEAD"),
    ],
)
async def test_a_wrong_method_is_told_all_that_the_path_takes(client, method, path, allowed):
    response = await client.request(method, path)
    assert_problem(response, 405, "method-not-allowed")
    assert response.headers["Allow"] == allowed


async def test_every_route_answers_with_its_page_or_a_problem(app, client):
    for route in app.routes:
        path = route.path.replace("{name}", "fake-model").replace("{path:path}", "x")
        for method in ("GET", "POST", "PUT", "DELETE"):
            response = await client.request(method, path)
            assert response.status_code < 500, (method, path)
            if response.status_code >= 400:
                assert_problem(response, response.status_code, response.json()["code"])


async def test_a_defect_is_a_problem_without_its_trace(client, reader, caplog):
    def fail(frames):
        raise RuntimeError("secret detail")

    reader.read = fail
    response = await client.post("/predict", content=PICTURE)
    assert_problem(response, 500, "internal-error")
    assert "secret" not in response.text
    assert "secret detail" in caplog.text


def all_errors(root=MienError):
    return [root, *(error for child in root.__subclasses__() for error in all_errors(child))]


def test_every_error_says_what_to_do_and_has_a_code_of_its_own():
    concrete = [error for error in all_errors() if not error.__subclasses__()]
    codes = [error.code for error in concrete]
    assert len(set(codes)) == len(codes)
    assert all(error.action and error.title for error in concrete)
    answered = [error for error in concrete if error is not Unreachable]
    assert all(400 <= error.status < 600 for error in answered)
    assert json.dumps([error.code for error in concrete]).isascii()
