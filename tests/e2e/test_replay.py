"""A live session on a real server, recorded, and replayed by the command with the real models."""

import json
import subprocess

import cv2
from websockets.sync.client import connect

from mien.clips.messages import Kind, pack, pack_viewer, pcm
from tests.e2e.servers import BIN, ROOT, running
from tests.pictures import ASTRONAUT
from tests.sounds import bursts


def brighter_and_brighter(count):
    """JPEGs of the astronaut, each of another brightness, so that readings differ."""
    astronaut = cv2.imread(str(ASTRONAUT))
    assert astronaut is not None
    shades = (cv2.convertScaleAbs(astronaut, alpha=0.4 + 0.08 * n) for n in range(count))
    return [cv2.imencode(".jpg", shade)[1].tobytes() for shade in shades]


def test_a_recorded_session_replays_to_the_same_output(tmp_path):
    answers = []
    with (
        running([str(BIN / "mien"), "serve"], MIEN_RECORDINGS_DIR=str(tmp_path)) as server,
        connect(server.url.replace("http", "ws") + "/stream?record=true") as socket,
    ):
        name = json.loads(socket.recv(timeout=10))["name"]
        for number, picture in enumerate(brighter_and_brighter(12)):
            socket.send(pack(Kind.PCM, number / 4, pcm(bursts(300 + 20 * number, 0.25))))
            socket.send(pack(Kind.PICTURE, number / 4, picture))
            answers.append(json.loads(socket.recv(timeout=10)))
            if number == 6:
                socket.send(pack_viewer(1))
    command = [BIN / "mien", "replay", tmp_path / f"{name}.mien", "--format", "jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    replayed = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(replayed) == 12
    assert [line["fused"] for line in replayed] == [answer["fused"] for answer in answers]
    assert len({line["fused"]["valence"] for line in replayed}) > 6
    command += ["--models", ROOT / "models", "--at-most", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    total = json.loads(done.stdout.splitlines()[-1])["total"]
    assert (total["samples"], total["faces"], total["same_expression"]) == (12, 12, 1.0)
