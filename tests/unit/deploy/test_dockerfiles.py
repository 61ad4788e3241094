"""The images' recipes have no known mistake, and find in a bento what they copy."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.unit.deploy.rendered import ROOT

DOCKERFILES = sorted((ROOT / "bentos").rglob("Dockerfile"))
BENTOFILES = sorted((ROOT / "bentos").glob("*/bentofile.yaml"))


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.parent.name)
def test_the_linter_has_no_complaint(path):
    hadolint = Path(sys.executable).parent / "hadolint"
    ran = subprocess.run([hadolint, path], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, "")


@pytest.mark.parametrize("path", BENTOFILES, ids=lambda path: path.parent.name)
def test_a_bento_brings_the_files_that_its_image_copies(path):
    included = yaml.safe_load(path.read_text())["include"]
    (dockerfile,) = (name for name in included if name.endswith("Dockerfile"))
    copied = re.findall(r"COPY src/(\S+)", (ROOT / dockerfile).read_text())
    assert copied
    for name in [*copied, "pyproject.toml", "README.md", "LICENSE"]:
        assert name in included


@pytest.mark.parametrize("name", ["cpu", "gpu"])
def test_a_gateways_bento_has_all_that_the_default_one_has(name):
    usual, own = (
        yaml.safe_load(path.read_text())
        for path in (ROOT / "bentofile.yaml", ROOT / "bentos" / name / "bentofile.yaml")
    )
    assert set(usual["include"]) <= set(own["include"])
    assert usual["service"] == own["service"]
