"""Paths with a line break in them, which BentoML's mount does not match.

scope --"\\n" in the path--> the mounted application, which answers 404 as it does elsewhere
     \\--any other path--> BentoML
"""

from starlette.types import ASGIApp, Receive, Scope, Send


class LineBreaks:
    """ASGI middleware around BentoML's application; `mounted` is ours."""

    def __init__(self, app: ASGIApp, mounted: ASGIApp) -> None:
        self._app, self._mounted = app, mounted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._mounted if "\n" in scope.get("path", "") else self._app
        await app(scope, receive, send)
