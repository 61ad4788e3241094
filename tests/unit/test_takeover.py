"""Whose server a new one may take over from, and what the kernel is told meanwhile."""

import os
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager

import click
import pytest

from services.steering import Successor, steer, successor
from services.takeover import incumbent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="SO_REUSEPORT as Linux has it")


@contextmanager
def listening(*ports):
    """A socket for each port, on which it shares with the others; 0 is any."""
    with ExitStack() as opened:
        sockets = []
        for port in ports:
            own = opened.enter_context(socket.socket())
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            own.bind(("127.0.0.1", port))
            own.listen(64)
            own.setblocking(False)
            sockets.append(own)
        yield sockets


def accepted(own):
    count = 0
    while True:
        try:
            own.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


def connections(port, number):
    for _ in range(number):
        socket.create_connection(("127.0.0.1", port)).close()


@contextmanager
def four_sockets():
    with listening(0) as [first]:
        port = first.getsockname()[1]
        with listening(port, port, port) as others:
            yield port, [first, *others]


def test_new_connections_go_to_the_sockets_of_the_successor():
    with four_sockets() as (port, sockets):
        steer(sockets[0].fileno(), Successor(first=2, count=2))
        connections(port, 60)
        old, older, new, newer = map(accepted, sockets)
        assert (old, older) == (0, 0)
        assert min(new, newer) > 10


def test_none_goes_to_an_old_socket_while_the_other_old_one_closes():
    with four_sockets() as (port, sockets):
        steer(sockets[0].fileno(), Successor(first=2, count=2), only_first=True)
        connections(port, 20)
        sockets[0].close()
        connections(port, 20)
        assert accepted(sockets[1]) == 0
        assert sum(map(accepted, sockets[2:])) == 40


def test_a_worker_tells_its_siblings_from_a_successor():
    with listening(0) as [own]:
        port = own.getsockname()[1]
        assert successor(own.fileno()) is None
        code = (
            "import socket, sys; s = socket.socket();"
            "s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1);"
            f"s.bind(('127.0.0.1', {port})); s.listen(); print(flush=True); sys.stdin.read()"
        )
        command = [sys.executable, "-c", code]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe) as other:
            assert other.stdout is not None
            other.stdout.readline()
            assert successor(own.fileno()) == Successor(first=1, count=1)
            other.communicate()


def test_a_port_that_nobody_serves_has_no_incumbent():
    with listening(0) as [own]:
        port = own.getsockname()[1]
    assert incumbent(port) is None


def test_another_program_is_not_ended():
    named = f"process {os.getppid()}, no 'mien serve'"
    with listening(0) as [own], pytest.raises(click.ClickException, match=named):
        incumbent(own.getsockname()[1])
