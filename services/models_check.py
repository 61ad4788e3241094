"""`python -m services.models_check`: whether every model is its manifest's file, loads and infers.

`mien serve` asks in a process of its own, since the supervisor needs no ONNX Runtime; a worker that
cannot load a model would be started again for ever.
"""

import subprocess
import sys

from mien.cli import stating_errors
from mien.runtime.manifest import Manifest
from mien.settings import settings


def begin() -> "subprocess.Popen[bytes]":
    """Begin to look; the process says on standard error what is wrong, and ends with 1."""
    return subprocess.Popen([sys.executable, "-m", __name__], stdin=subprocess.DEVNULL)


def main() -> None:
    """On the CPU, which every ONNX Runtime has and which builds no engines."""
    chosen = settings()
    manifest = Manifest(chosen.models_dir)
    from mien.runtime.session import ModelSession, RuntimeOptions

    for name in manifest.models:
        ModelSession(manifest, name, RuntimeOptions(("cpu",)))


if __name__ == "__main__":
    with stating_errors():
        main()
