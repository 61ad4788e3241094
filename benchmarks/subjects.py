"""The servers that `make bench` compares: how each is started, and with which settings."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.servers import Server, free_port, gateway, running

GATEWAY = "gateway"
LITSERVE = "LitServe"
MOSEC = "mosec"


@dataclass(frozen=True, slots=True)
class Subject:
    """A server, and the settings of which its best is taken."""

    name: str
    settings: tuple[str, ...]
    start: Callable[[str], AbstractContextManager[Server]]


def servers(rivals_python: Path) -> tuple[Subject, ...]:
    """The gateway as it ships, and its rivals under their own interpreter."""
    return (
        Subject(GATEWAY, ("as shipped",), lambda setting: gateway()),
        Subject(
            LITSERVE,
            (
                "--batch 4 --wait-ms 1",
                "--batch 8 --wait-ms 5",
                "--batch 4 --wait-ms 1 --fast-queue",
                "--batch 8 --wait-ms 5 --fast-queue",
            ),
            _program(rivals_python, "benchmarks.rivals.litserve_app"),
        ),
        Subject(
            MOSEC,
            (
                "--batch 2 --wait-ms 1",
                "--batch 4 --wait-ms 1",
                "--batch 8 --wait-ms 1",
                "--batch 8 --wait-ms 5",
            ),
            _program(rivals_python, "benchmarks.rivals.mosec_app"),
        ),
    )


def _program(python: Path, module: str) -> Callable[[str], AbstractContextManager[Server]]:
    @contextmanager
    def start(setting: str) -> Iterator[Server]:
        port = free_port()
        command = [str(python), "-m", module, "--port", str(port), *setting.split()]
        with running(command, port) as server:
            yield server

    return start
