"""`mien predict|listen|analyze` print and write the same with `--server` as without."""

import filecmp
import json

import pytest
from click.testing import CliRunner

from mien.cli import main
from mien.clips.analysis import Readers
from mien.commands import listen
from mien.perception.faces import FaceReader
from mien.settings import settings as settings_of_commands
from tests.clips import clip
from tests.fakes import FakeSpeechReader
from tests.pictures import encoded, gradient, png_declaring
from tests.sounds import bursts, wav
from tests.sounds import encoded as compressed

FILES = {
    "bright.jpg": encoded(gradient()),
    "dark.png": encoded(gradient().point(lambda value: 0), "PNG"),
    "tiny.png": encoded(gradient(1, 1), "PNG"),
    "bomb.png": png_declaring(50_000, 50_000),
    "text.txt": b"hello there",
    "empty.bin": b"",
    "voice.wav": wav(bursts(seconds=2.0)),
    "voice.ogg": compressed(bursts(seconds=1.0)),
    "talk.mp4": clip(1.0),
    "clips/dark.webm": clip(0.4, container="webm", codec="libvpx"),
    "clips/deep/talk.mp4": clip(0.4, sound=False),
    "clips/cut.mkv": clip(1.0, container="matroska")[:-4000],
    "clips/lost.mp4": clip(1.0)[:-400],
    "clips/notes.txt": b"no clip",
}


@pytest.fixture
def server(address, reader, faces, runner, monkeypatch):
    """The address of a server, which has the models of the commands here."""
    monkeypatch.setattr(FaceReader, "load", lambda chosen: reader)
    monkeypatch.setattr(Readers, "load", lambda chosen: Readers(faces, FakeSpeechReader()))
    monkeypatch.setattr(listen, "SpeechReader", lambda manifest, options: FakeSpeechReader())
    monkeypatch.setenv("MIEN_MAX_AUDIO_SECONDS", "4")
    settings_of_commands.cache_clear()
    yield address.replace("ws://", "http://").removesuffix("/stream")
    settings_of_commands.cache_clear()


@pytest.fixture(autouse=True)
def _files(tmp_path, monkeypatch):
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)


def ran(*arguments):
    result = CliRunner().invoke(main, arguments)
    return result.stdout, result.exit_code


PICTURES = ("bright.jpg", "dark.png", "tiny.png", "bomb.png", "text.txt", "empty.bin", "none", ".")
SOUNDS = ("voice.wav", "voice.ogg", "talk.mp4", "clips/deep/talk.mp4", "text.txt", "empty.bin", ".")
CLIPS = ("talk.mp4", "clips", "text.txt", "empty.bin", "voice.wav", "none.mp4", "talk.mp4")


@pytest.mark.parametrize("style", ["jsonl", "text"])
@pytest.mark.parametrize(
    ("command", "files"),
    [
        ("predict", PICTURES),
        ("predict", PICTURES[:2]),
        ("listen", SOUNDS),
        ("listen", SOUNDS[:2]),
        ("analyze", CLIPS),
        ("analyze", CLIPS[:1]),
    ],
)
def test_lines_and_exit_code_are_the_same(server, command, files, style):
    arguments = (command, *files, "--format", style)
    here, there = ran(*arguments), ran(*arguments, "--server", server)
    assert there == here
    assert here[1] == (len(files) > 2)
    assert len(here[0].splitlines()) >= len(files)


def written(folder):
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("options", [[], ["--no-video", "--rate", "5", "--viewer", "1"]])
def test_the_same_files_are_written(server, tmp_path, options):
    arguments = ["analyze", *CLIPS, "--format", "jsonl", *options]
    here, there = tmp_path / "here", tmp_path / "there"
    assert ran(*arguments, "--out", str(here)) == ran(
        *arguments, "--out", str(there), "--server", server
    )
    names = written(here)
    assert len(names) == (4 if options else 5) * 4
    assert written(there) == names
    for name in names:
        assert filecmp.cmp(here / name, there / name, shallow=False), name


def test_lists_are_read_too(server, tmp_path):
    (tmp_path / "list.txt").write_text("talk.mp4\nclips/deep\n")
    output, code = ran("analyze", "--list", "list.txt", "--format", "jsonl", "--server", server)
    assert code == 0
    assert [json.loads(line)["path"] for line in output.splitlines()] == [
        "talk.mp4",
        "clips/deep/talk.mp4",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["predict", "bright.jpg", "--no-detect"], "--no-detect is for reading on this machine"),
        (["analyze", "talk.mp4", "--engine", "ray", "--out", "x"], "--engine ray is for reading"),
        (["analyze", "talk.mp4", "--reports"], "need --engine ray"),
    ],
)
def test_what_no_server_does_is_refused(arguments, words):
    result = CliRunner().invoke(main, [*arguments, "--server", "http://127.0.0.1:1"])
    assert result.exit_code == 2
    assert words in result.output


def test_what_is_no_address_is_refused():
    result = CliRunner().invoke(main, ["predict", "bright.jpg", "--server", "localhost:3000"])
    assert result.exit_code == 2
    assert "'localhost:3000' is no address" in result.output


def test_a_server_that_is_not_there_is_said_of_every_file():
    output, code = ran("predict", *PICTURES[:2], "--server", "http://127.0.0.1:1")
    assert code == 1
    assert output.count("http://127.0.0.1:1 does not answer") == 2


def test_the_key_comes_from_the_environment(server, monkeypatch):
    monkeypatch.setenv("MIEN_KEY", "not a\nkey")
    result = CliRunner().invoke(main, ["predict", "bright.jpg", "--server", server])
    assert result.exit_code == 2
    assert "the key is empty" in result.output
    monkeypatch.setenv("MIEN_KEY", "mien_k_1")
    assert ran("predict", "bright.jpg", "--server", server)[1] == 0
