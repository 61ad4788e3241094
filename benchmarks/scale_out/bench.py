"""What a scale-out is measured on: machines, gateways, proxy, database, a key, a clip."""

import argparse
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clip_material import make_clip
from benchmarks.scale_out import postgresql
from benchmarks.scale_out.gateways import Gateway, proxy
from benchmarks.scale_out.network import network
from benchmarks.sessions_database import Database, database
from recommender_api.access import keys
from recommender_api.access.scopes import Scope
from recommender_api.database import writing
from services.jobs.store import JobStore

CLIP_LENGTH, QUEUE = 20, 64
PER_MINUTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Bench:
    """What is there while it is measured."""

    gateways: list[Gateway]
    port: int
    held: Database
    store: JobStore
    key: str
    clip: bytes
    arguments: argparse.Namespace


def lacking() -> str | None:
    """What this machine lacks for it, or None."""
    wanted = {
        "iproute2": shutil.which("ip"),
        "haproxy": shutil.which("haproxy"),
        "postgresql": postgresql.programs(),
    }
    if os.name != "posix" or os.geteuid() != 0:
        return "network namespaces are made by root alone"
    if missing := [name for name, there in wanted.items() if not there]:
        return f"not installed: {', '.join(missing)}"
    apart = subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True)
    return "network namespaces are not allowed here" if apart.returncode else None


@contextmanager
def bench(arguments: argparse.Namespace) -> Iterator[Bench]:
    """Everything started; gone at the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mien-scale-out-")))
        net = stack.enter_context(network(arguments.gateways))
        server = stack.enter_context(postgresql.postgresql(net.address, net.subnet))
        held = stack.enter_context(database(server))
        jobs = {"MIEN_JOBS_DIR": str(folder / "jobs"), "MIEN_JOB_QUEUE": str(QUEUE)}
        environment = {**jobs, "MIEN_DATABASE_URL": held.url}
        gateways = [
            Gateway(machine, folder / machine.name, environment) for machine in net.machines
        ]
        for gateway in gateways:
            stack.callback(gateway.kill)
            gateway.start()
        clip = folder / "clip.mp4"
        make_clip(clip, CLIP_LENGTH)
        for gateway in gateways:
            gateway.await_ready()
        port = stack.enter_context(proxy(gateways))
        store = JobStore(folder / "jobs", QUEUE)
        yield Bench(gateways, port, held, store, _key(held), clip.read_bytes(), arguments)


def _key(held: Database) -> str:
    with writing(held.engine) as connection:
        return keys.create(connection, "benchmark", {Scope.PERCEIVE}, PER_MINUTE)[1]
