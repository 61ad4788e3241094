"""The web app's pages and files, from a stand-in for what `npm run build` makes; and `/limits`."""

import gzip

import pytest

from mien.settings import Settings
from services.limits import Limits
from services.web.routes import PAGES

INDEX = b'<!doctype html><title>Mien</title><script type="module" src="/assets/app-1.js"></script>'
SCRIPT = b"export const label = 'happy';\n" * 200
FONT = bytes(range(256))


@pytest.fixture
def built(tmp_path):
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_bytes(INDEX)
    (folder / "favicon.svg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "assets" / "app-1.js").write_bytes(SCRIPT)
    (folder / "assets" / "text-2.woff2").write_bytes(FONT)
    (tmp_path / "secret.txt").write_text("not to be served")
    return folder


@pytest.fixture
def settings(settings, built):
    return settings.model_copy(update={"web_dir": built})


@pytest.mark.parametrize("page", PAGES)
async def test_every_page_is_the_app_asked_for_anew_each_time(client, page):
    answer = await client.get(page)
    assert (answer.status_code, answer.content) == (200, INDEX)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("page", ["/", "/assets/app-1.js", "/favicon.svg"])
async def test_browsers_hear_what_a_page_may_do(client, page):
    headers = (await client.get(page)).headers
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Permissions-Policy"] == "camera=(self), microphone=(self)"


async def test_a_script_is_packed_for_those_who_take_it_and_kept_for_good(client):
    packed = await client.get("/assets/app-1.js")
    plain = await client.get("/assets/app-1.js", headers={"Accept-Encoding": "br, gzip;q=0"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(gzip.compress(SCRIPT)) < len(SCRIPT)
    assert "Content-Encoding" not in plain.headers
    for answer in (packed, plain):
        assert answer.content == SCRIPT
        assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Accept-Encoding" in answer.headers["Vary"]


async def test_what_gzip_would_lengthen_goes_as_it_is(client):
    font = await client.get("/assets/text-2.woff2")
    assert font.content == FONT
    assert "Content-Encoding" not in font.headers


@pytest.mark.parametrize("page", ["/", "/assets/app-1.js"])
async def test_a_browser_that_knows_a_version_is_not_sent_it_again(client, built, page):
    etag = (await client.get(page)).headers["ETag"]
    for known in (etag, f'"other", {etag.removeprefix("W/")}', "*"):
        again = await client.get(page, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == etag
    changed = built / (page.removeprefix("/") or "index.html")
    changed.write_bytes(changed.read_bytes() + b" ")
    assert (await client.get(page, headers={"If-None-Match": etag})).status_code == 200


async def test_head_answers_with_the_same_headers(client):
    client.headers["X-Request-ID"] = "the-same"
    for page in ("/", "/assets/app-1.js"):
        asked, told = await client.get(page), await client.head(page)
        assert (told.status_code, told.headers) == (200, asked.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/live/more",
        "/assets/none.js",
        "/assets/%2e%2e",
        "/assets/..%2findex.html",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/%00.js",
        f"/assets/{'n' * 300}.js",
    ],
)
async def test_what_the_app_does_not_have_is_a_problem(client, path):
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


async def test_pages_are_only_read(client):
    answer = await client.post("/live")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


async def test_without_the_app_its_page_says_how_to_build_it(client, built):
    (built / "index.html").unlink()
    for page in ("/", "/live"):
        answer = await client.get(page)
        assert answer.status_code == 200
        assert "make web" in answer.text
        assert 'href="docs"' in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    (built / "index.html").write_bytes(INDEX)
    assert (await client.get("/")).content == INDEX


async def test_limits_are_the_settings_that_a_client_must_know(client, settings):
    answer = await client.get("/limits")
    limits = answer.json()
    assert set(limits) == Limits.__required_keys__
    same = set(limits) & set(Settings.model_fields)
    assert {name: limits[name] for name in same} == {name: getattr(settings, name) for name in same}
    assert len(same) == 8
    assert (limits["recordings"], limits["keys_required"]) == (False, False)
    assert limits["languages"] == ["en", "ru"]
