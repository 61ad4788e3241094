"""A model file is damaged, before a start and while the gateway serves.

damaged before ─> mien serve ─> one line that names the file and says what to do, and its end
damaged meanwhile, a worker killed ─> the other serves on ─restored─> both serve
"""

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.chaos.damage import DAMAGES, flip_a_bit
from benchmarks.chaos.ground import ground, seconds_until
from benchmarks.chaos.options import Options
from benchmarks.chaos.tally import Bar, Tally
from benchmarks.chaos.workers import Kill, ports, served_by
from benchmarks.load import LoadProcess
from benchmarks.servers import MIEN, ROOT, Server, environment, free_port
from mien.settings import settings

MOST_SECONDS = 20.0
BROKEN_SECONDS = 6.0
MOST_WHOLE_SECONDS = 30.0


def run(options: Options) -> Tally:
    tally = _while_serving(options.seconds)
    longest = 0.0
    for what, damage in DAMAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            models = _copy(Path(folder))
            named = damage(models)
            begun = time.perf_counter()
            faults = _faults_of_start(models, named)
            longest = max(longest, time.perf_counter() - begun)
        tally.notes += [f"{what}: {fault}." for fault in faults]
        tally.bars.append(Bar.at_most(f"{what}: faults of the refusal", len(faults), 0))
    tally.bars.append(Bar.at_most("seconds until it refuses, the longest", longest, MOST_SECONDS))
    return tally


def _while_serving(seconds: float) -> Tally:
    with tempfile.TemporaryDirectory() as folder:
        models = _copy(Path(folder))
        with (
            ground(Path(folder), own={"MIEN_MODELS_DIR": str(models)}) as there,
            LoadProcess() as load,
        ):
            loading = there.start(load, seconds)
            time.sleep(seconds / 4)
            killed = _break_and_mend(there.server, models)
            [seen] = loading.result()
            tally = there.tallied("model", seen)
    tally.forgive(killed.held, killed.lost_of(seen.tries))
    tally.recovery_seconds = killed.whole_after
    return tally


def _break_and_mend(server: Server, models: Path) -> Kill:
    """`whole_after` is counted from when the file was whole again."""
    victim = random.Random(8).choice(server.workers())
    survivors = [worker for worker in server.workers() if worker != victim]
    name = flip_a_bit(models)
    at, held = time.perf_counter(), len(ports(victim, server.port))
    victim.send_signal(signal.SIGKILL)
    time.sleep(BROKEN_SECONDS)
    shutil.copy(settings().models_dir / name, models / name)
    whole = seconds_until(lambda: served_by(server) not in [*survivors, None], MOST_WHOLE_SECONDS)
    print(f"both serve {whole:.2f} s after the file was restored", file=sys.stderr)
    return Kill(at, held, whole)


def _copy(folder: Path) -> Path:
    return Path(shutil.copytree(settings().models_dir, folder / "models"))


def _faults_of_start(models: Path, named: str) -> list[str]:
    """What is wrong with how `mien serve` refuses these models."""
    command = [str(MIEN), "serve", "--port", str(free_port())]
    own = {"MIEN_MODELS_DIR": str(models), "MIEN_DATABASE_URL": f"sqlite:///{models}/mien.db"}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(**own), text=True, stderr=subprocess.PIPE
    )
    try:
        said = process.communicate(timeout=MOST_SECONDS)[1]
    except subprocess.TimeoutExpired:
        process.terminate()
        process.communicate()
        return ["it serves"]
    lines = said.strip().splitlines()
    faults = {
        "exit code 0": process.returncode == 0,
        f"{len(lines)} lines": len(lines) != 1,
        f"does not name {named}": named not in said,
        "a trace": "Traceback" in said,
    }
    return [fault for fault, found in faults.items() if found]
