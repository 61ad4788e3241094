"""Clips sent, followed, fetched and forgotten, over a made-up transport."""

import json
from types import SimpleNamespace

import httpx
import pytest

from mien.client import Client, JobCancelled, Progress, ServerProblem, UnexpectedAnswer, Unreachable
from mien.errors import UndecodableVideo

ID = "0" * 32
SUMMARY = {"duration": 1.0, "dominant_emotion": "happy"}


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    clock = SimpleNamespace(sleep=lambda seconds: None)
    monkeypatch.setattr("mien.client.connection.time", clock)


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "talk.mp4"
    path.write_bytes(b"clip" * 100_000)
    return path


def job(state, **more):
    return {
        "id": ID,
        "name": "talk.mp4",
        "state": state,
        "progress": 0.5,
        "seconds_left": 2,
        **more,
    }


DONE = job("done", result=SUMMARY, files={"report.html": "elsewhere", "timeline.json": "there"})


class Server:
    """Tells `told` of its one job, a connection after the other; remembers what was asked."""

    def __init__(self, *told):
        self.told, self.asked, self.names = list(told), [], []

    def __call__(self, request):
        method, path = request.method, request.url.path
        self.asked.append(f"{method} {path}")
        if path == "/analyze":
            self.names.append(request.content.split(b'filename="')[1].split(b'"')[0].decode())
            return httpx.Response(202, json=job("queued"))
        if method == "DELETE":
            return httpx.Response(204)
        if path.endswith("/events"):
            return httpx.Response(200, content=b"".join(self.told.pop(0)))
        return httpx.Response(200, content=f"content of {path}".encode())


def event(told):
    return f"event: {told['state']}\ndata: {json.dumps(told)}\n\n".encode()


def broken():
    yield event(job("running"))
    raise httpx.ReadError("gone")


def silent():
    yield event(job("queued"))
    raise httpx.ReadTimeout("")


def client(server):
    return Client("http://mien", transport=httpx.MockTransport(server))


class Stream(httpx.SyncByteStream):
    def __init__(self, parts):
        self._parts = parts

    def __iter__(self):
        yield from self._parts


def test_a_clip_comes_back_as_its_summary_and_its_files_and_is_forgotten(clip, tmp_path):
    server = Server([event(job("running")), event(DONE)])
    told: list[Progress] = []
    summary = client(server).analyze(clip, folder=tmp_path / "out", progress=told.append)
    assert summary == SUMMARY
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"report.html", "timeline.json"}
    report = (tmp_path / "out" / "report.html").read_text()
    assert report == f"content of /jobs/{ID}/files/report.html", "from the server that was asked"
    assert server.asked[-1] == f"DELETE /jobs/{ID}"
    stages = [progress.stage for progress in told]
    assert [s for n, s in enumerate(stages) if s not in stages[:n]] == [
        "sending",
        "analysing",
        "fetching",
    ]
    assert told[stages.index("analysing")].share == 0.5
    assert [progress.share for progress in told if progress.stage == "sending"][-1] == 1.0


def test_a_job_is_followed_over_lost_connections_and_silence(clip):
    events = [broken(), silent(), [event(job("running"))], [event(DONE)]]
    server = Server()
    answer = server.__call__

    def respond(request):
        if request.url.path.endswith("/events"):
            return httpx.Response(200, stream=Stream(events.pop(0)))
        return answer(request)

    summary = Client("http://mien", transport=httpx.MockTransport(respond)).analyze(clip)
    assert summary == SUMMARY
    assert events == []


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, ZeroDivisionError])
def test_a_job_that_is_abandoned_is_ended_on_the_server(clip, interruption):
    server = Server([event(job("running")), event(DONE)])

    def stop(progress):
        if progress.stage == "analysing":
            raise interruption

    with pytest.raises(interruption):
        client(server).analyze(clip, progress=stop)
    assert server.asked[-1] == f"DELETE /jobs/{ID}"


def test_a_job_that_failed_raises_what_it_failed_with(clip):
    cause = UndecodableVideo("no frame decodes").problem()
    with pytest.raises(ServerProblem) as raised:
        client(Server([event(job("failed", error=cause))])).analyze(clip)
    assert raised.value.problem() == cause


def test_a_job_that_somebody_cancelled_says_so(clip):
    with pytest.raises(JobCancelled, match=r"talk\.mp4"):
        client(Server([event(job("cancelled"))])).analyze(clip)


class LosesClips(httpx.BaseTransport):
    """Takes only a piece of the first clip and the whole second one, and answers neither."""

    def __init__(self):
        self.taken = []

    def handle_request(self, request):
        if request.method == "GET":
            return httpx.Response(200, content=event(DONE))
        pieces = iter(request.stream)
        first = [next(pieces), next(pieces)]
        self.taken.append(len(b"".join([*first, *pieces] if self.taken else first)))
        raise httpx.WriteError("gone")


def test_a_clip_is_sent_again_only_if_the_server_cannot_have_all_of_it(clip):
    transport = LosesClips()
    mien = Client("http://mien", transport=transport)
    assert list(mien.jobs.follow(ID)) == [DONE], "a server that is known is waited for"
    with pytest.raises(Unreachable):
        mien.analyze(clip)
    [part, whole] = transport.taken
    assert part < clip.stat().st_size < whole


@pytest.mark.parametrize("breaks", [2, 100])
def test_a_file_that_breaks_off_is_fetched_again_but_not_for_ever(clip, tmp_path, breaks):
    server, fetched = Server([event(DONE)]), []

    def cut(parts):
        yield from parts
        raise httpx.ReadError("gone")

    def respond(request):
        if "/files/" not in request.url.path:
            return server(request)
        fetched.append(request.url.path)
        parts = [b"a", b"b"]
        return httpx.Response(200, stream=Stream(cut(parts) if len(fetched) <= breaks else parts))

    mien, out = Client("http://mien", transport=httpx.MockTransport(respond)), tmp_path / "out"
    if breaks == 2:
        mien.analyze(clip, folder=out)
        assert (out / "report.html").read_bytes() == b"ab"
    else:
        with pytest.raises(Unreachable, match="gone"):
            mien.analyze(clip, folder=out)
        assert list(out.iterdir()) == []
    assert server.asked[-1] == f"DELETE /jobs/{ID}"


def test_a_name_that_leads_out_of_the_folder_is_not_written(clip, tmp_path):
    evil = job("done", result=SUMMARY, files={"../evil.html": "x"})
    with pytest.raises(UnexpectedAnswer, match="evil"):
        client(Server([event(evil)])).analyze(clip, folder=tmp_path / "out")
    assert not (tmp_path / "evil.html").exists()


def test_a_name_that_is_no_text_is_sent_as_far_as_it_is(tmp_path):
    path = tmp_path / "bad\udcff.mp4"
    path.write_bytes(b"clip")
    server = Server([event(DONE)])
    client(server).analyze(path)
    assert server.names == ["bad?.mp4"]


def test_a_clip_that_is_not_there_is_an_error_of_the_file(tmp_path):
    server = Server()
    with pytest.raises(FileNotFoundError):
        client(server).analyze(tmp_path / "missing.mp4")
    assert server.asked == []
