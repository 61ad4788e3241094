"""Live sessions that are recorded, and read again to the same output."""

import json
import os
import time

import pytest
from click.testing import CliRunner
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from mien.clips.analysis import Readers
from mien.clips.messages import Kind, pack, pack_viewer, pcm
from mien.clips.replaying import replay
from mien.commands.replay import replay_command
from mien.errors import UndecodableRecording
from mien.media.image import ImageLimits
from mien.settings import Settings
from tests.pictures import encoded, gradient
from tests.sounds import bursts

PICTURE = encoded(gradient())


@pytest.fixture
def settings(tmp_path):
    return Settings(recordings_dir=tmp_path / "recordings", max_clip_bytes=200_000)


@pytest.fixture
def readers(reader, speech):
    return Readers(reader, speech)


@pytest.fixture
def limits(settings):
    return ImageLimits.of(settings)


@pytest.fixture
def session(app, address):
    """Runs a session with sound, whose client chooses the other face half way; its answers."""

    def run(pictures=6):
        answers = []
        with connect(f"{address}?record=true") as socket:
            named = json.loads(socket.recv(timeout=10))
            for number in range(pictures):
                if number == pictures // 2:
                    socket.send(pack_viewer(2))
                socket.send(pack(Kind.PCM, number / 2, pcm(bursts(seconds=0.5))))
                socket.send(pack(Kind.PICTURE, number / 2, PICTURE))
                answers.append(json.loads(socket.recv(timeout=10)))
        while app.state.streams:
            time.sleep(0.01)  # until the recording is closed
        return named, answers

    return run


def only_recording(settings):
    [path] = settings.recordings_dir.iterdir()
    return path


def test_a_recorded_session_replays_to_the_same_output(session, settings, readers, limits):
    named, answers = session()
    path = only_recording(settings)
    assert named == {"type": "recording", "name": path.stem}
    replayed = list(replay(path, readers, limits))
    assert [each.same for each in replayed] == [True] * 6
    for each, answer in zip(replayed, answers, strict=True):
        own = {name: answer[name] for name in each.sample}
        assert each.sample == own
    assert [each.sample["viewer"] for each in replayed] == [1, 1, 1, 2, 2, 2]
    assert replayed[-1].sample["voice"]["dominant_emotion"] == "surprise"


def test_a_replay_by_another_model_shows_what_differs(
    session, settings, readers, limits, monkeypatch
):
    session()
    monkeypatch.setattr("tests.fakes.HAPPY", 0)
    replayed = list(replay(only_recording(settings), readers, limits))
    assert not any(each.same for each in replayed)
    assert replayed[0].sample["fused"]["dominant_emotion"] == "angry"


def test_a_recording_that_breaks_off_is_good_as_far_as_it_goes(session, settings, readers, limits):
    session()
    path = only_recording(settings)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    replayed = list(replay(path, readers, limits))
    assert 0 < len(replayed) < 6
    assert all(each.same for each in replayed)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"\x00" * 100,
        lambda data: b'{"format": "another"}\n' + data,
        lambda data: data.split(b"\n")[0] + b"\n" + b"\x03\x00\x00\x00abc",
    ],
    ids=["empty", "binary", "another format", "damaged entry"],
)
def test_what_is_no_recording_is_named(session, settings, readers, limits, damage):
    session(pictures=1)
    path = only_recording(settings)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(UndecodableRecording, match="record"):
        list(replay(path, readers, limits))


@pytest.mark.parametrize("settings", [Settings()])
def test_a_server_without_a_folder_keeps_no_recordings(address):
    with connect(f"{address}?record=true") as socket, pytest.raises(ConnectionClosed) as refused:
        socket.recv(timeout=10)
    frame = refused.value.rcvd
    assert frame is not None
    assert (frame.code, frame.reason) == (1008, "this server keeps no recordings")


def test_nobody_is_recorded_who_does_not_ask(address, settings):
    with connect(address) as socket:
        socket.send(pack(Kind.PICTURE, 0.0, PICTURE))
        assert json.loads(socket.recv(timeout=10))["type"] == "sample"
    assert not settings.recordings_dir.exists()


def test_a_recording_ends_at_its_limit_and_the_session_goes_on(session, settings, readers, limits):
    _, answers = session(pictures=12)
    assert len(answers) == 12
    path = only_recording(settings)
    assert path.stat().st_size < settings.max_clip_bytes + 2 * len(PICTURE) + 16_000
    assert 0 < len(list(replay(path, readers, limits))) < 12


def test_recordings_are_kept_no_longer_than_results(session, settings):
    session(pictures=1)
    old = only_recording(settings)
    before = time.time() - 3600 * settings.job_keep_hours - 60
    os.utime(old, (before, before))
    session(pictures=1)
    assert only_recording(settings) != old


@pytest.mark.parametrize("style", ["text", "jsonl"])
def test_the_command_says_whether_all_is_as_recorded(
    session, settings, readers, monkeypatch, style
):
    session()
    path = str(only_recording(settings))
    monkeypatch.setattr(Readers, "load", lambda chosen: readers)
    run = CliRunner().invoke(replay_command, [path, "--format", style])
    assert run.exit_code == 0
    if style == "jsonl":
        lines = [json.loads(line) for line in run.stdout.splitlines()]
        assert [line["as_recorded"] for line in lines] == [True] * 6
    else:
        assert "6 samples, 0 other than recorded" in run.stdout
    monkeypatch.setattr("tests.fakes.HAPPY", 0)
    run = CliRunner().invoke(replay_command, [path, "--format", style])
    assert run.exit_code == 1
    assert "angry" in run.stdout


def test_the_command_names_what_is_no_recording(tmp_path, readers, monkeypatch):
    monkeypatch.setattr(Readers, "load", lambda chosen: readers)
    path = tmp_path / "notes.txt"
    path.write_text("hello\n")
    run = CliRunner().invoke(replay_command, [str(path)])
    assert run.exit_code == 1
    assert "does not begin as a" in run.stderr
