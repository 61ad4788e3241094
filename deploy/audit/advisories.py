"""What is publicly known against the packages of the locks.

each requirements/*.txt ─> pip-audit ─┐
package-lock.json ──────> npm audit ──┴─> found, and what nobody could be asked about

0: nothing is known. 1: something is. 2: nothing is known, but not everything could be asked about:
an audit that could not be made never passes.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.audit.locks import REQUIREMENTS, ROOT

PIP_AUDIT = ROOT / ".venv-audit" / "bin" / "pip-audit"
SECONDS = 600


@dataclass(frozen=True, slots=True)
class Findings:
    """Of one lock: how many packages were asked about, what is known, and why others were not."""

    lock: str
    asked: int
    known: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()


def of_python(lock: Path) -> Findings:
    """What the Python Package Index knows against a lock's packages."""
    without = [] if "--hash=" in lock.read_text() else ["--no-deps"]
    command = [str(PIP_AUDIT), "--disable-pip", *without, "--progress-spinner", "off"]
    said = _run([*command, "--format", "json", "--requirement", str(lock)])
    return read_pip_audit(str(lock.relative_to(ROOT)), *said)


def of_npm() -> Findings:
    """What the npm registry knows against package-lock.json's packages."""
    return read_npm_audit("package-lock.json", *_run(["npm", "audit", "--json"]))


def _run(command: list[str]) -> tuple[str, str]:
    """Output and errors; a command that cannot be run, or takes too long, has errors alone."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", str(error)
    return done.stdout, done.stderr


def read_pip_audit(lock: str, output: str, errors: str) -> Findings:
    """pip-audit's JSON; anything else means that nobody was asked."""
    content = _object(output)
    packages = content.get("dependencies")
    if not isinstance(packages, list):
        return Findings(lock, 0, unasked=(_last_line(errors),))
    return Findings(
        lock,
        asked=sum("vulns" in package for package in packages),
        known=tuple(
            f"{package['name']} {package['version']}: {hole['id']}, "
            f"mended in {', '.join(hole['fix_versions']) or 'no version'}"
            for package in packages
            for hole in package.get("vulns", [])
        ),
        unasked=tuple(p["skip_reason"] for p in packages if "skip_reason" in p),
    )


def read_npm_audit(lock: str, output: str, errors: str) -> Findings:
    """npm audit's JSON report, version 2; anything else means that nobody was asked."""
    content = _object(output)
    holes = content.get("vulnerabilities")
    if not isinstance(holes, dict):
        return Findings(lock, 0, unasked=(content.get("message") or _last_line(errors),))
    return Findings(
        lock,
        asked=content["metadata"]["dependencies"]["total"],
        known=tuple(
            f"{name} {hole['range']}: {hole['severity']}, "
            f"{'mended in a newer version' if hole['fixAvailable'] else 'not mended'}"
            for name, hole in holes.items()
        ),
    )


def _object(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]


def verdict(all_findings: list[Findings]) -> tuple[int, list[str]]:
    """The exit code, and what to print."""
    lines = []
    for findings in all_findings:
        lines.append(f"{findings.lock}: {findings.asked} asked about, {len(findings.known)} known")
        lines += [f"  {known}" for known in findings.known]
        if findings.unasked:
            more = f" (and {n} more)" if (n := len(findings.unasked) - 1) else ""
            lines.append(f"  NOT AUDITED: {findings.unasked[0]}{more}")
    if any(findings.known for findings in all_findings):
        return 1, [*lines, "Something is known: raise the versions with `make lock`."]
    if any(findings.unasked or not findings.asked for findings in all_findings):
        advice = "The audit is incomplete: run it where the advisory services can be reached."
        return 2, [*lines, advice]
    return 0, [*lines, "Nothing is known against any of them."]


def main() -> int:
    """Ask about every lock."""
    found = [of_python(lock) for lock in sorted(REQUIREMENTS.glob("*.txt"))]
    code, lines = verdict([*found, of_npm()])
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
