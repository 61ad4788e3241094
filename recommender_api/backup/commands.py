"""`mien database`: migrate it, back it up, bring it back, note what must outlive a lost disk."""

from pathlib import Path
from typing import TextIO

import click
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from mien.settings import settings
from recommender_api.backup import promises as made_promises
from recommender_api.backup import restoring
from recommender_api.database import engine_of, opened, trouble
from recommender_api.schema import check_served, known_revisions, revision

_database = click.option("--db", "url", help="Database URL; MIEN_DATABASE_URL where it is absent.")
_file = click.Path(path_type=Path, dir_okay=False)


@click.group()
def database() -> None:
    """The database: its schema and its backups."""


@database.command()
@_database
def migrate(url: str | None) -> None:
    """Bring the database to this version's schema, as every start does; servers may go on."""
    with opened(url or settings().database_url) as engine:
        _tell_schema(engine)


@database.command()
@_database
def status(url: str | None) -> None:
    """Which migration the database has; exit code 1 where this version may not serve it."""
    engine = engine_of(url or settings().database_url)
    file = engine.url.database
    if engine.dialect.name == "sqlite" and not Path(str(file)).exists():
        raise click.ClickException(f"there is no {file} yet; the first start makes it")
    try:
        _tell_schema(engine)
    except DBAPIError as error:
        raise trouble(error) from error
    finally:
        engine.dispose()


def _tell_schema(engine: Engine) -> None:
    """Raises NewerDatabase."""
    with engine.connect() as connection:
        there, newest = revision(connection), known_revisions()[0]
        click.echo(f"the database has migration {there or 'none'}, this version of Mien {newest}")
        check_served(connection)


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
