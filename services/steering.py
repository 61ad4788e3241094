"""Which of the sockets on one address gets a new connection, told to the kernel.

    [old, old, new, new]  SO_REUSEPORT: in the order in which they began to listen
               └────┴── a program of four instructions names one for each connection

Where the program names none that is there, the kernel spreads connections as it always does. When a
socket closes, the last one takes its place; so before an old one closes, only the first of the new
ones is named, whose place stays.
"""

import ctypes
import os
import socket
import struct
from dataclasses import dataclass

import psutil

_ATTACH = 51  # SO_ATTACH_REUSEPORT_CBPF of Linux
_LOAD, _MODULO, _ADD, _RETURN = 0x20, 0x94, 0x04, 0x16
_RANDOM = 0xFFFFFFFF - 0x1000 + 1 + 56  # SKF_AD_OFF + SKF_AD_RANDOM


@dataclass(frozen=True, slots=True)
class Successor:
    """A server beside this one: how many sockets began to listen before its own, and its own."""

    first: int
    count: int


def successor(fd: int) -> Successor | None:
    """Who else listens where this worker's socket does, later; None where nobody does."""
    with socket.socket(fileno=os.dup(fd)) as own:
        address = own.getsockname()[:2]
    pids = [
        found.pid
        for found in psutil.net_connections("tcp")
        if found.status == psutil.CONN_LISTEN and tuple(found.laddr) == address
    ]
    # Under `bentoml serve` the supervisor holds the one socket of all its workers too.
    siblings = sum(os.getppid() in (pid, _parent(pid)) for pid in pids)
    return Successor(siblings, len(pids) - siblings) if len(pids) > siblings else None


def steer(fd: int, after: Successor, only_first: bool = False) -> None:
    """Give new connections to the successor's sockets by chance, or to its first alone.

    `fd` is any socket that listens on the address. Raises OSError.
    """
    program = (
        struct.pack("HBBI", _LOAD, 0, 0, _RANDOM),
        struct.pack("HBBI", _MODULO, 0, 0, 1 if only_first else after.count),
        struct.pack("HBBI", _ADD, 0, 0, after.first),
        struct.pack("HBBI", _RETURN, 0, 0, 0),
    )
    code = ctypes.create_string_buffer(b"".join(program))
    with socket.socket(fileno=os.dup(fd)) as own:
        own.setsockopt(
            socket.SOL_SOCKET, _ATTACH, struct.pack("HP", len(program), ctypes.addressof(code))
        )


def _parent(pid: int | None) -> int | None:
    try:
        return None if pid is None else psutil.Process(pid).ppid()
    except psutil.Error:
        return None
