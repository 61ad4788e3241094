"""`mien models`: what ships, and whether every file is what the manifest says."""

import sys

import click

from mien.errors import ModelUnavailable
from mien.runtime.manifest import Manifest
from mien.settings import settings


@click.group()
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
