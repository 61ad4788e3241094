"""The web app's addresses.

/ · /live · /clip · …  ─> index.html, asked for anew each time; the app shows the page
/assets/NAME-HASH.js   ─> never changes, so a browser asks once
"""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from mien.errors import NotFound
from mien.settings import Settings
from services.web.files import WebFile, web_file
from services.web.headers import SECURITY, knows, takes_gzip

PAGES = ("/", "/live", "/clip", "/screening", "/watch", "/recommend", "/ops")
"""As `web/src/routes.tsx` has them; other paths stay unknown, so a wrong address is a 404."""

ICON = "/favicon.svg"
ASSETS = "/assets/"
INDEX = "index.html"
ASK_EACH_TIME = "no-cache"
NEVER_CHANGES = "public, max-age=31536000, immutable"

_NOT_BUILT = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Mien</title>
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{max-width:40rem;margin:4rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}
:root{color-scheme:light dark}</style></head>
<body><main><h1>The web app is not built</h1>
<p>The API works. For the pages, install Node.js 20.19 or newer and run <code>make web</code>
where Mien lies, then load this page again.</p>
<p><a href="docs">Read and try the API</a></p></main></body></html>"""


def routes() -> list[Route]:
    """Every route of the web app; `MIEN_WEB_DIR` has its files."""
    return [
        *(Route(path, _page, include_in_schema=False) for path in PAGES),
        Route(ICON, _icon, include_in_schema=False),
        Route(f"{ASSETS}{{name}}", _asset, include_in_schema=False),
    ]


def _page(request: Request) -> Response:
    index = _found(request, INDEX)
    if index is None:
        return HTMLResponse(_NOT_BUILT, headers={**SECURITY, "Cache-Control": "no-store"})
    return _answer(request, index, ASK_EACH_TIME)


def _icon(request: Request) -> Response:
    return _file(request, ICON.removeprefix("/"), ASK_EACH_TIME)


def _asset(request: Request) -> Response:
    return _file(request, f"assets/{request.path_params['name']}", NEVER_CHANGES)


def _file(request: Request, name: str, caching: str) -> Response:
    file = _found(request, name)
    if file is None:
        raise NotFound(f"the web app has no {name}; load the page again")
    return _answer(request, file, caching)


def _found(request: Request, name: str) -> WebFile | None:
    settings: Settings = request.app.state.settings
    return web_file(settings.web_dir / name)


def _answer(request: Request, file: WebFile, caching: str) -> Response:
    headers = {**SECURITY, "Cache-Control": caching, "ETag": file.etag, "Vary": "Accept-Encoding"}
    if knows(request, file.etag):
        return Response(status_code=304, headers=headers)
    if file.packed is None or not takes_gzip(request):
        return Response(file.plain, headers=headers, media_type=file.media_type)
    headers["Content-Encoding"] = "gzip"
    return Response(file.packed, headers=headers, media_type=file.media_type)
