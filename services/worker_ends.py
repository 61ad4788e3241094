"""A line in the log where a worker ended that nobody stopped: its own process cannot write one."""

import logging
from collections.abc import Mapping
from typing import Any

logger = logging.getLogger("mien.process")


def tell_of_lost_workers() -> None:
    """In the launcher: hear what circus, BentoML's supervisor, tells of its processes."""
    from circus.watcher import Watcher

    notify = Watcher.notify_event

    def heard(watcher: Any, topic: str, event: Mapping[str, Any]) -> None:
        if topic == "reap" and not (watcher.is_stopping() or watcher.is_stopped()):
            pid, code = event["process_pid"], event["exit_code"]
            logger.error("worker %s is lost, exit code %s; another one starts", pid, code)
        notify(watcher, topic, event)

    Watcher.notify_event = heard
