"""Names that somebody made up: of files, fields, jobs and results."""

import asyncio
import json

import pytest

from tests.clips import clip
from tests.pictures import encoded, gradient

CLIP = clip(0.4, sound=False)
PICTURE = encoded(gradient())

NAMES = {
    "climbing": ("../../../../etc/passwd", "passwd"),
    "absolute": ("/etc/passwd", "passwd"),
    "of Windows": ("C:\\fakepath\\..\\a.mp4", "a.mp4"),
    "NUL": ("a\0b.mp4", "ab.mp4"),
    "a header": ("a.mp4%0d%0aSet-Cookie: a=b", "a.mp4%0d%0aSet-Cookie: a=b"),
    "turned round": ("a\u202e4pm.exe", "a4pm.exe"),
    "an escape": ("\x1b[31mred\x07.mp4", "[31mred.mp4"),
    "long": ("n" * 3000, "n" * 200),
    "markup": ("<img src=x onerror=alert(1)>.mp4", "<img src=x onerror=alert(1)>.mp4"),
    "a template": ("{{ 7 * 7 }}.mp4", "{{ 7 * 7 }}.mp4"),
    "nothing": ("", "clip"),
    "a folder": ("a/", "clip"),
}


def form(field, name, content):
    head = f'--x\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    body = head.replace("\\", "\\\\").encode() + content + b"\r\n--x--\r\n"
    return {"content": body, "headers": {"Content-Type": "multipart/form-data; boundary=x"}}


def files_of(folder):
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("name", "seen"), NAMES.values(), ids=NAMES)
async def test_a_clips_name_is_shown_and_no_more(client, settings, tmp_path, name, seen):
    before = files_of(tmp_path) - files_of(settings.jobs_dir)
    answer = await client.post("/analyze", **form("video", name, CLIP))
    if answer.status_code == 400:  # some break the form itself
        assert answer.json()["code"] in ("invalid-request", "empty-body")
        return
    assert (answer.status_code, answer.json()["name"]) == (202, seen)
    assert not any("Set-Cookie" in header for header in answer.headers)
    assert files_of(tmp_path) - files_of(settings.jobs_dir) == before
    names = {path.name for path in files_of(settings.jobs_dir)}
    assert seen not in names - {"clip"}


@pytest.mark.parametrize(("name", "seen"), NAMES.values(), ids=NAMES)
async def test_a_pictures_name_too(client, name, seen):
    answer = await client.post("/predict/batch", **form("images", name, PICTURE))
    if answer.status_code == 200:
        [item] = answer.json()["results"]
        assert item["name"] == ("" if seen == "clip" else seen)
    else:
        assert answer.status_code == 400


@pytest.mark.usefixtures("runner")
async def test_a_report_escapes_the_name_and_runs_nothing(client):
    name = "<img src=x onerror=alert(1)>{{ 7 * 7 }}.mp4"
    files = {"video": (name, CLIP)}
    job = (await client.post("/analyze?wait=20&video=false&rate=5", files=files)).json()
    answer = await client.get(job["files"]["report.html"])
    assert "<img src=x" not in answer.text
    assert "&lt;img src=x onerror=alert(1)&gt;{{ 7 * 7 }}" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"
    table = (await client.get(job["files"]["timeline.csv"])).headers
    assert table["Cache-Control"] == "no-store"
    assert "sandbox" not in table["Content-Security-Policy"]


@pytest.mark.usefixtures("runner")
async def test_only_results_of_the_job_can_be_named(client, tmp_path):
    (tmp_path / "secret").write_text("secret")
    files = {"video": ("a.mp4", CLIP)}
    job = (await client.post("/analyze?wait=20&video=false&rate=5", files=files)).json()
    made_up = ["%2e%2e", "..%2Fsource", "..%5Csource", "a%00b", "n" * 300, "%00", "%FF"]
    made_up += ["..%2F..%2F..%2Fsecret", "/etc/passwd", "report.html%00"]
    for name in made_up:
        answer = await client.get(f"/jobs/{job['id']}/files/{name}")
        assert answer.status_code == 404, name
        assert "secret" not in answer.text or "secret" in name
    for identifier in ("%2e%2e", "a%00b", "n" * 300, "%2e%2e%2fsecret"):
        for after in ("", "/events", "/files/report.html"):
            assert (await client.get(f"/jobs/{identifier}{after}")).status_code == 404
        assert (await client.delete(f"/jobs/{identifier}")).status_code in (404, 405)


async def test_a_form_of_very_many_fields_is_refused(client):
    parts = (
        b'--x\r\nContent-Disposition: form-data; name="%d"\r\n\r\n\r\n' % n for n in range(2000)
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = await client.post("/analyze", content=b"".join(parts), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request")
    assert "more than 1000 fields" in answer.json()["detail"]


@pytest.mark.parametrize("route", ["/predict", "/predict/batch", "/analyze"])
async def test_an_error_repeats_only_a_little_of_what_came(client, route):
    names = {("n" * 100) + str(number): (None, "a") for number in range(900)}
    answers = [await client.post(route, files=names)]
    if route != "/analyze":
        answers.append(await client.post(route, json=dict.fromkeys(names, 1)))
    for answer in answers:
        assert answer.status_code == 400
        assert len(answer.content) < 2000


async def test_no_line_of_the_log_holds_a_name(client, caplog):
    caplog.set_level("DEBUG")
    for path, field in (("/analyze", "video"), ("/predict", "image")):
        await client.post(path, **form(field, "miller-family\r\nfake: line.mp4", b"no clip"))
        await client.post(path, **form(field, "miller-family.mp4", b"no clip"))
    await asyncio.sleep(0)
    ours = [line for line in caplog.messages if not line.startswith(("Calling on", "HTTP Request"))]
    assert "miller-family" not in json.dumps(ours)
