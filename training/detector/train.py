"""Trains the face detector; stops and resumes at any checkpoint.

    recipe.toml -> scenes -> network -> loss -> AdamW -> moving average
                                                              |
           .cache/training/detector/{last.pt, metrics.jsonl} <+

`python -m training.detector.train training/recipes/detector.toml`
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import torch
from tqdm import tqdm

from training import checkpoint
from training.command_line import Arguments, parse, plain_errors
from training.data_root import CACHE_DIR
from training.datasets.detection_scenes import DetectionScenes
from training.detector.batches import batches
from training.detector.material import Material, development_material
from training.detector.plan import Recipe, YoloRecipe, read
from training.detector.run import Run
from training.journal import Journal

RUN_DIR = CACHE_DIR / "detector"
LAST = "last.pt"


def train(run: Run, scenes: DetectionScenes, run_dir: Path) -> None:
    """Train to the recipe's last step, with a checkpoint every so many."""
    plan = run.plan
    feed = batches(scenes, run.sides, plan.batch, run.step)
    recent: list[tuple[float, float]] = []
    with Journal(run_dir) as journal:
        for pictures, targets in tqdm(feed, initial=run.step, total=len(run.sides), mininterval=10):
            recent.append(run.learn(pictures, targets))
            if run.step % plan.log_every == 0:
                journal.log(run.step, mean_losses(recent))
                recent.clear()
            if run.step % plan.checkpoint_every == 0 or run.step == len(run.sides):
                checkpoint.save(run.state(), run_dir / LAST)


def mean_losses(recent: Sequence[tuple[float, float]]) -> Mapping[str, float]:
    """Means over the steps since the last line of the log."""
    score, box = (sum(losses) / len(recent) for losses in zip(*recent, strict=True))
    return {"score_loss": score, "box_loss": box}


def train_from(
    plan: Recipe | YoloRecipe, material: Material, run_dir: Path, start: Path | None
) -> None:
    """Train the recipe's architecture, on from the last checkpoint or from `start`."""
    if isinstance(plan, YoloRecipe):
        from training.architectures import yolo_training

        yolo_training.train(plan, material, run_dir, start)
        return
    with plain_errors():
        run = Run(plan)
        checkpoint.begin(run, run_dir / LAST, start)
    train(run, material.scenes(plan.seed), run_dir)


def real_run(arguments: Arguments) -> None:
    """Train on the development half and the face bank."""
    with plain_errors():
        plan = read(arguments.recipe)
        material = development_material(plan.faceless, plan.wider_face)
    train_from(plan, material, arguments.run_dir, arguments.start)


def main() -> None:
    """Command line: see training/command_line.py."""
    arguments = parse("Train the face detector.", "detector.toml")
    torch.set_num_threads(arguments.threads)
    cv2.setNumThreads(1)  # OpenCV's threads do not survive the fork of the loading process
    if arguments.smoke:
        from training.smoke.detector import smoke

        smoke(arguments)
    else:
        real_run(arguments)


if __name__ == "__main__":
    main()
