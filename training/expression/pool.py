"""One answer from both heads: a log-linear opinion pool (Genest and Zidek 1986).

    log softmax(FER2013 head) x a ─┐
    log softmax(FER+ head) x b ────┴─> + c ─> logits [b, 7]; a, b, c: a number each class

FER2013's single labels and the FER+ raters' majority disagree on three validation faces in ten, so
no answer can follow both: the pool is fitted on validation faces to a blend of the two.
"""

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from mien.taxonomy import LABELS

FER_WEIGHT = 0.6
"""Of FER2013's labels beside FER+ majority, in what the pool is fitted to."""

STEPS = 60
HELD_TO_EVEN = 1e-3
"""Strength of the pull towards an even pool."""


class HeadPool(nn.Module):
    """(FER2013 logits [b, 7], FER+ logits [b, 7]) -> logits [b, 7]; even until fitted."""

    def __init__(self) -> None:
        super().__init__()
        self.fer = nn.Parameter(torch.full((len(LABELS),), 0.5))
        self.fer_plus = nn.Parameter(torch.full((len(LABELS),), 0.5))
        self.shift = nn.Parameter(torch.zeros(len(LABELS)))

    def forward(self, fer: Tensor, fer_plus: Tensor) -> Tensor:
        """See the class."""
        pooled = self.fer * fer.log_softmax(dim=1) + self.fer_plus * fer_plus.log_softmax(dim=1)
        return pooled + self.shift

    def distance(self) -> Tensor:
        """Squared distance from an even pool."""
        parts = (self.fer - 0.5, self.fer_plus - 0.5, self.shift)
        return torch.stack([(part * part).sum() for part in parts]).sum()


def fit_pool(fer: Tensor, fer_plus: Tensor, labels: Tensor, majority: Tensor) -> HeadPool:
    """The pool with the least cross-entropy with `labels` [n] and `majority` [n], blended.

    `majority` is -1 where the raters have none; those faces count by their label alone.
    """
    pool, clear = HeadPool(), majority >= 0
    optimiser = torch.optim.LBFGS(pool.parameters(), max_iter=STEPS)

    def loss() -> Tensor:
        optimiser.zero_grad()
        logits = pool(fer, fer_plus)
        value = FER_WEIGHT * cross_entropy(logits, labels) + HELD_TO_EVEN * pool.distance()
        if clear.any():
            by_majority = cross_entropy(logits[clear], majority[clear])
            value = value + (1.0 - FER_WEIGHT) * by_majority
        value.backward()
        return value

    optimiser.step(loss)
    return pool.requires_grad_(False).eval()
