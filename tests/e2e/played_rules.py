"""Scraped pages played into the alert rules by promtool, an hour of its time from page to page.

page, page, page, … ─> what was counted between them ─┐
which of those hours comes when ──────────────────────┴─> series ─> promtool ─> alerts
"""

import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import httpx
import numpy as np
import yaml
from prometheus_client.parser import text_string_to_metric_families

RULES = Path(__file__).parents[2] / "deploy" / "prometheus" / "rules.yaml"
[DRIFT] = [g for g in yaml.safe_load(RULES.read_text())["groups"] if g["name"] == "mien-drift"]
STEPS = 6
"""Scrapes an hour."""

FIRED = "group by (alertname) (count_over_time(ALERTS{alertstate='firing'}[2w]))"
NOT_ASKED_FOR = ("_bucket", "_created")

Page = dict[str, float]


def scrape(url):
    """The value of each series on a server's page that the rules of drift may ask for."""
    page = httpx.get(f"{url}/metrics").text
    return {
        _series(sample.name, sample.labels): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if sample.name.startswith("mien_") and not sample.name.endswith(NOT_ASKED_FOR)
    }


def _series(name, labels):
    told = {**labels, "job": "mien", "instance": "one"}.items()
    return name + "{" + ",".join(f'{label}="{value}"' for label, value in told) + "}"


def fired(pages: Sequence[Page], hours: Sequence[int]) -> set[str]:
    """The alerts of drift that fire at any time of a history.

    Hour `n` counts what came between `pages[n]` and the next; gauges stay as on the last page.
    """
    with tempfile.TemporaryDirectory() as folder:
        rules, path = Path(folder) / "rules.yaml", Path(folder) / "played.yaml"
        rules.write_text(yaml.safe_dump({"groups": [DRIFT]}))
        path.write_text(yaml.safe_dump(_case(rules, pages, hours)))
        command = ["promtool", "test", "rules", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    found = set(re.findall(r'alertname=\\*"(\w+)', said))
    assert found or done.returncode == 0, said
    return found


def _case(rules, pages, hours):
    minutes = 60 // STEPS
    series = [
        {"series": name, "values": " ".join(f"{value:.6f}" for value in values)}
        for name in pages[-1]
        for values in [_counted([page.get(name, 0.0) for page in pages], hours)]
    ]
    end = f"{len(hours) * 60}m"
    expected = {"expr": FIRED, "eval_time": end, "exp_samples": []}
    test = {"interval": f"{minutes}m", "input_series": series, "promql_expr_test": [expected]}
    return {"rule_files": [str(rules)], "evaluation_interval": f"{minutes}m", "tests": [test]}


def _counted(values, hours):
    """A counter's values over the history; what does not only grow is a gauge."""
    grown = np.diff(values)
    if (grown < 0).any() or not grown.any():
        return np.full(len(hours) * STEPS + 1, values[-1])
    ends = np.concatenate([[0.0], np.cumsum(grown[list(hours)])])
    return np.interp(np.arange(len(hours) * STEPS + 1) / STEPS, np.arange(len(ends)), ends)
