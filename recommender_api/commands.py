"""`mien catalog` and `mien recommend`: load a catalog, look at it, serve it."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import func, select

from mien.settings import settings
from recommender_api.access.listening import check_address, name_this_machine
from recommender_api.catalog import synthetic
from recommender_api.catalog.archives import shown
from recommender_api.catalog.errors import CatalogError, CatalogUnreadable
from recommender_api.catalog.files import Source
from recommender_api.catalog.fingerprint import fingerprint
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.loading import Summary, load
from recommender_api.catalog.records import Row
from recommender_api.database import connect
from recommender_api.tables import CatalogLoad, Genre, Movie, Product, Tag

_database = click.option("--db", "url", help="Database URL; MIEN_DATABASE_URL where it is absent.")


@click.group()
def catalog() -> None:
    """The films and products to recommend."""


@catalog.command("load")
@click.argument("path", type=click.Path(path_type=Path))
@_database
def load_catalog(path: Path, url: str | None) -> None:
    """Load a catalog of any known format, packed or not.

    Loading it again changes nothing, and a load that was killed goes on where it was. Exit code 1
    if the file is damaged; what could be read of it is loaded.
    """
    source = Source(path)
    found = detect(source)
    engine = connect(url or settings().database_url)
    rows = _Readable(found.read(source))
    with _progress() as progress:
        task = progress.add_task(f"Loading {source.name} ({found.name})", total=None)
        summary = load(
            engine,
            source.name,
            fingerprint(path),
            rows,
            lambda done: progress.update(task, advance=done),
        )
    _show(source.name, found.name, summary)
    if rows.damage is not None:
        click.echo(f"mien: {rows.damage.detail}. {rows.damage.action}", err=True)
        sys.exit(1)


@catalog.command()
@_database
def info(url: str | None) -> None:
    """How much is in the catalog, and what it was loaded from."""
    with connect(url or settings().database_url).connect() as connection:
        for entity in (Movie, Product, Genre, Tag):
            count = connection.execute(select(func.count()).select_from(entity)).scalar_one()
            click.echo(f"{entity.__tablename__}: {count}")
        loads = select(CatalogLoad.name, CatalogLoad.rows, CatalogLoad.finished)
        for name, rows, finished in connection.execute(loads.order_by(CatalogLoad.name)):
            click.echo(
                f"{name}: {rows} rows, {f'{finished:%Y-%m-%d}' if finished else 'unfinished'}"
            )


@catalog.command()
@click.option(
    "--titles", default=synthetic.FULL_SIZE, show_default=True, type=click.IntRange(1, 10**7)
)
@click.option("--seed", default=1, show_default=True)
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def generate(path: Path, titles: int, seed: int) -> None:
    """Write a synthetic catalog, marked as such, with a real one's distributions and quirks."""
    try:
        synthetic.write_csv(path, titles, seed)
    except OSError as error:
        raise CatalogUnreadable(f"{shown(str(path))}: {error.strerror}") from error
    click.echo(f"{click.format_filename(path)}: {titles} synthetic titles")


@click.group()
def recommend() -> None:
    """The recommender on its own."""


@recommend.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1))
def serve(host: str, port: int, workers: int) -> None:
    """Serve /api/v1 under gunicorn."""
    check_address(host, settings())
    name_this_machine(host, settings())
    connect(settings().database_url).dispose()
    place = ["--bind", f"{host}:{port}", "--workers", str(workers)]
    worker = "recommender_api.bounded_worker.BoundedWorker"
    options = ["--worker-class", worker, "--threads", "1", "--no-control-socket"]
    options += ["--config", "python:recommender_api.gunicorn_config"]
    options += ["--forwarded-allow-ips", ",".join(settings().trusted_proxies)]
    command = [sys.executable, "-m", "gunicorn", *place, *options, "recommender_api.app:served()"]
    os.execv(sys.executable, command)


class _Readable:
    """A catalog's rows up to where it is damaged, and the damage."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.damage: CatalogError | None = None

    def __iter__(self) -> Iterator[Row]:
        try:
            yield from self._rows
        except CatalogError as damage:
            self.damage = damage


def _progress() -> Progress:
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}: {task.completed} rows"))
    return Progress(*columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal)


def _show(name: str, format_name: str, summary: Summary) -> None:
    already = ", all loaded before" if summary.unchanged else ""
    resumed = summary.resumed_at and not summary.unchanged
    again = f", resumed after row {summary.resumed_at}" if resumed else ""
    click.echo(
        f"{name} ({format_name}): {summary.rows} rows, {summary.loaded} loaded{already}{again}"
    )
    for reason, count in summary.skipped.most_common():
        click.echo(f"  {count} skipped: {reason}")
