"""What the commands that read many files have in common: a line a file, whatever happens to one.

paths --progress--> reading --> {"path": …, **answer} | {"path": …, "error": …} --> a line
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import track

from mien.errors import MienError

Answer = Mapping[str, Any]
Place = TypeVar("Place", Path, str)

style_option = click.option(
    "--format",
    "style",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="text: lines for people; jsonl: a JSON object a file.",
)


def write_lines(
    paths: Sequence[Place],
    title: str,
    style: str,
    read: Callable[[Place], Answer],
    as_text: Callable[[str, Answer], str],
) -> None:
    """As `print_lines`, and exit, with 1 where a file could not be read."""
    sys.exit(1 if print_lines(paths, title, style, read, as_text) else 0)


def print_lines(
    paths: Sequence[Place],
    title: str,
    style: str,
    read: Callable[[Place], Answer],
    as_text: Callable[[str, Answer], str],
) -> bool:
    """Print what `read` answers for each file, in `style`; whether one could not be read.

    Such a file gives an error line and never stops the rest.
    """
    console = Console(stderr=True)
    hidden = len(paths) == 1 or not console.is_terminal
    failed = False
    for path in track(paths, title, console=console, disable=hidden):
        line = _line(path, read)
        failed = failed or "error" in line
        click.echo(
            json.dumps(line, ensure_ascii=False) if style == "jsonl" else _text(line, as_text)
        )
    return failed


def _line(path: Place, read: Callable[[Place], Answer]) -> dict[str, Any]:
    try:
        return {"path": str(path), **read(path)}
    except MienError as error:
        return {"path": str(path), "error": error.problem()}
    except OSError as error:
        return {"path": str(path), "error": {"code": "unreadable-file", "detail": error.strerror}}


def _text(line: Answer, as_text: Callable[[str, Answer], str]) -> str:
    if "error" in line:
        return f"{line['path']}: error: {line['error']['detail']}"
    return as_text(line["path"], line)
