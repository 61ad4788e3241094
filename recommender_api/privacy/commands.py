"""`mien ledger` and `mien privacy`: check what was recorded, and remove what is too old."""

import sys

import click
from sqlalchemy import select

from mien.settings import settings
from recommender_api.database import opened
from recommender_api.privacy import ledger as chain
from recommender_api.privacy.erasing import erase
from recommender_api.privacy.errors import LedgerBroken
from recommender_api.privacy.holdings import OF_VIEWERS
from recommender_api.privacy.retention import sweep as sweep_now
from recommender_api.privacy.tables import LedgerEntry

_database = click.option("--db", "url", help="Database URL; MIEN_DATABASE_URL where it is absent.")


def _receipt(
    context: click.Context, option: click.Parameter, value: str | None
) -> tuple[int, str] | None:
    if value is None:
        return None
    number, _, entry_hash = value.partition(":")
    if not (number.isascii() and number.isdigit()) or len(entry_hash) != 64:
        raise click.BadParameter("needs the number and the hash of a receipt, as 17:ab12…")
    return int(number), entry_hash


@click.group()
def ledger() -> None:
    """The chain of consents and deletions."""


@ledger.command()
@click.option(
    "--receipt",
    metavar="NUMBER:HASH",
    callback=_receipt,
    help="An entry that must be there, from a receipt.",
)
@_database
def verify(receipt: tuple[int, str] | None, url: str | None) -> None:
    """Whether no entry was changed, removed or put in; exit code 1 if one was."""
    with opened(url or settings().database_url) as engine, engine.connect() as connection:
        try:
            number, newest = chain.verify(connection, receipt)
        except LedgerBroken as broken:
            click.echo(f"broken: {broken.detail}. {broken.action}")
            sys.exit(1)
    click.echo(f"ok: {number} entries, the newest is {number}:{newest}")


@ledger.command()
@click.option("--last", type=click.IntRange(1), help="Only so many, the newest.")
@_database
def show(last: int | None, url: str | None) -> None:
    """The entries, one a line."""
    query = select(LedgerEntry.__table__).order_by(LedgerEntry.number)
    with opened(url or settings().database_url) as engine, engine.connect() as connection:
        if last is not None:
            query = query.where(LedgerEntry.number > chain.head(connection)[0] - last)
        for row in connection.execute(query):
            about = row.subject[:12] or "nobody"
            click.echo(f"{row.number} {row.at} {row.event} {about} {row.detail} {row.hash[:12]}")


@click.group()
def privacy() -> None:
    """What is held about viewers."""


@privacy.command("erase")
@_database
def erase_files(url: str | None) -> None:
    """Rewrite the database's files without what was deleted; exit code 1 while it is busy."""
    with opened(url or settings().database_url) as engine:
        erased = erase(engine, OF_VIEWERS)
    if not erased:
        click.echo("the database is busy: try again when fewer use it", err=True)
        sys.exit(1)
    click.echo("what was deleted is gone from the database's files")


@privacy.command()
@click.option("--days", type=click.IntRange(1), help="MIEN_RETENTION_DAYS where it is absent.")
@_database
def sweep(days: int | None, url: str | None) -> None:
    """Remove sessions that are too old, and all that came of them."""
    chosen = settings()
    with opened(url or chosen.database_url) as engine:
        rows = sweep_now(engine, days or chosen.retention_days)
    for name, count in sorted(rows.items()):
        click.echo(f"{name}: {count} removed")
    if not rows:
        click.echo("nothing was too old")
