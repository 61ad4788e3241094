"""The licence of every package that is served, held against policy.toml; writes docs/licences.md.

lock ─> package ─> stated in the policy, else its installed metadata ─> allowed? ─> page
"""

import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from deploy.audit.locks import REQUIREMENTS, ROOT, npm_packages, python_packages

PAGE = ROOT / "docs" / "licences.md"
POLICY = Path(__file__).with_name("policy.toml")
APART = ("training", "bench")
"""Locks of environments of their own, from which nothing is served or passed on."""


@dataclass(frozen=True, slots=True)
class Policy:
    """policy.toml: what is allowed, and what is known about single packages."""

    allowed: frozenset[str]
    apart_only: frozenset[str]
    spellings: dict[str, str]
    stated: dict[str, str]
    inside: list[dict[str, str]]

    def allows(self, expression: str) -> bool:
        """Whether an SPDX expression can be met; False where it is none."""
        try:
            canonical = canonicalize_license_expression(expression)
        except InvalidLicenseExpression:
            return False
        tokens = canonical.replace("(", "( ").replace(")", " )").split()
        return _either(tokens, self.allowed)


def read_policy(path: Path = POLICY) -> Policy:
    """Raises ValueError or TypeError where the file is malformed."""
    content: dict[str, Any] = tomllib.loads(path.read_text())
    lists = {name: frozenset(content[name]) for name in ("allowed", "apart_only")}
    return Policy(**{**content, **lists})


def _either(tokens: list[str], allowed: frozenset[str]) -> bool:
    """Takes `A OR B OR …` off the front of `tokens`."""
    met = _both(tokens, allowed)
    while tokens and tokens[0] == "OR":
        tokens.pop(0)
        met = _both(tokens, allowed) or met
    return met


def _both(tokens: list[str], allowed: frozenset[str]) -> bool:
    met = _one(tokens, allowed)
    while tokens and tokens[0] == "AND":
        tokens.pop(0)
        met = _one(tokens, allowed) and met
    return met


def _one(tokens: list[str], allowed: frozenset[str]) -> bool:
    token = tokens.pop(0)
    if token == "(":
        met = _either(tokens, allowed)
        tokens.pop(0)
        return met
    if tokens and tokens[0] == "WITH":
        token = " ".join([token, tokens.pop(0), tokens.pop(0)])
    return token in allowed


def licence_of(name: str, policy: Policy) -> str:
    """A Python package's SPDX expression, or in its own words what nobody has spelled out; empty
    where it is not installed or says nothing."""
    said = policy.stated.get(name) or _metadata_says(name)
    return policy.spellings.get(said, said)


@cache
def _metadata_says(name: str) -> str:
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return ""
    classifiers = said.get_all("Classifier") or []
    told = [entry.rpartition(" :: ")[2] for entry in classifiers if entry.startswith("License ::")]
    written = [*(said.get_all("License-Expression") or []), *(said.get_all("License") or [])]
    return next(filter(None, written), " AND ".join(told))


def problems(policy: Policy) -> list[str]:
    """What breaks the policy, a sentence each."""
    served = [(p.name, p.version, licence_of(p.name, policy)) for p in python_packages()]
    served += [(p.name, p.version, p.licence) for p in npm_packages() if p.bundled]
    broken = [
        f"{name} {version}: {f'{licence[:60]!r} is not allowed' if licence else 'licence unknown'}"
        for name, version, licence in served
        if not policy.allows(licence)
    ]
    for lock in sorted(path.stem for path in REQUIREMENTS.glob("*.txt") if path.stem not in APART):
        named = {package.name for package in python_packages((lock,))}
        broken += [f"{name}: in {lock}.txt" for name in sorted(named & policy.apart_only)]
    return broken


def page(policy: Policy) -> str:
    """docs/licences.md."""
    rows = policy.inside
    python = [
        f"| {p.name} | {p.version} | {licence_of(p.name, policy)} | `{p.lock}` |"
        for p in python_packages()
    ]
    npm = [f"| {p.name} | {p.version} | {p.licence} |" for p in npm_packages() if p.bundled]
    inside = [f"| {row['package']} | {row['library']} | {row['licence']} |" for row in rows]
    return _PAGE.format(python="\n".join(python), npm="\n".join(npm), inside="\n".join(inside))


_PAGE = """# Licences

Written by `make licences` from the locks; change `deploy/audit/policy.toml`, never this page. Mien
itself is Apache-2.0.

## Python: the server and its images

| package | version | licence | lock |
| --- | --- | --- | --- |
{python}

## Inside those packages

Linux wheels carry libraries in binary form. An image with these wheels passes them on under their
terms, those of x264 and x265 among them, which are the GNU GPL's.

| package | library | licence |
| --- | --- | --- |
{inside}

## JavaScript: in the web app

| package | version | licence |
| --- | --- | --- |
{npm}

## Elsewhere

Training, and the benchmark's rival that is built with it, install ultralytics, which is AGPL-3.0,
in environments of their own; no other lock may name it. What only trains, measures, tests or builds
is not passed on and not listed, and neither is what `openvino.txt`, `paraphraser.txt` and `ray.txt`
add.
"""


def main() -> int:
    """Write the page; 1 where the policy is broken."""
    policy = read_policy()
    PAGE.write_text(page(policy))
    broken = problems(policy)
    for sentence in broken:
        print(sentence, file=sys.stderr)
    if broken:
        print("Say in deploy/audit/policy.toml what they are, or do without.", file=sys.stderr)
    else:
        print(f"{PAGE.relative_to(ROOT)}: every licence is known and allowed")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
