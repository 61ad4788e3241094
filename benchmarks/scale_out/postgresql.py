"""A PostgreSQL of the run's own, which other machines may reach."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from benchmarks.servers import free_port

USER = "postgres"
START_SECONDS = 30.0


def programs() -> Path | None:
    """The folder of the newest installed PostgreSQL's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    elsewhere = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(elsewhere).resolve().parent if elsewhere else None


@contextmanager
def postgresql(address: str, subnet: str) -> Iterator[str]:
    """A new cluster's URL, without a database's name; it trusts whoever asks from `subnet`."""
    folder = Path(tempfile.mkdtemp(prefix="mien-postgresql-"))
    try:
        shutil.chown(folder, USER, USER)
        data = folder / "data"
        _run("initdb", "--auth=trust", f"--username={USER}", "--no-sync", "-D", str(data))
        with (data / "pg_hba.conf").open("a") as trusted:
            trusted.write(f"host all all {subnet} trust\n")
        port = free_port()
        with _server(data, address, port):
            yield f"postgresql://{USER}@{address}:{port}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server(data: Path, address: str, port: int) -> Iterator[None]:
    options = {
        "listen_addresses": address,
        "port": port,
        "max_connections": 300,
        "unix_socket_directories": "",
    }
    flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    process = subprocess.Popen(
        [_program("postgres"), "-D", str(data), *flags],
        cwd=data,
        user=USER,
        group=USER,
        extra_groups=[],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await(f"postgresql://{USER}@{address}:{port}/postgres")
        yield
    finally:
        process.send_signal(signal.SIGINT)  # ends connections instead of waiting for them
        process.wait(START_SECONDS)


def _await(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=2):
            return
        time.sleep(0.1)
    raise TimeoutError(f"PostgreSQL does not answer at {url}")


def _run(program: str, *arguments: str) -> None:
    command = [_program(program), *arguments]
    subprocess.run(
        command, check=True, cwd="/", capture_output=True, user=USER, group=USER, extra_groups=[],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip


def _program(name: str) -> str:
    folder = programs()
    if folder is None:
        raise FileNotFoundError("PostgreSQL's server is not installed")
    return str(folder / name)


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in path.parent.parent.name.split(".") if part.isdigit())
