"""`mien models`: what ships, and whether every file is what the manifest says.

`export` and `quantize` belong to the training set-up, which declares them as entry points of
COMMAND_GROUP; where it is not installed they say how to get it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points

import click

from mien.commands.engines import build_engines
from mien.errors import ModelUnavailable
from mien.runtime.manifest import Manifest
from mien.settings import settings

COMMAND_GROUP = "mien.models.commands"


@contextmanager
def needs_training() -> Iterator[None]:
    """Say how to install the training set-up where a module of it is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"this command needs the training set-up ({error.name} is not installed): run "
            "'make .venv-training/stamp' in the repository, then use .venv-training/bin/mien"
        ) from error


class ModelsGroup(click.Group):
    """The commands below, and those of the training set-up."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *entry_points(group=COMMAND_GROUP).names})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        found = entry_points(group=COMMAND_GROUP, name=cmd_name)
        if own is not None or not found:
            return own
        try:
            command: click.Command = next(iter(found)).load()
        except ModuleNotFoundError as error:
            return _without_training(cmd_name, error)
        return command


def _without_training(name: str, missing: ModuleNotFoundError) -> click.Command:
    """A stand-in that is listed, takes any arguments and says what to install."""

    def refuse(arguments: tuple[str, ...]) -> None:
        with needs_training():
            raise missing

    return click.Command(
        name,
        callback=refuse,
        params=[click.Argument(["arguments"], nargs=-1, type=click.UNPROCESSED)],
        context_settings={"ignore_unknown_options": True},
        short_help="Needs the training set-up.",
    )


@click.group(cls=ModelsGroup)
def models() -> None:
    """The models that ship with Mien."""


@models.command("list")
def list_models() -> None:
    """One line a model."""
    for entry in Manifest(settings().models_dir).models.values():
        columns = (entry.name, entry.version, entry.task, entry.licence, entry.sha256[:12])
        click.echo("  ".join(columns))


@models.command()
def verify() -> None:
    """Compare every file with its hash; exit code 1 if any differs."""
    manifest = Manifest(settings().models_dir)
    failed = False
    for name in manifest.models:
        try:
            manifest.verified_bytes(name)
            click.echo(f"{name}: ok")
        except ModelUnavailable as error:
            failed = True
            click.echo(f"{name}: {error.detail}")
    sys.exit(1 if failed else 0)


models.add_command(build_engines)
