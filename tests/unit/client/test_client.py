"""What a client makes of answers, lost connections and busy servers, over a made-up transport."""

from types import SimpleNamespace

import httpx
import pytest

from mien.client import Client, ServerProblem, UnexpectedAnswer, Unreachable
from mien.errors import EmptyBody, MienError, Overloaded, UndecodableImage

SEEN = {"emotion": {}, "dominant_emotion": "none", "faces": []}


def problem(error):
    return httpx.Response(error.status, json=error.problem(), headers=error.headers())


def lost(request):
    raise httpx.ReadError("connection reset", request=request)


def refused(request):
    raise httpx.ConnectError("connection refused", request=request)


def hung(request):
    raise httpx.ReadTimeout("", request=request)


def fine(request):
    return httpx.Response(200, json=SEEN)


class Server:
    """Answers with each of `script` in turn, and with the last one from then on."""

    def __init__(self, *script):
        self.script, self.requests = list(script), []

    def __call__(self, request):
        self.requests.append(request)
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return step(request)


def client(*script, **options):
    server = Server(*script)
    return server, Client("http://mien", transport=httpx.MockTransport(server), **options)


@pytest.fixture(autouse=True)
def pauses(monkeypatch):
    """The seconds that a client waits, on a clock that only they move."""
    waited: list[float] = []
    clock = SimpleNamespace(sleep=waited.append, monotonic=lambda: sum(waited))
    monkeypatch.setattr("mien.client.connection.time", clock)
    monkeypatch.setattr("mien.client.patience.time", clock)
    return waited


def test_a_problem_is_raised_as_it_came():
    cause = UndecodableImage("the 4 bytes are no picture")
    _, mien = client(lambda request: problem(cause))
    with pytest.raises(ServerProblem, match="the 4 bytes are no picture") as raised:
        mien.predict(b"text")
    error = raised.value
    assert isinstance(error, MienError)
    assert (error.status, error.code, error.action) == (422, cause.code, cause.action)
    assert error.problem() == cause.problem()


def test_a_busy_server_is_asked_again_after_the_seconds_that_it_names(pauses):
    server, mien = client(lambda request: problem(Overloaded("full", 7)), fine)
    assert mien.predict(b"picture") == SEEN
    assert pauses == [7]
    assert len(server.requests) == 2


def test_a_server_that_stays_busy_is_given_up(pauses):
    _, mien = client(lambda request: problem(Overloaded("full", 7)), patience=20)
    with pytest.raises(ServerProblem) as raised:
        mien.predict(b"picture")
    assert (raised.value.code, raised.value.retry_after) == ("overloaded", 7)
    assert pauses == [7, 7]


def test_a_lost_connection_is_tried_again_with_the_same_picture(pauses):
    server, mien = client(fine, lost, refused, fine)
    assert mien.predict(b"first") == SEEN
    assert mien.predict(b"second") == SEEN
    assert [request.content for request in server.requests] == [b"first"] + 3 * [b"second"]
    assert 0 < pauses[0] < pauses[1] <= 0.5


def test_patience_with_a_lost_server_is_spent_once_and_not_for_each_picture(pauses):
    _, mien = client(fine, refused, patience=10)
    mien.predict(b"picture")
    for _ in range(3):
        with pytest.raises(Unreachable, match="connection refused"):
            mien.predict(b"picture")
    assert 5 < sum(pauses) <= 10


@pytest.mark.parametrize("answer", [refused, lost, hung])
def test_a_server_that_never_answered_is_not_waited_for(pauses, answer):
    server, mien = client(answer)
    with pytest.raises(Unreachable, match="http://mien"):
        mien.predict(b"picture")
    assert pauses == []
    assert len(server.requests) == 1


def test_a_request_that_gets_no_answer_in_time_is_not_sent_again(pauses):
    server, mien = client(fine, hung, timeout=12)
    mien.predict(b"picture")
    with pytest.raises(Unreachable, match="within 12 seconds"):
        mien.predict(b"picture")
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>welcome</html>"),
        httpx.Response(200, json={"hello": "world"}),
        httpx.Response(404, text="nothing here"),
        httpx.Response(500, json={"error": "no problem body"}),
        httpx.Response(301, headers={"Location": "http://elsewhere/"}),
    ],
)
def test_what_is_no_mien_is_named_as_such(answer):
    _, mien = client(lambda request: answer)
    with pytest.raises(UnexpectedAnswer, match="http://mien/predict answered") as raised:
        mien.predict(b"picture")
    assert raised.value.status == answer.status_code


def test_a_proxy_without_its_server_is_waited_for(pauses):
    _, mien = client(fine, lambda request: httpx.Response(502), fine)
    mien.predict(b"picture")
    assert mien.predict(b"picture") == SEEN
    assert len(pauses) == 1


def test_a_picture_without_bytes_is_not_sent():
    server, mien = client(fine)
    with pytest.raises(EmptyBody):
        mien.predict(b"")
    assert server.requests == []


def test_the_key_goes_with_every_request_to_any_path_of_the_server():
    server = Server(fine)
    mien = Client("https://host/below/", "mien_k_1", transport=httpx.MockTransport(server))
    mien.predict(b"picture")
    [request] = server.requests
    assert str(request.url) == "https://host/below/predict"
    assert request.headers["Authorization"] == "Bearer mien_k_1"


@pytest.mark.parametrize("url", ["localhost:3000", "ftp://host", "http://", "http://a:port", ""])
def test_what_is_no_address_is_refused_at_once(url):
    with pytest.raises(ValueError, match="no address"):
        Client(url)


@pytest.mark.parametrize("key", ["", " ", "a\nb", "ключ"])
def test_what_is_no_key_is_refused_without_repeating_it(key):
    with pytest.raises(ValueError, match="the key is empty") as refusal:
        Client("http://mien", key)
    assert "ключ" not in str(refusal.value)


def test_many_pictures_are_answered_in_order_and_a_bad_one_spoils_no_other(tmp_path):
    def read(request):
        name = request.content.decode()
        if name == "bad":
            return problem(UndecodableImage("bad"))
        return httpx.Response(200, json=SEEN | {"dominant_emotion": name})

    _, mien = client(read)
    names = [str(number) for number in range(40)]
    pictures = [*(name.encode() for name in names), b"bad", tmp_path / "missing.png", b""]
    *good, bad, missing, empty = mien.predict_many(pictures)
    assert [reply["dominant_emotion"] for reply in good] == names
    kinds = [type(error) for error in (bad, missing, empty)]
    assert kinds == [ServerProblem, FileNotFoundError, EmptyBody]
