"""A training run of the detector: network, moving average, optimiser, and the step it stands at.

scenes ─> network ─> score loss + box loss ─> AdamW step ─> moving average
"""

import math
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training import checkpoint
from training.detector.loss import Targets, detection_loss
from training.detector.network import FaceNetwork, anchors
from training.detector.plan import Recipe
from training.precision import fast_multiplication


class Run:
    """Learns batch by batch; `average` is what is exported."""

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
            "recipe": asdict(self.plan),
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Continue where `state` was taken. Raises ValueError if another network took it."""
        checkpoint.restore(self.network, state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step = state["step"]

    def fine_tune(self, path: Path) -> str:
        """Start from the weights of a checkpoint that fit; says what did not."""
        report = checkpoint.start_from(self.network, path)
        self.average.load_state_dict(self.network.state_dict())
        return report

    def learn(self, pictures: Tensor, targets: Targets) -> tuple[float, float]:
        """One step; the score loss and the box loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate(self.step, len(self.sides), self.plan)
        with fast_multiplication():
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
