"""What `deploy/kubernetes` renders is valid, and fits what is served."""

import os
import re

import kubernetes_validate
import pytest
import yaml

from mien.settings import Settings
from services import metrics
from tests.unit.deploy.rendered import KUBERNETES, OVERLAYS, ROOT, one, overlay, pod, rendered

OLDEST, NEWEST = "1.31", "1.37"
EACH_OVERLAY = pytest.mark.parametrize("name", OVERLAYS)


@EACH_OVERLAY
@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_every_resource_fits_its_schema(name, version):
    for resource in overlay(name):
        kubernetes_validate.validate(resource, version, strict=True)


def test_the_validator_refuses_an_unknown_field():
    service = one(overlay("cpu"), "Service")
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate({**service, "spce": {}}, NEWEST, strict=True)


@EACH_OVERLAY
def test_pods_run_as_nobody_on_a_root_that_cannot_be_written(name):
    spec = pod(overlay(name))
    assert spec["securityContext"]["runAsNonRoot"]
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in spec["containers"]:
        own = container["securityContext"]
        assert own["readOnlyRootFilesystem"]
        assert not own["allowPrivilegeEscalation"]
        assert own["capabilities"] == {"drop": ["ALL"]}


@EACH_OVERLAY
def test_pods_run_as_the_user_that_the_images_make(name):
    user = pod(overlay(name))["securityContext"]["runAsUser"]
    for dockerfile in (ROOT / "bentos").rglob("Dockerfile"):
        assert f"USER {user}:" in dockerfile.read_text()


@EACH_OVERLAY
def test_what_the_settings_name_can_be_written(name):
    resources = overlay(name)
    (config,) = (r["data"] for r in resources if r["kind"] == "ConfigMap")
    mounts = [m["mountPath"] for m in pod(resources)["containers"][0]["volumeMounts"]]
    folders = [value for value in config.values() if value.startswith("/")]
    assert folders
    assert "/tmp" in mounts
    for folder in folders:
        assert any(folder == mount or folder.startswith(f"{mount}/") for mount in mounts), folder


@EACH_OVERLAY
def test_every_variable_is_a_setting_and_callers_need_keys(name, monkeypatch):
    resources = overlay(name)
    (config,) = (r["data"] for r in resources if r["kind"] == "ConfigMap")
    own = [entry["name"] for entry in pod(resources)["containers"][0]["env"]]
    known = {f"MIEN_{field.upper()}" for field in Settings.model_fields}
    assert {*config, *own} <= known
    for variable, value in config.items():
        monkeypatch.setenv(variable, value)
    chosen = Settings()
    assert chosen.require_keys
    assert chosen.workers == 1


@EACH_OVERLAY
def test_images_are_those_of_the_bentos(name):
    names = {
        yaml.safe_load(file.read_text())["name"]
        for file in (ROOT / "bentos").glob("*/bentofile.yaml")
    }
    image = pod(overlay(name))["containers"][0]["image"]
    registry, _, rest = image.rpartition("/")
    assert registry == "registry.example.com"
    assert rest.partition(":")[0] in names


@EACH_OVERLAY
def test_a_pod_has_time_to_answer_what_it_took(name):
    spec = pod(overlay(name))
    sleep, seconds = spec["containers"][0]["lifecycle"]["preStop"]["exec"]["command"]
    assert sleep == "sleep"
    assert spec["terminationGracePeriodSeconds"] >= int(seconds) + 60


@pytest.mark.parametrize("name", ["cpu", "gpu"])
def test_gateways_of_several_machines_share_database_and_files(name):
    resources = overlay(name)
    assert one(resources, "PersistentVolumeClaim", "mien-files")["spec"]["accessModes"] == [
        "ReadWriteMany"
    ]
    (database,) = pod(resources)["containers"][0]["env"]
    assert database["valueFrom"]["secretKeyRef"] == {"name": "mien-database", "key": "url"}
    assert one(resources, "PodDisruptionBudget")["spec"]["maxUnavailable"] == 1
    assert one(resources, "HorizontalPodAutoscaler")["spec"]["minReplicas"] >= 2


def test_a_single_node_never_runs_two_gateways_over_one_sqlite_file():
    resources = overlay("single-node")
    deployment = one(resources, "Deployment")["spec"]
    assert deployment["replicas"] == 1
    assert deployment["strategy"] == {"type": "Recreate"}
    assert "HorizontalPodAutoscaler" not in {r["kind"] for r in resources}
    (database,) = pod(resources)["containers"][0]["env"]
    assert database["value"].startswith("sqlite:////var/lib/mien/")


def test_the_autoscaler_looks_at_what_the_adapter_makes_of_a_metric_that_is_served():
    (rule,) = yaml.safe_load((KUBERNETES / "prometheus-adapter.yaml").read_text())["rules"][
        "custom"
    ]
    scaling = one(overlay("cpu"), "HorizontalPodAutoscaler")["spec"]["metrics"]
    looked_at = [m["pods"]["metric"]["name"] for m in scaling if m["type"] == "Pods"]
    assert looked_at == [rule["name"]["as"]]
    read = set(re.findall(r"mien_\w+", rule["seriesQuery"] + rule["metricsQuery"]))
    assert read == {"mien_batch_wait_seconds_sum", "mien_batch_wait_seconds_count"}
    page = metrics.exposition({}).decode()
    assert all(f"\n{series} " in page for series in read)


def test_without_the_adapter_processors_alone_decide(tmp_path):
    folders = (KUBERNETES / "overlays" / "cpu", KUBERNETES / "components" / "scale-by-cpu")
    base, component = (os.path.relpath(folder, tmp_path) for folder in folders)
    own = {"resources": [base], "components": [component]}
    (tmp_path / "kustomization.yaml").write_text(yaml.safe_dump(own))
    scaling = one(rendered(tmp_path), "HorizontalPodAutoscaler")
    kubernetes_validate.validate(scaling, NEWEST, strict=True)
    assert [metric["type"] for metric in scaling["spec"]["metrics"]] == ["Resource"]


@EACH_OVERLAY
def test_metrics_stay_inside_and_the_rest_reaches_the_gateways(name):
    resources = overlay(name)
    (rule,) = one(resources, "Ingress")["spec"]["rules"]
    backends = {p["path"]: p["backend"]["service"]["name"] for p in rule["http"]["paths"]}
    assert backends == {"/metrics": "closed", "/": "gateway"}
    assert "selector" not in one(resources, "Service", "closed")["spec"]
    labels = one(resources, "Deployment")["spec"]["template"]["metadata"]["labels"]
    for kind, *path in (
        ("Service", "selector"),
        ("Deployment", "selector", "matchLabels"),
        ("NetworkPolicy", "podSelector", "matchLabels"),
    ):
        chosen = one(resources, kind)["spec"]
        for key in path:
            chosen = chosen[key]
        assert chosen.items() <= labels.items(), kind
