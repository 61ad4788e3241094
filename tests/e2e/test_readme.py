"""The README's commands work as they stand."""

import json
import os
import re
import subprocess

import pytest

from tests.e2e.servers import BIN, ROOT

README = (ROOT / "README.md").read_text()
SHELL_BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("block", SHELL_BLOCKS)
def test_every_shell_block_finds_the_astronaut_happy(gateway, block):
    script = block.replace("localhost:3000", gateway.url.removeprefix("http://"))
    script = script.replace(".venv/bin/", "")
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        check=True,
    )
    reply = json.loads(ran.stdout)
    first = reply["results"][0]["result"] if "results" in reply else reply
    assert first["faces"][0]["dominant_emotion"] == "happy"


def test_every_make_target_that_the_readme_names_exists():
    makefile = (ROOT / "Makefile").read_text()
    named = set(re.findall(r"`make ([a-z-]+)`", README))
    assert {"serve", "test"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_file_that_the_documents_link_to_exists():
    for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / link).exists(), (document.name, link)
