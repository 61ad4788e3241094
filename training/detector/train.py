"""Trains the face detector; stops and resumes at any checkpoint.

    recipe.toml -> scenes -> network -> loss -> AdamW -> moving average
                                                              |
           .cache/training/detector/{last.pt, metrics.jsonl} <+

`python -m training.detector.train training/recipes/detector.toml`
"""

import argparse
import json
import math
import time
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

import cv2
import torch
from torch import Tensor, nn
from tqdm import tqdm

from training import recipe
from training.data_root import CACHE_DIR, data_root
from training.datasets.detection_scenes import DetectionScenes
from training.datasets.face_bank import load_or_make
from training.datasets.teacher import CONFIRMING_SCORE, TEACHER_WEIGHTS, Teacher
from training.datasets.wider import read_pictures
from training.datasets.wider_crops import WiderCrops
from training.detector.batches import Phase, batches, step_sides
from training.detector.loss import Targets, detection_loss
from training.detector.network import FaceNetwork, anchors

RUN_DIR = CACHE_DIR / "detector"


@dataclass(frozen=True)
class Recipe:
    """A recipe file."""

    seed: int
    batch: int
    learning_rate: float
    weight_decay: float
    warmup_steps: int
    ema_decay: float
    checkpoint_every: int
    log_every: int
    phases: tuple[Mapping[str, int], ...]

    @property
    def sides(self) -> list[int]:
        """The picture side of each step."""
        return step_sides([Phase(**phase) for phase in self.phases])


class Run:
    """A training run: the network, its moving average, the optimiser, and the step it stands at."""

    def __init__(self, plan: Recipe) -> None:
        torch.manual_seed(plan.seed)
        self.plan, self.sides = plan, plan.sides
        self.network = FaceNetwork().train()
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = deepcopy(self.network).requires_grad_(False).eval()
        self.optimiser = optimiser_for(self.network, plan)
        self.grids = {side: anchors(side) for side in set(self.sides)}
        self.step = 0

    def state(self) -> dict[str, Any]:
        """Everything that resuming needs."""
        return {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Continue where `state` was taken."""
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step = state["step"]

    def learn(self, pictures: Tensor, targets: Targets) -> tuple[float, float]:
        """One step; the score loss and the box loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate(self.step, len(self.sides), self.plan)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            raw = self.network(pictures)
        losses = detection_loss(raw.float(), targets, self.grids[pictures.shape[-1]])
        self.optimiser.zero_grad()
        (losses[0] + losses[1]).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 10.0)
        self.optimiser.step()
        decay = min(self.plan.ema_decay, (1 + self.step) / (10 + self.step))
        follow(self.average, self.network, decay)
        self.step += 1
        return float(losses[0].detach()), float(losses[1].detach())


def learning_rate(step: int, steps: int, plan: Recipe) -> float:
    """Linear warm-up, then a cosine down to a hundredth."""
    warm = min(1.0, (step + 1) / plan.warmup_steps)
    return plan.learning_rate * warm * (0.01 + 0.99 * (1 + math.cos(math.pi * step / steps)) / 2)


def optimiser_for(network: FaceNetwork, plan: Recipe) -> torch.optim.AdamW:
    """AdamW; norms and biases do not decay."""
    groups: list[dict[str, Any]] = [
        {"params": [p for p in network.parameters() if p.ndim > 1]},
        {"params": [p for p in network.parameters() if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=plan.learning_rate, weight_decay=plan.weight_decay)


@torch.no_grad()
def follow(average: FaceNetwork, network: FaceNetwork, decay: float) -> None:
    """Move the average towards the network; counters are copied."""
    for kept, current in zip(
        average.state_dict().values(), network.state_dict().values(), strict=True
    ):
        if kept.is_floating_point():
            kept.lerp_(current, 1.0 - decay)
        else:
            kept.copy_(current)


def training_scenes(seed: int) -> DetectionScenes:
    """The mixture over the development half and the face bank."""
    root = data_root()
    pictures = [p for p in read_pictures(root / "detection") if not p.held_out]
    teacher = Teacher(root / TEACHER_WEIGHTS, CONFIRMING_SCORE)
    cuts = WiderCrops(pictures, teacher.confirms)
    return DetectionScenes(load_or_make(root, CACHE_DIR), cuts, seed)


def train(plan: Recipe, run_dir: Path) -> None:
    """Train from the last checkpoint in `run_dir`, or from the start."""
    run_dir.mkdir(parents=True, exist_ok=True)
    last, run = run_dir / "last.pt", Run(plan)
    if last.exists():
        run.resume(torch.load(last, weights_only=True))
    feed = batches(training_scenes(plan.seed), run.sides, plan.batch, run.step)
    began = time.monotonic()
    recent: list[tuple[float, float]] = []
    with (run_dir / "metrics.jsonl").open("a") as log:
        for pictures, targets in tqdm(feed, initial=run.step, total=len(run.sides), mininterval=10):
            recent.append(run.learn(pictures, targets))
            if run.step % plan.log_every == 0:
                _log(log, run.step, recent, time.monotonic() - began)
                recent.clear()
            if run.step % plan.checkpoint_every == 0 or run.step == len(run.sides):
                _save(run, last)


def _log(log: TextIO, step: int, recent: Sequence[tuple[float, float]], seconds: float) -> None:
    """Append the mean losses since the last line; `seconds` since this process began."""
    score, box = (sum(losses) / len(recent) for losses in zip(*recent, strict=True))
    row = {"step": step, "score_loss": score, "box_loss": box, "seconds": round(seconds, 1)}
    log.write(json.dumps(row) + "\n")
    log.flush()


def _save(run: Run, path: Path) -> None:
    partial = path.with_suffix(".partial")
    torch.save(run.state() | {"recipe": asdict(run.plan)}, partial)
    partial.replace(path)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--run-dir", type=Path, default=RUN_DIR)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)  # OpenCV's threads do not survive the fork of the loading process
    train(recipe.load(Recipe, arguments.recipe), arguments.run_dir)


if __name__ == "__main__":
    main()
