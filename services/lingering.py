"""A refusal that a client who is still sending gets to read.

    answer ──> client, Connection: close
    what still comes <── client: taken and dropped, for a moment
    end of the connection

A browser looks for the answer only once it has sent everything, or can send no more; and where a
connection ends while bytes are under way, some systems throw the answer away with it. Without an
end, a browser would send gigabytes that nobody wants before it says why (nginx lingers alike).
"""

import asyncio
from contextlib import suppress

from starlette.responses import Response
from starlette.types import Receive, Send

LINGER_SECONDS = 2.0


async def answer_and_linger(response: Response, receive: Receive, send: Send) -> None:
    """Send `response`, whose request's body is still under way and is not wanted."""
    response.headers["Connection"] = "close"
    start = {"status": response.status_code, "headers": response.raw_headers}
    await send({"type": "http.response.start", **start})
    await send({"type": "http.response.body", "body": response.body, "more_body": True})
    await _drop_what_comes(receive)
    await send({"type": "http.response.body"})


async def _drop_what_comes(receive: Receive) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + LINGER_SECONDS
    with suppress(TimeoutError):
        async with asyncio.timeout_at(deadline):
            coming = True
            while coming and loop.time() < deadline:
                coming = (await receive()).get("more_body", False)
