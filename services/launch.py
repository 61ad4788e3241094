"""`mien serve`: the gateway under BentoML's supervisor."""

import functools
import os
import sys
import tempfile
import time
from pathlib import Path

import click

from mien.settings import settings
from recommender_api.access.listening import check_address, name_this_machine
from services import models_check
from services.listening import announce, reusable_socket
from services.metrics_files import home
from services.takeover import Succession, incumbent
from services.worker_ends import tell_of_lost_workers

GATEWAY = "services.gateway:Gateway"
RESPAWN_CHECK_SECONDS = 1.0


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=3000, show_default=True, help="Port to listen on.")
@click.option(
    "--take-over",
    is_flag=True,
    help="Start beside the 'mien serve' on this port, then end it: an upgrade without a gap.",
)
def serve(host: str, port: int, take_over: bool) -> None:
    """Serve everything over HTTP."""
    check_address(host, settings())
    old = incumbent(port) if take_over else None
    if old is None:
        _check_free(host, port)
    name_this_machine(host, settings())
    checking = models_check.begin()
    os.environ.setdefault("BENTOML_DO_NOT_TRACK", "True")
    from bentoml._internal.configuration.containers import BentoMLContainer
    from bentoml._internal.utils import circus
    from bentoml_cli.cli import cli

    # BentoML looks for dead workers every ten seconds; a service should be whole again in five.
    circus.create_standalone_arbiter = functools.partial(
        circus.create_standalone_arbiter, check_delay=RESPAWN_CHECK_SECONDS
    )
    go_by_monotonic_time()
    place = ["--host", host, "--port", str(port), "--working-dir", str(_root())]
    announce(host, port)
    tell_of_lost_workers()
    if checking.wait():
        sys.exit(1)
    # By default every server of a user counts in one folder, which the next one to start empties.
    with tempfile.TemporaryDirectory(prefix="mien-metrics-", dir=home()) as folder:
        BentoMLContainer.prometheus_multiproc_dir.set(folder)
        succession = Succession(old, port, settings().workers) if old else None
        try:
            cli.main(["serve", GATEWAY, *place], prog_name="bentoml")
        finally:
            if succession and succession.failed:
                sys.exit(1)


def go_by_monotonic_time() -> None:
    """By the wall clock, as tornado counts unless told otherwise, the supervisor would look for
    dead workers only once a clock that was set back is where it was."""
    from tornado.ioloop import IOLoop

    IOLoop.time = lambda self: time.monotonic()  # type: ignore[method-assign]


def _check_free(host: str, port: int) -> None:
    try:
        with reusable_socket(host) as probe:
            probe.bind((host, port))
    except (OSError, ValueError, OverflowError) as error:
        raise click.ClickException(
            f"cannot listen on {host}:{port}: {error}. Choose another --host or --port, or "
            "--take-over from a running 'mien serve'."
        ) from error


def _root() -> Path:
    return Path(__file__).resolve().parent.parent
