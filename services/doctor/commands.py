"""`mien doctor`."""

import json
import sys
from dataclasses import asdict

import click

from mien.commands.file_lines import style_option
from services.doctor.examining import examine
from services.doctor.finding import Finding, State


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to be served.")
@click.option("--port", type=click.IntRange(1, 65535), help="Whether this port is free, too.")
@style_option
def doctor(host: str, port: int | None, style: str) -> None:
    """Say what is wrong with this installation and how to mend it.

    One line a finding: ok, warning or problem, and what to do. It changes nothing. Exit code 1 with
    a problem.
    """
    failed = False
    for name, finding in examine(host, port):
        failed = failed or finding.state is State.PROBLEM
        click.echo(_line(name, finding) if style == "jsonl" else _text(name, finding))
    sys.exit(1 if failed else 0)


def _line(name: str, finding: Finding) -> str:
    return json.dumps({"check": name, **asdict(finding)}, ensure_ascii=False)


def _text(name: str, finding: Finding) -> str:
    said = f"{finding.state:<7}  {name}: {finding.detail}"
    return f"{said}. {finding.action}" if finding.action else said
