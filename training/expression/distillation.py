"""A larger network's readings as part of what the small one learns (Hinton et al. 2015).

    augmented, mixed-up faces ─> teacher ─> share of both heads' targets
    annotators' targets ──────────────────> the rest ──────────────────┴─> cross-entropy

The teacher sees the very pixels that the student sees (Beyer et al. 2022).
"""

from pathlib import Path

import torch
from torch import Tensor, nn

from training import checkpoint, recipe
from training.architectures.expression import expression_network
from training.command_line import RECIPES
from training.data_root import CACHE_DIR
from training.expression.network import channels_last
from training.expression.plan import Distillation, Recipe
from training.precision import fast_multiplication


class Teacher:
    """A trained network and the share of the targets that is its own."""

    def __init__(self, network: nn.Module, share: float) -> None:
        self.network = channels_last(network).eval().requires_grad_(False)
        self.share = share

    @torch.no_grad()
    def targets(self, faces: Tensor, fer: Tensor, fer_plus: Tensor) -> tuple[Tensor, Tensor]:
        """Both heads' distributions [b, 7] for faces [b, 48, 48], the teacher's blended in."""
        with fast_multiplication():
            logits = self.network(faces)
        own_fer, own_fer_plus = (head.float().softmax(dim=1) for head in logits)
        return fer.lerp(own_fer, self.share), fer_plus.lerp(own_fer_plus, self.share)


def load_teacher(plan: Distillation, best: str) -> Teacher | None:
    """The trained network of the recipe that `plan` names, if it names one.

    `best` is the name of the checkpoint in a run's folder. Raises FileNotFoundError where the
    teacher was not trained yet.
    """
    if not plan.teacher:
        return None
    teacher = recipe.load(Recipe, RECIPES / plan.teacher)
    path = CACHE_DIR / Path(plan.teacher).stem / best
    if not path.is_file():
        raise FileNotFoundError(
            f"no teacher at {path}: train it with make train-expression "
            f"RECIPE=training/recipes/{plan.teacher}"
        )
    network = expression_network(teacher.architecture, teacher.network)
    checkpoint.restore(network, checkpoint.load(path))
    return Teacher(network, plan.share)
