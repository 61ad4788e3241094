import json
import subprocess

import pytest

from deploy.audit.locks import ROOT, npm_packages, python_packages
from deploy.audit.sbom import npm_bill, python_bill

VALIDATOR = ROOT / ".venv-audit" / "bin" / "python"


@pytest.mark.parametrize("bill", [python_bill, npm_bill])
def test_the_same_locks_give_the_same_bill(bill):
    assert json.dumps(bill()) == json.dumps(bill())
    assert "timestamp" not in bill()["metadata"]


def test_every_package_of_the_locks_is_a_component():
    python = {(c["name"], c["version"]) for c in python_bill()["components"]}
    assert python == {(package.name, package.version) for package in python_packages()}
    npm = {(c["name"], c["version"]) for c in npm_bill()["components"]}
    assert npm == {(package.name, package.version) for package in npm_packages()}


@pytest.mark.parametrize("bill", [python_bill, npm_bill])
def test_references_are_unique_and_every_licence_is_told(bill):
    components = bill()["components"]
    assert len({component["bom-ref"] for component in components}) == len(components)
    assert all(component["licenses"] for component in components)


def test_scoped_npm_packages_and_their_hashes_are_written_as_the_standards_ask():
    named = {component["name"]: component for component in npm_bill()["components"]}
    runtime = named["@babel/runtime"]
    assert runtime["purl"].startswith("pkg:npm/%40babel/runtime@")
    assert len(bytes.fromhex(runtime["hashes"][0]["content"])) == 64
    assert runtime["scope"] == "required"
    assert named["vite"]["scope"] == "excluded"


@pytest.mark.skipif(not VALIDATOR.exists(), reason="`make sbom` installs the schema's validator")
@pytest.mark.parametrize("bill", [python_bill, npm_bill])
def test_the_bills_fit_their_schema_and_a_wrong_one_does_not(bill, tmp_path):
    path = tmp_path / "bill.cdx.json"
    command = [str(VALIDATOR), "-m", "deploy.audit.validate", str(path)]
    for content, code in ((bill(), 0), ({**bill(), "components": [{"name": "x"}]}, 1)):
        path.write_text(json.dumps(content))
        assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == code
