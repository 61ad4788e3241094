"""A PostgreSQL cluster of a scenario's own, which it may stop and start as it likes."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chaos.tally import NotRun
from benchmarks.load import HOST
from benchmarks.servers import free_port

USER = "postgres"
NAME = "mien"


@dataclass(frozen=True, slots=True)
class Cluster:
    """One in `folder`; `url` names its database."""

    binaries: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@{HOST}:{self.port}/{NAME}"

    def start(self) -> None:
        """Return once it takes connections."""
        where = f"-p {self.port} -c listen_addresses={HOST} -c unix_socket_directories=''"
        self.run("pg_ctl", "-w", "-D", str(self.folder), "-o", where, "-l", self._log, "start")

    def stop(self, how: str) -> None:
        """`how` is fast, which ends connections, or immediate, which is a crash."""
        self.run("pg_ctl", "-w", "-D", str(self.folder), "-m", how, "stop")

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's own programs, as the user whom it wants."""
        own = {"user": USER, "group": USER, "extra_groups": ()} if os.getuid() == 0 else {}
        subprocess.run(
            [str(self.binaries / program), *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            **own,  # type: ignore[call-overload]
        )

    @property
    def _log(self) -> str:
        return str(self.folder / "log")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running one with an empty database. Raises NotRun where PostgreSQL is not installed."""
    binaries = _binaries()
    with tempfile.TemporaryDirectory() as outer:
        folder = Path(outer) / "cluster"
        if os.getuid() == 0:
            os.chmod(outer, 0o755)
            folder.mkdir()
            owner = pwd.getpwnam(USER)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        made = Cluster(binaries, folder, free_port())
        made.run("initdb", "-D", str(folder), "-A", "trust", "-U", USER)
        made.start()
        try:
            made.run("createdb", "-h", HOST, "-p", str(made.port), "-U", USER, NAME)
            yield made
        finally:
            made.stop("immediate")


def _binaries() -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = str(installed[-1]) if installed else shutil.which("initdb")
    if found is None:
        raise NotRun("PostgreSQL's initdb is not installed")
    if os.getuid() == 0 and USER not in {each.pw_name for each in pwd.getpwall()}:
        raise NotRun(f"there is no user {USER} to run PostgreSQL as")
    return Path(found).parent
