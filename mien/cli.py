"""The `mien` command: gathers the commands that each building declares as an entry point."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points

import click

from mien.errors import MienError

COMMAND_GROUP = "mien.commands"


class EntryPointGroup(click.Group):
    """Loads a command's module only when that command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(entry_points(group=COMMAND_GROUP).names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = entry_points(group=COMMAND_GROUP, name=cmd_name)
        command: click.Command | None = next(iter(found)).load() if found else None
        return command


@click.group(cls=EntryPointGroup)
@click.version_option(package_name="mien")
def main() -> None:
    """Read apparent expression, and serve it."""


def run() -> None:
    """Entry point."""
    with stating_errors():
        main()


@contextmanager
def stating_errors() -> Iterator[None]:
    """An expected error in the block is one line on stderr and exit code 1."""
    try:
        yield
    except MienError as error:
        click.echo(f"mien: {error.detail}. {error.action}", err=True)
        sys.exit(1)
