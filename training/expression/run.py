"""A training run: the network, the moving average of its weights, the optimiser, and their state.

rows drawn by rate ─> augment ─> mix up ─> teacher's part ─> two heads' loss ─> SGD step ─> average
"""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from tqdm import tqdm

from training import checkpoint
from training.architectures.expression import expression_network
from training.expression.augmentation import Augmentation, augment
from training.expression.data import TrainingSet
from training.expression.distillation import Teacher
from training.expression.network import channels_last
from training.expression.plan import Recipe
from training.expression.schedule import Schedule, averaging_decay, learning_rate
from training.precision import fast_multiplication


class Run:
    """Trains epoch by epoch; `average` is what is validated and exported."""

    def __init__(self, plan: Recipe, data: TrainingSet, teacher: Teacher | None = None) -> None:
        torch.manual_seed(plan.seed)
        self.plan, self.data, self.teacher = plan, data, teacher
        self.steps_per_epoch = len(data.images) // plan.batch_size
        self.network = channels_last(expression_network(plan.architecture, plan.network))
        self.average = deepcopy(self.network).requires_grad_(False).eval()
        self.optimiser = optimiser_for(self.network, plan.schedule)
        self.epoch = 0
        self.best = 0.0

    def state(self) -> dict[str, Any]:
        """Everything that resuming needs."""
        return {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "random": torch.get_rng_state(),
            "epoch": self.epoch,
            "best": self.best,
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Continue where `state` was taken. Raises ValueError if another network took it."""
        checkpoint.restore(self.network, state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])
        self.epoch, self.best = state["epoch"], state["best"]

    def fine_tune(self, path: Path) -> str:
        """Start from the weights of a checkpoint that fit; says what did not."""
        report = checkpoint.start_from(self.network, path)
        self.average.load_state_dict(self.network.state_dict())
        return report

    def train_epoch(self) -> float:
        """Draw as many rows as the set has, each by its rate, and learn from them; mean loss."""
        self.network.train()
        size = self.plan.batch_size
        rates = torch.from_numpy(self.data.rates)
        drawn = torch.multinomial(rates, self.steps_per_epoch * size, replacement=True)
        batches = tqdm(drawn.view(-1, size), desc=f"epoch {self.epoch + 1}", mininterval=5.0)
        losses = [self.step(rows.numpy(), index) for index, rows in enumerate(batches)]
        self.epoch += 1
        return float(np.mean(losses))

    def step(self, rows: NDArray[np.int64], index: int) -> float:
        """Learn from the rows of step `index` of this epoch; their loss."""
        step = self.epoch * self.steps_per_epoch + index
        schedule = self.plan.schedule
        rate = learning_rate(step, self.plan.epochs * self.steps_per_epoch, schedule)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        loss = self._loss(rows)
        self.optimiser.zero_grad()
        torch.autograd.backward(loss)
        self.optimiser.step()
        follow(self.average, self.network, averaging_decay(step, schedule))
        return float(loss.detach())

    def _loss(self, rows: NDArray[np.int64]) -> Tensor:
        fer, fer_plus = (torch.from_numpy(t[rows]) for t in (self.data.fer, self.data.fer_plus))
        faces = augment(torch.from_numpy(self.data.images[rows]), self._augmentation())
        if not self._closing():
            faces, fer, fer_plus = mix_up(faces, fer, fer_plus, self.plan.loss.mixup_alpha)
        if self.teacher is not None:
            fer, fer_plus = self.teacher.targets(faces, fer, fer_plus)
        with fast_multiplication():
            fer_logits, fer_plus_logits = self.network(faces)
        weight = self.plan.loss.fer_weight
        fer_loss = cross_entropy(fer_logits.float(), fer)
        fer_plus_loss = cross_entropy(fer_plus_logits.float(), fer_plus)
        return weight * fer_loss + (1.0 - weight) * fer_plus_loss

    def _closing(self) -> bool:
        return self.epoch >= self.plan.epochs - self.plan.closing.epochs

    def _augmentation(self) -> Augmentation:
        strengths = self.plan.augmentation
        return strengths.softened(self.plan.closing.strength) if self._closing() else strengths


def optimiser_for(network: nn.Module, schedule: Schedule) -> torch.optim.SGD:
    """Nesterov SGD; norms and biases, which are vectors, do not decay."""
    matrices = [p for p in network.parameters() if p.ndim > 1]
    vectors = [p for p in network.parameters() if p.ndim <= 1]
    groups = [
        {"params": matrices, "weight_decay": schedule.weight_decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
    return torch.optim.SGD(groups, lr=0.0, momentum=schedule.momentum, nesterov=True)


def mix_up(
    faces: Tensor, fer: Tensor, fer_plus: Tensor, alpha: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Mixup (Zhang et al. 2018): blend each row with another, pictures and targets alike."""
    share = torch.distributions.Beta(alpha, alpha).sample((len(faces), 1))
    share = torch.maximum(share, 1.0 - share)
    other = torch.randperm(len(faces))
    faces = torch.lerp(faces[other], faces, share.unsqueeze(2))
    return faces, torch.lerp(fer[other], fer, share), torch.lerp(fer_plus[other], fer_plus, share)


@torch.no_grad()
def follow(average: nn.Module, network: nn.Module, decay: float) -> None:
    """Move the average's weights and running statistics towards the network's; copy counters."""
    current = network.state_dict()
    for name, kept in average.state_dict().items():
        if kept.is_floating_point():
            kept.lerp_(current[name], 1.0 - decay)
        else:
            kept.copy_(current[name])
