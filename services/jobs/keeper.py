"""Keeps a runner of jobs alive beside a worker of the gateway."""

import os
import subprocess
import sys
import threading
from pathlib import Path

RESPAWN_SECONDS = 1.0
_ROOT = Path(__file__).resolve().parents[2]


class Keeper:
    """Starts `services.jobs.runner` and starts it again if it dies, until told to stop."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the runner; its job begins again at the next start."""
        self._stopping.set()
        if self._process is not None:
            self._process.kill()
        self._thread.join()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            command = [sys.executable, "-m", "services.jobs.runner"]
            with subprocess.Popen(command, stdin=subprocess.PIPE, env=_environment()) as process:
                self._process = process
                process.wait()
            self._stopping.wait(RESPAWN_SECONDS)


def _environment() -> dict[str, str]:
    """This process's, with its own code first on the path: a bento is not installed."""
    others = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(_ROOT), *([others] if others else [])])
    return {**os.environ, "PYTHONPATH": path}
