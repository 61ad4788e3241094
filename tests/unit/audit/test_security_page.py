"""The threat model speaks of settings, commands and pages that exist."""

import re

from deploy.audit.locks import ROOT
from mien.settings import Settings

PAGE = (ROOT / "docs" / "security.md").read_text()


def test_every_setting_that_it_names_exists():
    named = set(re.findall(r"MIEN_([A-Z_]+)", PAGE))
    assert len(named) > 5
    assert named <= {name.upper() for name in Settings.model_fields}


def test_every_command_of_make_that_it_names_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)`", PAGE))
    assert {"audit", "sbom", "licences"} <= named <= targets


def test_every_test_that_it_names_exists():
    named = set(re.findall(r"`(tests/[a-z_/.]+)`", PAGE))
    assert len(named) > 10
    assert all((ROOT / name).exists() for name in named)


def test_every_page_that_it_leads_to_exists():
    for page in re.findall(r"\]\(([a-z.]+)", PAGE):
        assert (ROOT / "docs" / page).is_file()
