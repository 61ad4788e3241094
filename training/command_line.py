"""What the training commands have in common: their arguments, and how they refuse bad input.

python -m training.expression.train [RECIPE] [--run-dir DIR] [--from CHECKPOINT] [--smoke]
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from training.data_root import CACHE_DIR

RECIPES = Path(__file__).resolve().parent / "recipes"


@dataclass(frozen=True)
class Arguments:
    """A parsed command line."""

    recipe: Path
    run_dir: Path
    threads: int
    start: Path | None
    smoke: bool


def parse(description: str, default_recipe: str) -> Arguments:
    """Read the command line; a run keeps its files in a folder named after its recipe."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("recipe", type=Path, nargs="?", default=RECIPES / default_recipe)
    parser.add_argument("--run-dir", type=Path, help="default: .cache/training/<recipe's name>")
    cores = len(os.sched_getaffinity(0))
    parser.add_argument("--threads", type=int, default=cores, help="of torch; default: all cores")
    parser.add_argument(
        "--from", dest="start", type=Path, metavar="CHECKPOINT", help="weights to fine-tune"
    )
    parser.add_argument(
        "--smoke", action="store_true", help="a minute on drawn faces, through to serving"
    )
    found = parser.parse_args()
    run_dir = found.run_dir or CACHE_DIR / found.recipe.stem
    return Arguments(found.recipe, run_dir, found.threads, found.start, found.smoke)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Missing files and wrong values end the command with one line instead of a stack trace."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise SystemExit(f"error: {error}") from error
