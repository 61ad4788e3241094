"""One server over HTTP: requests that outlast short trouble, and answers or errors.

request ─> httpx ─┬─ lost ───────> again, where that is safe, while patience lasts ─> Unreachable
                  ├─ 2xx ────────> the response
                  ├─ Retry-After ─> again, while patience lasts ─┐
                  └─ other ──────────────────────────────────────┴─> ServerProblem
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

import mien
from mien.client.errors import ServerProblem, UnexpectedAnswer, Unreachable
from mien.client.patience import Patience

CONNECT_SECONDS = 5.0
GATEWAYS = (502, 503, 504)
"""What a proxy answers in the place of a server that is gone."""

_FIELDS = ("title", "detail", "code", "action")


class Connection:
    """Requests to the server at `url`, from any number of threads.

    `timeout` are the most seconds without a byte, `patience` those for which a server that did
    answer before is waited for. Raises ValueError for what is no address or no key.
    """

    def __init__(
        self,
        url: str,
        key: str | None,
        timeout: float,
        patience: float,
        transport: httpx.BaseTransport | None,
    ) -> None:
        self.url, self.headers = _address(url), _headers(key)
        self.most_patience, self._timeout = patience, timeout
        self._patience = Patience(patience)
        self._http = httpx.Client(
            base_url=self.url,
            headers=self.headers,
            timeout=httpx.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS)),
            transport=transport,
        )

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def reply(
        self, wanted: str, path: str, again: Callable[[], bool] = lambda: True, **body: Any
    ) -> Any:
        """The JSON object, with the field `wanted`, that answers a POST. Raises MienError."""
        response = self._answered(lambda: self._http.post(path, **body), again)
        try:
            found = response.json()
        except ValueError:
            found = None
        if not isinstance(found, dict) or wanted not in found:
            raise UnexpectedAnswer(
                f"{response.url} answered without '{wanted}'", response.status_code
            )
        return found

    @contextmanager
    def opened(self, path: str) -> Iterator[httpx.Response]:
        """The answer to a GET, its body still to come: reading it raises httpx.RequestError."""
        asked = self._http.build_request("GET", path)
        response = self._answered(lambda: self._http.send(asked, stream=True), lambda: True)
        try:
            yield response
        finally:
            response.close()

    def delete(self, path: str) -> None:
        """Remove what is at `path`, if it is there; tried once. Raises MienError."""
        try:
            response = self._http.delete(path, timeout=CONNECT_SECONDS)
        except httpx.RequestError as error:
            raise self.lost(error) from error
        if response.status_code not in (httpx.codes.NO_CONTENT, httpx.codes.NOT_FOUND):
            raise _problem(response)

    def pause(self, error: httpx.RequestError) -> None:
        """Wait before a lost answer is asked for again. Raises Unreachable where patience ends."""
        time.sleep(self._patience.after_loss(self.lost(error)))

    def lost(self, error: httpx.RequestError) -> Unreachable:
        """The error of a request that got no whole answer."""
        if isinstance(error, httpx.ReadTimeout | httpx.WriteTimeout):
            return Unreachable(f"{self.url} did not answer within {self._timeout:g} seconds")
        return Unreachable(f"{self.url} does not answer: {error or type(error).__name__}")

    def _answered(
        self, send: Callable[[], httpx.Response], again: Callable[[], bool]
    ) -> httpx.Response:
        while True:
            try:
                response = send()
                if response.is_success:
                    self._patience.answered()
                    return response
                response.read()
            except httpx.RequestError as error:
                if isinstance(error, httpx.ReadTimeout) or not again():
                    raise self.lost(error) from error
                self.pause(error)
            else:
                self._pause_as_told(response, again)

    def _pause_as_told(self, response: httpx.Response, again: Callable[[], bool]) -> None:
        problem = _problem(response)
        if isinstance(problem, ServerProblem):
            time.sleep(self._patience.after_refusal(problem))
        elif response.status_code in GATEWAYS and again():
            gone = Unreachable(f"{self.url}: the proxy before it answers {response.status_code}")
            time.sleep(self._patience.after_loss(gone))
        else:
            raise problem


def _problem(response: httpx.Response) -> ServerProblem | UnexpectedAnswer:
    try:
        body = response.json()
    except ValueError:
        body = None
    status = response.status_code
    if not isinstance(body, dict) or not all(name in body for name in _FIELDS):
        said = f"{status} {response.reason_phrase}".strip()
        return UnexpectedAnswer(f"{response.url} answered {said}", status)
    wait = response.headers.get("Retry-After", "")
    return ServerProblem(body, status, float(wait) if wait.isdigit() else None)


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise ValueError(f"'{url}' is no address of a server, such as http://localhost:3000")
    return url.rstrip("/")


def _headers(key: str | None) -> dict[str, str]:
    agent = {"User-Agent": f"mien/{mien.__version__}"}
    if key is None:
        return agent
    if not (key.isascii() and key.isprintable() and key.strip()):
        raise ValueError("the key is empty, or holds signs that no key has")
    return agent | {"Authorization": f"Bearer {key.strip()}"}
