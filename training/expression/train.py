"""Trains the expression classifier; stops and resumes at any epoch.

    recipe.toml ─> run ─epoch─> validate on FER2013 val and on other faces
                                  └─> .cache/training/expression/{last.pt, best.pt, metrics.jsonl}

`python -m training.expression.train training/recipes/expression.toml`
"""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from tqdm import tqdm

from mien.taxonomy import LABELS
from training import checkpoint, metrics, recipe
from training.command_line import Arguments, parse, plain_errors
from training.data_root import CACHE_DIR
from training.expression.distillation import load_teacher
from training.expression.material import Validation, training_material, validation_material
from training.expression.plan import Recipe
from training.expression.pool import HeadPool
from training.expression.run import Run
from training.journal import Journal

RUN_DIR = CACHE_DIR / "expression"
BEST, LAST = "best.pt", "last.pt"


@torch.no_grad()
def both_heads(network: nn.Module, images: NDArray[np.uint8]) -> tuple[Tensor, Tensor]:
    """Logits of the two heads for images [n, 48, 48], each [n, 7]."""
    parts = [network(part) for part in torch.split(torch.from_numpy(images), 256)]
    return torch.cat([fer for fer, _ in parts]), torch.cat([fer_plus for _, fer_plus in parts])


def likeliest(network: nn.Module, images: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Indices [n] of the likeliest expressions, the heads pooled evenly."""
    return np.asarray(HeadPool()(*both_heads(network, images)).argmax(dim=1).numpy(), np.int64)


def validate(network: nn.Module, unseen: Validation) -> dict[str, float]:
    """Figures on FER2013 val without leaks and on the other faces."""
    faces, others = unseen.faces, unseen.others
    predicted, elsewhere = likeliest(network, faces.images), likeliest(network, others.images)
    return {
        "fer": metrics.accuracy(predicted, faces.labels),
        "fer_plus": metrics.accuracy(predicted, faces.majority()),
        "macro_f1": metrics.macro_f1(predicted, faces.labels, len(LABELS)),
        "other_faces_macro_f1": metrics.macro_f1(elsewhere, others.labels, len(LABELS)),
    }


def train(run: Run, unseen: Validation, run_dir: Path) -> None:
    """Train to the recipe's last epoch, with a checkpoint after each."""
    with Journal(run_dir) as journal:
        while run.epoch < run.plan.epochs:
            loss = run.train_epoch()
            figures = {"loss": loss} | validate(run.average, unseen)
            keep_best(run, (figures["fer"] + figures["fer_plus"]) / 2, run_dir / BEST)
            checkpoint.save(run.state(), run_dir / LAST)
            journal.log(run.epoch, figures)
            tqdm.write(", ".join(f"{name} {value:.4f}" for name, value in figures.items()))


def keep_best(run: Run, score: float, path: Path) -> None:
    """Save the averaged weights if no earlier epoch scored higher."""
    if score > run.best:
        run.best = score
        checkpoint.save(run.average.state_dict(), path)


def real_run(arguments: Arguments) -> None:
    """Train on the data that the recipe names."""
    with plain_errors():
        plan = recipe.load(Recipe, arguments.recipe)
        run = Run(plan, training_material(plan), load_teacher(plan.distillation, BEST))
        checkpoint.begin(run, arguments.run_dir / LAST, arguments.start)
        unseen = validation_material()
    train(run, unseen, arguments.run_dir)


def main() -> None:
    """Command line: see training/command_line.py."""
    arguments = parse("Train the expression classifier.", "expression.toml")
    torch.set_num_threads(arguments.threads)
    if arguments.smoke:
        from training.smoke.expression import smoke

        smoke(arguments)
    else:
        real_run(arguments)


if __name__ == "__main__":
    main()
