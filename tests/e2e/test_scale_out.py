"""Gateways on machines of their own behind a proxy, one of which goes; `make scale-out` small."""

import argparse
import subprocess
import sys
import time

import psycopg
import pytest

from benchmarks.scale_out.bench import bench, lacking
from benchmarks.scale_out.disturbed import killed
from benchmarks.scale_out.network import network
from benchmarks.scale_out.postgresql import postgresql
from benchmarks.scale_out.reports import reported

pytestmark = pytest.mark.skipif(lacking() is not None, reason=str(lacking()))

HOLD = """
import sys, time
from sqlalchemy import text
from recommender_api.database import engine_of
with engine_of(sys.argv[1]).begin() as connection:
    connection.execute(text("LOCK TABLE held"))
    print(flush=True)
    time.sleep(60)
"""


def test_a_killed_gateway_loses_no_reading_no_clip_and_no_session():
    wanted = argparse.Namespace(gateways=2, seconds=6.0, batch=10)
    with bench(wanted) as made:
        senders = made.held.begin(20)
        phase = killed(made, senders)
        assert (phase.run.lost, phase.run.doubled) == (0, 0)
        assert phase.run.acknowledged == 20 * 60
        assert phase.jobs == phase.done > 0
        assert phase.beside.given_up == 0
        assert reported(made.port, senders) == 20


def test_what_a_vanished_machine_had_locked_is_free_again_within_seconds():
    with network(1) as net, postgresql(net.address, net.subnet) as server:
        [machine], url = net.machines, f"{server}/postgres"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE held ()")
            command = machine.command(sys.executable, "-c", HOLD, url)
            with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
                assert holder.stdout is not None
                holder.stdout.readline()
                machine.plug(False)
                begun = time.monotonic()
                connection.execute("SET lock_timeout = '30s'")
                connection.execute("SELECT FROM held")
                holder.kill()
        assert time.monotonic() - begun < 15
