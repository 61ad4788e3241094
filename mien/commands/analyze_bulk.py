"""`mien analyze --engine ray`: the same lines as on one machine, and tables of all clips."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from mien.clips.bulk.errors import BulkFailed
from mien.clips.bulk.listing import listed
from mien.clips.bulk.order import Order
from mien.clips.bulk.quiet import quiet
from mien.commands.clip_lines import as_text, line
from mien.commands.file_lines import Answer, write_lines
from mien.settings import settings


def analyse_on_ray(
    given: Sequence[str], out: Path, order: Order, address: str | None, style: str
) -> None:
    """Analyse clips on the Ray cluster at `address` into the tables of `out`, and exit."""
    with _failing_in_words():
        quiet()
        from mien.clips.bulk.engine import parts
        from mien.clips.bulk.run import BulkRun

        recipe, threads = order.recipe(settings()), settings().inference_threads
        work = partial(parts, order=order, recipe=recipe, threads=threads, address=address)
        sources = listed(given, out)
        with BulkRun(sources, out, recipe, work) as run:

            def read(path: str) -> Answer:
                note = run.note(path)
                return line(note.summary) if note.summary else {"error": note.error}

            write_lines([source.path for source in sources], "Analysing", style, read, as_text)


@contextmanager
def _failing_in_words() -> Iterator[None]:
    """Say how to install what is missing, and what ended a run."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"--engine ray needs the extra 'ray' ({error.name} is not installed): "
            "run pip install 'mien[ray]'"
        ) from error
    except BulkFailed as error:
        raise click.ClickException(str(error)) from error
