"""Trains the expression classifier; stops and resumes at any epoch.

    recipe.toml ─> run ─epoch─> validate on FER2013 val and on other faces
                                  └─> .cache/training/expression/{last.pt, best.pt, metrics.jsonl}

`python -m training.expression.train training/recipes/expression.toml`
"""

import argparse
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from mien.taxonomy import LABELS
from training import metrics, recipe
from training.data_root import CACHE_DIR
from training.expression.data import leak_free, other_faces, training_set
from training.expression.network import ExpressionNetwork, mix_heads
from training.expression.plan import Recipe
from training.expression.run import Run

RUN_DIR = CACHE_DIR / "expression"
BEST = "best.pt"


@torch.no_grad()
def both_heads(network: ExpressionNetwork, images: NDArray[np.uint8]) -> tuple[Tensor, Tensor]:
    """Logits of the two heads for images [n, 48, 48], each [n, 7]."""
    parts = [network(part) for part in torch.split(torch.from_numpy(images), 256)]
    return torch.cat([fer for fer, _ in parts]), torch.cat([fer_plus for _, fer_plus in parts])


def likeliest(network: ExpressionNetwork, images: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Indices [n] of the likeliest expressions, the heads mixed one to one."""
    fer, fer_plus = both_heads(network, images)
    return np.asarray(mix_heads(fer, fer_plus, 0.5).argmax(dim=1).numpy(), np.int64)


def validate(network: ExpressionNetwork) -> dict[str, float]:
    """Figures on FER2013 val without leaks and on the other faces."""
    faces, others = leak_free("val"), other_faces()
    predicted, elsewhere = likeliest(network, faces.images), likeliest(network, others.images)
    return {
        "fer": metrics.accuracy(predicted, faces.labels),
        "fer_plus": metrics.accuracy(predicted, faces.majority()),
        "macro_f1": metrics.macro_f1(predicted, faces.labels, len(LABELS)),
        "other_faces_macro_f1": metrics.macro_f1(elsewhere, others.labels, len(LABELS)),
    }


def train(plan: Recipe, run_dir: Path) -> None:
    """Train from the last checkpoint in `run_dir`, or from the start."""
    run_dir.mkdir(parents=True, exist_ok=True)
    last = run_dir / "last.pt"
    run = Run(plan, training_set(plan.data, plan.sampling, plan.loss.label_smoothing, plan.seed))
    if last.exists():
        run.resume(torch.load(last))
    while run.epoch < plan.epochs:
        started = time.monotonic()
        loss = run.train_epoch()
        figures = validate(run.average)
        keep_best(run, (figures["fer"] + figures["fer_plus"]) / 2, run_dir / BEST)
        save(run.state(), last)
        record = {"epoch": run.epoch, "loss": loss, "seconds": time.monotonic() - started}
        append_line(run_dir / "metrics.jsonl", record | figures)


def keep_best(run: Run, score: float, path: Path) -> None:
    """Save the averaged weights if no earlier epoch scored higher."""
    if score > run.best:
        run.best = score
        save(run.average.state_dict(), path)


def save(state: Mapping[str, Any], path: Path) -> None:
    """Write a checkpoint whole or not at all."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)


def append_line(path: Path, record: Mapping[str, float]) -> None:
    """Add one JSON line to the run's log, and show it."""
    line = json.dumps({name: round(value, 4) for name, value in record.items()})
    with path.open("a") as file:
        file.write(line + "\n")
    tqdm.write(line)


def main() -> None:
    """Command line: the recipe, and where the run keeps its checkpoints."""
    parser = argparse.ArgumentParser(description="Train the expression classifier.")
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--run-dir", type=Path, default=RUN_DIR)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    train(recipe.load(Recipe, arguments.recipe), arguments.run_dir)


if __name__ == "__main__":
    main()
