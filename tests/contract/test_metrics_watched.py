"""The alert rules and the dashboard ask only for metrics and labels that the gateway has."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from mien.perception.agreement import agreement
from mien.perception.expression import ExpressionClassifier
from mien.runtime.manifest import Manifest
from mien.settings import Settings
from recommender_api import posters
from services import metrics
from services.rollout import counts
from tests.contract.promql import selectors
from tests.contract.test_predict import PICTURE

DEPLOY = Path(__file__).parents[2] / "deploy"
RULES = DEPLOY / "prometheus" / "rules.yaml"
GROUPS = yaml.safe_load(RULES.read_text())["groups"]
ALL_RULES = [rule for group in GROUPS for rule in group["rules"]]
RECORDED = {rule["record"] for rule in ALL_RULES if "record" in rule}
DASHBOARD = json.loads((DEPLOY / "grafana" / "mien.json").read_text())
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]

ASKED = [
    *(rule["expr"] for rule in ALL_RULES),
    *(target["expr"] for panel in PANELS for target in panel["targets"]),
]
OF_PROMETHEUS = {"job", "instance"}
"""Labels that every scraped metric gets."""


@pytest.fixture
async def emitted(client):
    """Labels of every sample on the page, by its name."""
    classifier = Manifest(Settings().models_dir).entry(ExpressionClassifier.NAME)
    metrics.announce_worker(2, [(classifier, "cpu")])
    metrics.MESSAGES.labels("in", "picture").inc()
    posters.LOOKUPS.labels("found").inc()
    metrics.observe_inference("face-detector", 1, 0.01)
    counts.compared("fake", agreement([], []), 0.01)
    counts.READINGS.labels("fake", "happy", "true").inc()
    await client.post("/predict", content=PICTURE)
    await client.get("/api/v1/genres")
    page = (await client.get("/metrics")).text
    found: dict[str, list[dict[str, str]]] = {"up": [{}], **{name: [{}] for name in RECORDED}}
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            found.setdefault(sample.name, []).append(sample.labels)
    return found


async def test_what_is_asked_for_is_emitted(emitted):
    for asked in (selector for expr in ASKED for selector in selectors(expr)):
        assert asked.metric in emitted, asked
        known = emitted[asked.metric]
        names = OF_PROMETHEUS.union(*known)
        assert asked.grouped <= names, asked
        for name, operator, value in asked.matchers:
            assert name in names, asked
            if name in OF_PROMETHEUS or name == "status":  # any status may come
                continue
            pattern = value if operator == "=~" else re.escape(value)
            assert any(re.fullmatch(pattern, labels.get(name, "")) for labels in known), asked


@pytest.mark.parametrize(
    ("expr", "found"),
    [
        (
            'sum by (job) (rate(mien_requests_total{status=~"5..", route="/a"}[5m])) > 0.01',
            [("mien_requests_total", (("status", "=~", "5.."), ("route", "=", "/a")), {"job"})],
        ),
        (
            "histogram_quantile(0.9, sum by (le) (rate(a_bucket[5m]))) and b:c offset 1d >= 2",
            [("a_bucket", (), set()), ("b:c", (), set())],
        ),
        ('a{b="}("} * 4', [("a", (("b", "=", "}("),), set())]),
        ('rate(a{b=~"[45].."}[$__rate_interval])', [("a", (("b", "=~", "[45].."),), set())]),
    ],
)
def test_expressions_tell_what_they_ask_for(expr, found):
    assert [(s.metric, s.matchers, s.grouped) for s in selectors(expr)] == found


def test_every_alert_says_what_happened_and_what_to_do():
    for rule in ALL_RULES:
        if "alert" in rule:
            assert rule["labels"]["severity"] in ("warning", "critical")
            assert {"summary", "description"} <= set(rule["annotations"])


def test_panels_are_told_apart_and_none_covers_another():
    taken = [
        (x, y)
        for place in (panel["gridPos"] for panel in DASHBOARD["panels"])
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(set(taken)) == len(taken)
    assert max(x for x, _ in taken) < 24
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def promtool(*arguments):
    return subprocess.run(
        ["promtool", *arguments], cwd=RULES.parent, capture_output=True, text=True, check=False
    )


@pytest.fixture
def panels_as_rules(tmp_path):
    """The dashboard's expressions in a file that promtool reads."""
    exprs = (target["expr"] for panel in PANELS for target in panel["targets"])
    filled = (e.replace("$__rate_interval", "5m").replace("$job", "mien.*") for e in exprs)
    rules = [{"record": f"panel:{n}", "expr": expr} for n, expr in enumerate(filled)]
    path = tmp_path / "panels.yaml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))
    return path


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
def test_prometheus_takes_every_expression_and_alerts_fire_when_they_should(panels_as_rules):
    for done in (
        promtool("check", "rules", RULES.name, str(panels_as_rules)),
        promtool("test", "rules", "rules.test.yaml"),
    ):
        assert done.returncode == 0, done.stdout + done.stderr
