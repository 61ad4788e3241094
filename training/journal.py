"""The log of a training run, which only ever grows: a resumed run goes on below.

figures of a step ─┬─> metrics.jsonl   one JSON line: step, seconds, figures
                   └─> tensorboard/    event files for `tensorboard --logdir`
"""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from torch.utils.tensorboard import SummaryWriter

LOG_NAME = "metrics.jsonl"
EVENTS_NAME = "tensorboard"


class Journal:
    """Open for the length of a run: `with Journal(run_dir) as journal: journal.log(...)`."""

    def __init__(self, run_dir: Path) -> None:
        run_dir.mkdir(parents=True, exist_ok=True)
        self._file = (run_dir / LOG_NAME).open("a", encoding="utf-8")
        self._events = SummaryWriter(str(run_dir / EVENTS_NAME))
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        self._events.close()

    def log(self, step: int, figures: Mapping[str, float]) -> None:
        """Append the figures of a step (or epoch); both files are flushed before it returns.

        `seconds` in the JSON line counts from when this process opened the journal.
        """
        seconds = round(time.monotonic() - self._began, 1)
        values = {name: float(f"{value:.6g}") for name, value in figures.items()}
        self._file.write(json.dumps({"step": step, "seconds": seconds} | values) + "\n")
        self._file.flush()
        for name, value in values.items():
            self._events.add_scalar(name, value, step)
        self._events.flush()
