import json

from deploy.audit.advisories import Findings, _run, read_npm_audit, read_pip_audit, verdict

HOLE = {"id": "PYSEC-2024-1", "fix_versions": ["3.1.6"], "aliases": [], "description": "…"}
NPM = {"auditReportVersion": 2, "metadata": {"dependencies": {"total": 150}}}


def python(*packages, errors=""):
    return read_pip_audit("a.txt", json.dumps({"dependencies": packages, "fixes": []}), errors)


def test_python_packages_with_and_without_holes():
    findings = python(
        {"name": "jinja2", "version": "3.1.2", "vulns": [HOLE]},
        {"name": "flask", "version": "3.1.0", "vulns": []},
    )
    assert findings == Findings("a.txt", 2, ("jinja2 3.1.2: PYSEC-2024-1, mended in 3.1.6",))
    assert verdict([findings])[0] == 1


def test_a_package_that_the_service_skips_was_not_audited():
    findings = python({"name": "flask", "skip_reason": "not found"}, {"name": "a", "vulns": []})
    assert (findings.asked, findings.unasked) == (1, ("not found",))
    code, lines = verdict([findings])
    assert code == 2
    assert "  NOT AUDITED: not found" in lines


def test_a_service_that_cannot_be_reached_is_no_pass():
    unreachable = read_pip_audit("a.txt", "", "warning\nERROR: connection refused\n")
    assert unreachable.unasked == ("ERROR: connection refused",)
    assert verdict([unreachable])[0] == 2
    assert verdict([Findings("a.txt", 0)])[0] == 2


def test_an_npm_report():
    hole = {"vite": {"range": "<7.1", "severity": "high", "fixAvailable": True}}
    findings = read_npm_audit("p", json.dumps({**NPM, "vulnerabilities": hole}), "")
    assert findings == Findings("p", 150, ("vite <7.1: high, mended in a newer version",))
    clean = read_npm_audit("p", json.dumps({**NPM, "vulnerabilities": {}}), "")
    assert verdict([clean])[0] == 0


def test_an_npm_registry_without_advisories_is_no_pass():
    refused = {"message": "405 Method Not Allowed", "statusCode": 405}
    findings = read_npm_audit("p", json.dumps(refused), "npm error audit endpoint\n")
    assert findings.unasked == ("405 Method Not Allowed",)
    assert verdict([findings])[0] == 2
    assert read_npm_audit("p", "", "").unasked == ("it said nothing",)


def test_a_program_that_is_missing_is_no_pass():
    output, errors = _run(["no-such-program"])
    assert verdict([read_pip_audit("a.txt", output, errors)])[0] == 2
    assert "no-such-program" in errors


def test_a_hole_counts_even_where_others_were_not_asked_about():
    assert verdict([Findings("a", 1, ("x",)), Findings("b", 0, unasked=("down",))])[0] == 1
