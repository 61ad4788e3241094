"""The probes of `deploy/kubernetes` catch a worker that does not serve any more."""

import time

import httpx
import pytest
import yaml

from tests.e2e.servers import BIN, running
from tests.unit.deploy.rendered import KUBERNETES


def test_the_liveness_probe_fails_for_a_worker_that_hangs_and_for_one_that_is_gone():
    """In a container that nobody mends from within, as the one of `bentoml containerize`."""
    deployment = yaml.safe_load((KUBERNETES / "base" / "gateway.yaml").read_text())
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    probe = container["livenessProbe"]
    command = [str(BIN / "mien"), "serve"]
    with running(command, MIEN_WORKERS="1", BENTOML_CONTAINERIZED="True") as server:
        address = f"{server.url}{probe['httpGet']['path']}"
        (worker,) = server.workers()
        assert httpx.get(address).status_code == 200
        worker.suspend()
        with pytest.raises(httpx.TimeoutException):
            httpx.get(address, timeout=probe["timeoutSeconds"])
        worker.kill()
        time.sleep(3.0)
        with pytest.raises(httpx.TransportError):
            httpx.get(address, timeout=probe["timeoutSeconds"])
