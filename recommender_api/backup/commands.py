"""`mien database`: back it up, bring it back, and note what must outlive a lost disk."""

from pathlib import Path
from typing import TextIO

import click

from mien.settings import settings
from recommender_api.backup import promises as made_promises
from recommender_api.backup import restoring
from recommender_api.database import opened

_database = click.option("--db", "url", help="Database URL; MIEN_DATABASE_URL where it is absent.")
_file = click.Path(path_type=Path, dir_okay=False)


@click.group()
def database() -> None:
    """Backups of the database."""


@database.command()
@click.argument("path", type=_file)
@_database
def backup(path: Path, url: str | None) -> None:
    """Write a backup to PATH, a new file; servers may go on meanwhile."""
    about = restoring.back_up(url or settings().database_url, path)
    size = path.stat().st_size
    click.echo(
        f"{click.format_filename(path)}: {about.kind}, migration {about.revision}, {size} bytes"
    )


@database.command()
@click.argument("path", type=_file)
@click.option("--replace", is_flag=True, help="Replace what the database holds.")
@click.option(
    "--promises",
    "noted",
    type=click.File(encoding="utf-8"),
    help="What `mien database promises` wrote, where the database that knew it is lost.",
)
@_database
def restore(path: Path, replace: bool, noted: TextIO | None, url: str | None) -> None:
    """Bring the backup at PATH back. Stop the servers first.

    Who was deleted, withdrew or lost a key since the backup is deleted, withdrawn and revoked
    again, as far as the replaced database or --promises tells.
    """
    also = frozenset(made_promises.from_lines(noted.read()) if noted else ())
    kept = restoring.restore(url or settings().database_url, path, replace, also)
    click.echo(f"{click.format_filename(path)} is restored")
    for name, count in kept.items():
        click.echo(f"{name} again: {count}")


@database.command()
@_database
def promises(url: str | None) -> None:
    """Deletions, withdrawals and revocations, a JSON line each, for `restore --promises`."""
    with opened(url or settings().database_url) as engine:
        click.echo(made_promises.as_lines(made_promises.made(engine)), nl=False)
