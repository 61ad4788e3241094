"""`mien serve`: the gateway under BentoML's supervisor."""

import functools
import os
import tempfile
from pathlib import Path

import click

from mien.runtime.manifest import Manifest
from mien.settings import settings
from recommender_api.access.listening import check_address
from services.listening import announce, reusable_socket

GATEWAY = "services.gateway:Gateway"
RESPAWN_CHECK_SECONDS = 1.0


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=3000, show_default=True, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Serve everything over HTTP."""
    check_address(host, settings())
    _check_models()
    _check_free(host, port)
    os.environ.setdefault("BENTOML_DO_NOT_TRACK", "True")
    from bentoml._internal.configuration.containers import BentoMLContainer
    from bentoml._internal.utils import circus
    from bentoml_cli.cli import cli

    # BentoML looks for dead workers every ten seconds; a service should be whole again in five.
    circus.create_standalone_arbiter = functools.partial(
        circus.create_standalone_arbiter, check_delay=RESPAWN_CHECK_SECONDS
    )
    place = ["--host", host, "--port", str(port), "--working-dir", str(_root())]
    announce(host, port)
    # By default every server of a user counts in one folder, which the next one to start empties.
    with tempfile.TemporaryDirectory(prefix="mien-metrics-") as folder:
        BentoMLContainer.prometheus_multiproc_dir.set(folder)
        cli.main(["serve", GATEWAY, *place], prog_name="bentoml")


def _check_models() -> None:
    manifest = Manifest(settings().models_dir)
    for name in manifest.models:
        manifest.verified_bytes(name)


def _check_free(host: str, port: int) -> None:
    try:
        with reusable_socket(host) as probe:
            probe.bind((host, port))
    except (OSError, ValueError, OverflowError) as error:
        raise click.ClickException(
            f"cannot listen on {host}:{port}: {error}. Choose another --host or --port."
        ) from error


def _root() -> Path:
    return Path(__file__).resolve().parent.parent
