import dataclasses

import pytest

from deploy.audit import licences
from deploy.audit.licences import PAGE, licence_of, page, problems, read_policy


@pytest.fixture(scope="module")
def policy():
    return read_policy()


def test_the_page_is_that_of_the_locks(policy):
    assert PAGE.read_text() == page(policy), "docs/licences.md is stale: run `make licences`"


def test_every_licence_is_known_and_allowed(policy):
    assert problems(policy) == []


@pytest.mark.parametrize(
    "expression",
    ["MIT", "mit", "MIT OR AGPL-3.0-only", "(GPL-3.0-only OR MIT) AND ISC", "MIT AND MPL-2.0"],
)
def test_expressions_that_can_be_met(policy, expression):
    assert policy.allows(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "AGPL-3.0-only",
        "MIT AND AGPL-3.0-only",
        "MIT OR ISC AND",
        "(MIT OR ISC) AND GPL-3.0-only",
        "GPL-2.0-only WITH Classpath-exception-2.0",
        "BSD License",
    ],
)
def test_expressions_that_cannot(policy, expression):
    assert not policy.allows(expression)


def test_what_the_policy_states_goes_before_what_a_package_says(policy):
    assert licence_of("numpy", policy) != "Zlib"
    stated = dataclasses.replace(policy, stated={"numpy": "Zlib"})
    assert licence_of("numpy", stated) == "Zlib"


def test_a_licence_that_is_no_longer_allowed_is_named(policy):
    strict = dataclasses.replace(policy, allowed=policy.allowed - {"PSF-2.0"})
    assert any(line.startswith("typing-extensions ") for line in problems(strict))


def test_a_package_of_which_nothing_is_known_is_named(policy):
    silent = dataclasses.replace(policy, stated={**policy.stated})
    del silent.stated["onnxruntime-gpu"]
    unknown = [line for line in problems(silent) if line.endswith("licence unknown")]
    assert [line.split()[0] for line in unknown] == ["onnxruntime-gpu"]


def test_a_package_for_training_alone_is_found_in_another_lock(policy, tmp_path, monkeypatch):
    for name in ("serve", "postgres", "gpu"):
        (tmp_path / f"{name}.txt").write_text("numpy==2.4.6\n")
    (tmp_path / "training.txt").write_text("ultralytics==8.3.0\n")
    monkeypatch.setattr(licences, "REQUIREMENTS", tmp_path)
    monkeypatch.setattr("deploy.audit.locks.REQUIREMENTS", tmp_path)
    assert problems(policy) == []
    (tmp_path / "gpu.txt").write_text("ultralytics==8.3.0 ; python_version > '3'\n")
    assert "ultralytics: in gpu.txt" in problems(policy)
