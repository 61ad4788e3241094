"""Every metric, route, command and target of make is documented; test_settings.py has settings."""

import re
from pathlib import Path
from typing import Any

import click
from starlette.routing import Mount

from mien.cli import main
from mien.settings import Settings
from recommender_api.app import PREFIX
from recommender_api.app import create_app as recommender
from services import metrics
from services.app import create_app as gateway

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("docs/*.md"), ROOT / "README.md", ROOT / "benchmarks" / "README.md"]
EVERYTHING = "\n".join(page.read_text() for page in PAGES)
SOURCES = [
    path
    for name in ("mien", "services", "recommender_api")
    for path in ROOT.glob(f"{name}/**/*.py")
]

METRIC = re.compile(r'(?:Counter|Gauge|Histogram|Summary|Shared|Family)\(\s*"(mien_\w+)"')
NAME = r"(?:[A-Z][A-Z_]*|\{\w+\})"
"""How a page writes what varies in a path."""

PREREQUISITES = {"node", "web-where-node", "chromium"}
"""Targets of make that only others ask for."""


def lacking(patterns):
    """What no page has, of {name: its pattern}."""
    return [
        name for name, pattern in sorted(patterns.items()) if not re.search(pattern, EVERYTHING)
    ]


def path_pattern(path):
    fixed = re.split(r"\{[^}]+\}|<[^>]+>", path)
    return rf"{NAME.join(map(re.escape, fixed))}(?![\w/-])"


def test_every_metric_is_documented():
    page = metrics.exposition({"queued": 1}).decode()
    shown = {line.split()[2] for line in page.splitlines() if line.startswith("# TYPE mien_")}
    named = {name for source in SOURCES for name in METRIC.findall(source.read_text())}
    assert {"mien_requests_total", "mien_poster_lookups_total", "mien_jobs"} <= named
    assert {name for name in shown if not name.endswith("_created")} <= named
    assert lacking({name: rf"`{name}[`{{]" for name in named}) == []


def test_every_route_of_the_gateway_is_documented():
    routes: Any = gateway(Settings()).routes
    paths = {f"{r.path}/{{name}}" if isinstance(r, Mount) else r.path for r in routes}
    assert {"/predict", "/stream", "/jobs/{id}/files/{name}", "/ops"} <= paths
    one = {path: path_pattern(path) for path in paths if not path.endswith(":path}")}
    assert lacking(one) == []


def test_every_route_of_the_recommender_is_documented(tmp_path):
    app = recommender(Settings(database_url=f"sqlite:///{tmp_path / 'mien.db'}"))
    rules = {rule.rule.removeprefix(PREFIX) for rule in app.url_map.iter_rules()}
    assert {"/recommend", "/sessions", "/readyz"} <= rules
    assert lacking({rule: path_pattern(rule) for rule in rules}) == []


def commands(command, name):
    """The names of a group's commands, at any depth."""
    if not isinstance(command, click.Group):
        return [name]
    context = click.Context(command)
    below = {each: command.get_command(context, each) for each in command.list_commands(context)}
    return [found for each, one in below.items() for found in commands(one, f"{name} {each}")]


def test_every_command_is_documented():
    found = [name.rpartition(" ") for name in commands(main, "mien")]
    assert ("mien models", " ", "verify") in found
    named = {f"{group} {last}": rf"{group}\b[^\n]*\b{last}\b" for group, _, last in found}
    assert lacking(named) == []


def test_every_target_of_make_is_documented():
    phony = re.search(r"\.PHONY:((?:.*\\\n)*.*)", (ROOT / "Makefile").read_text())
    assert phony is not None
    targets = set(phony[1].replace("\\\n", " ").split()) - PREREQUISITES
    assert {"serve", "chaos"} <= targets
    assert lacking({target: rf"\b{target}`|make {target}\b(?!-)" for target in targets}) == []
