"""Machines of their own, as far as the network is concerned: namespaces joined by a bridge.

this machine, 10.x.y.1 ── bridge ─┬─ veth ── namespace 1, 10.x.y.11
                                  ├─ veth ── namespace 2, 10.x.y.12
                                  └─ ...
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

GONE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Machine:
    """One namespace, its address, and the end of its cable that is on this side."""

    name: str
    address: str
    cable: str

    def command(self, *words: str) -> list[str]:
        """What runs a command on it."""
        return ["ip", "netns", "exec", self.name, *words]

    def pids(self) -> list[int]:
        """Its processes."""
        return [int(pid) for pid in _ip("netns", "pids", self.name).split()]

    def kill(self) -> None:
        """End all of its processes as a power cut would, and return once they are gone."""
        deadline = time.monotonic() + GONE_SECONDS
        while (pids := self.pids()) and time.monotonic() < deadline:
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)

    def plug(self, there: bool) -> None:
        """Put its cable in, or pull it: what it sends and what it is sent then vanishes."""
        _ip("link", "set", self.cable, "up" if there else "down")


@dataclass(frozen=True, slots=True)
class Network:
    """The machines, and the address under which they reach this one."""

    address: str
    subnet: str
    machines: tuple[Machine, ...]


@contextmanager
def network(count: int) -> Iterator[Network]:
    """So many machines, which are gone at the end with all that runs on them. Needs root."""
    pid = os.getpid()
    prefix = f"10.{200 + pid % 50}.{pid // 50 % 256}"
    bridge = f"mb{pid}"
    with ExitStack() as stack:
        _ip("link", "add", "name", bridge, "type", "bridge")
        stack.callback(_ip, "link", "del", bridge)
        _ip("address", "add", f"{prefix}.1/24", "dev", bridge)
        _ip("link", "set", bridge, "up")
        planned = [
            Machine(f"mien-{pid}-{n}", f"{prefix}.{10 + n}", f"mv{pid}n{n}")
            for n in range(1, count + 1)
        ]
        for machine in planned:
            stack.enter_context(_plugged(machine, bridge))
        yield Network(f"{prefix}.1", f"{prefix}.0/24", tuple(planned))


@contextmanager
def _plugged(machine: Machine, bridge: str) -> Iterator[None]:
    name, cable = machine.name, machine.cable
    with ExitStack() as stack:
        _ip("netns", "add", name)
        stack.callback(_ip, "netns", "del", name)
        _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name)
        stack.callback(_ip, "link", "del", cable)  # with its namespace it would go a little later
        stack.callback(machine.kill)
        _ip("link", "set", cable, "master", bridge, "up")
        for words in ("address add {}/24 dev eth0", "link set eth0 up", "link set lo up"):
            _ip("-n", name, *words.format(machine.address).split())
        yield


def _ip(*words: str) -> str:
    return subprocess.run(["ip", *words], check=True, capture_output=True, text=True).stdout
