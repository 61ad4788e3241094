"""`mien keys`: make, list and revoke API keys."""

from datetime import UTC, datetime

import click
from sqlalchemy import Row

from mien.settings import settings
from recommender_api.access import keys as known
from recommender_api.access.scopes import Scope
from recommender_api.clock import now
from recommender_api.database import opened

_database = click.option("--db", "url", help="Database URL; MIEN_DATABASE_URL where it is absent.")


def _scopes(context: click.Context, option: click.Parameter, value: str) -> frozenset[Scope]:
    names = [name.strip() for name in value.split(",")]
    if unknown := [name for name in names if name not in set(Scope)]:
        raise click.BadParameter(f"{', '.join(unknown)!r} is none of {', '.join(Scope)}")
    return frozenset(map(Scope, names))


@click.group()
def keys() -> None:
    """API keys."""


@keys.command()
@click.argument("name")
@click.option("--scopes", required=True, callback=_scopes, help=f"Of {', '.join(Scope)}.")
@click.option("--per-minute", default=600, show_default=True, type=click.IntRange(1, 10**6))
@click.option("--expires", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]), help="In UTC.")
@_database
def create(
    name: str, scopes: frozenset[Scope], per_minute: int, expires: datetime | None, url: str | None
) -> None:
    """Make a key, and show it this once."""
    if not 1 <= len(name) <= 128:
        raise click.BadParameter("needs 1 to 128 characters", param_hint="NAME")
    if expires is not None and expires <= now():
        raise click.BadParameter("is not in the future", param_hint="--expires")
    with opened(url or settings().database_url) as engine, engine.begin() as connection:
        key_id, key = known.create(connection, name, scopes, per_minute, expires)
    click.echo(key)
    click.echo(f"key {key_id}: keep it now, it is not shown again", err=True)


@keys.command("list")
@_database
def list_keys(url: str | None) -> None:
    """What keys there are, one a line: id, state, limit, scopes, name."""
    with opened(url or settings().database_url) as engine, engine.connect() as connection:
        rows = known.every(connection)
    for row in rows:
        limit = f"{row.per_minute} a minute"
        click.echo("  ".join((row.id, _state(row), limit, row.scopes, row.name)))


@keys.command()
@click.argument("key_id", metavar="ID")
@_database
def revoke(key_id: str, url: str | None) -> None:
    """Make a key useless for good; servers refuse it within five seconds."""
    with opened(url or settings().database_url) as engine, engine.begin() as connection:
        known.revoke(connection, key_id)
    click.echo(f"key {key_id} is revoked")


def _state(row: Row[tuple[object, ...]]) -> str:
    if row.revoked is not None:
        return f"revoked {_day(row.revoked)}"
    if row.expires is None:
        return "valid"
    return f"{'expired' if row.expires <= now() else 'valid until'} {_day(row.expires)}"


def _day(moment: datetime) -> str:
    return moment.replace(tzinfo=UTC).strftime("%Y-%m-%d")
