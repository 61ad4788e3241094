"""The overlays as `kubectl apply -k` would send them."""

import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]
KUBERNETES = ROOT / "deploy" / "kubernetes"
OVERLAYS = ("cpu", "gpu", "single-node")

Resource = dict[str, Any]


@lru_cache
def rendered(folder: Path) -> list[Resource]:
    """The resources of a kustomization; skips the test where nothing can render it."""
    if shutil.which("kubectl") is None:
        pytest.skip("kubectl is not installed")
    ran = subprocess.run(["kubectl", "kustomize", folder], capture_output=True, text=True)
    if "unknown field" in ran.stderr or "invalid Kustomization" in ran.stderr:
        pytest.skip("this kubectl is older than 1.21, whose kustomize knows no components")
    assert ran.returncode == 0, ran.stderr
    return list(yaml.safe_load_all(ran.stdout))


def overlay(name: str) -> list[Resource]:
    """The resources of an overlay, as `rendered`."""
    return rendered(KUBERNETES / "overlays" / name)


def one(resources: list[Resource], kind: str, name: str = "gateway") -> Resource:
    """The only resource of a kind with a name."""
    (found,) = (r for r in resources if (r["kind"], r["metadata"]["name"]) == (kind, name))
    return found


def pod(resources: list[Resource]) -> Resource:
    """What the gateway's pods are made from."""
    spec: Resource = one(resources, "Deployment")["spec"]["template"]["spec"]
    return spec
