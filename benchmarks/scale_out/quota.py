"""A share of the processors for each machine, so that three of them are three times one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FIRST, SECOND = Path("/sys/fs/cgroup/cpu"), Path("/sys/fs/cgroup")
PERIOD = 100_000
"""Microseconds in which a share is counted."""


def is_possible() -> bool:
    """Whether control groups can be made here."""
    return _place() is not None


@contextmanager
def quota(name: str, cores: float, pids: list[int]) -> Iterator[None]:
    """Give these processes, and those that they start, so many cores together."""
    place = _place()
    if place is None:
        raise FileNotFoundError("there are no control groups of processors here")
    group = place / name
    group.mkdir()
    try:
        _limit(group, round(cores * PERIOD))
        _move(pids, group)
        yield
    finally:
        _move([int(pid) for pid in (group / "cgroup.procs").read_text().split()], place)
        group.rmdir()


def _place() -> Path | None:
    if (FIRST / "cgroup.procs").exists():
        return FIRST
    controlled = SECOND / "cgroup.subtree_control"
    there = controlled.exists() and "cpu" in controlled.read_text().split()
    return SECOND if there else None


def _limit(group: Path, microseconds: int) -> None:
    if (group / "cpu.max").exists():
        (group / "cpu.max").write_text(f"{microseconds} {PERIOD}")
    else:
        (group / "cpu.cfs_period_us").write_text(str(PERIOD))
        (group / "cpu.cfs_quota_us").write_text(str(microseconds))


def _move(pids: list[int], group: Path) -> None:
    for pid in pids:
        try:
            (group / "cgroup.procs").write_text(str(pid))
        except ProcessLookupError:
            continue
