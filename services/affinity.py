"""A share of the machine's cores for each worker.

A request passes from the event loop to the inference thread and back. Where both stay on one core,
models and pictures stay in its cache.
"""

import os
import sys

from mien.settings import Settings


def take_own_cores(settings: Settings) -> None:
    """In a worker: keep this thread, and those it starts, to every n-th core of the process.

    No effect where workers and their inference threads outnumber the cores, where the platform
    has no affinity, or where `pin_workers` is off.
    """
    if sys.platform != "linux" or "--worker-id" not in sys.argv or not settings.pin_workers:
        return
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) >= settings.workers * settings.inference_threads:
        worker = int(sys.argv[sys.argv.index("--worker-id") + 1]) - 1
        os.sched_setaffinity(0, cores[worker % settings.workers :: settings.workers])
