"""Ray as part of a command: no reports to its makers, no words in the output, no long waits."""

import os

ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",
    # Ray prints what goes wrong on any node to standard output.
    "RAY_DEDUP_LOGS": "1",
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".*",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    # Each attempt to reach a cluster that is gone takes 40 seconds.
    "RAY_NUM_REDIS_GET_RETRIES": "2",
}


def quiet() -> None:
    """Set what Ray reads when it is imported, and what the processes that it starts inherit."""
    os.environ.update(ENVIRONMENT)
