"""Trains the speech model; stops and resumes at any epoch.

    recipe.toml ─> batches ─step─> network, its moving average ─epoch─> validate on other actors
                                      └─> .cache/training/speech/{last.pt, metrics.jsonl}

`python -m training.speech.train training/recipes/speech.toml`
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, mse_loss
from tqdm import tqdm

from training import checkpoint, metrics, recipe
from training.command_line import Arguments, parse, plain_errors
from training.data_root import CACHE_DIR, data_root
from training.datasets.ravdess import ARCHIVE, EMOTIONS, Utterance, read_ravdess
from training.journal import Journal
from training.speech.batches import Batch, batches, mixed
from training.speech.network import SpeechNetwork
from training.speech.plan import Recipe
from training.speech.windows import centred

RUN_DIR = CACHE_DIR / "speech"
LAST = "last.pt"


class Run:
    """A training run: the network, the moving average of its weights, the optimiser."""

    def __init__(self, plan: Recipe) -> None:
        torch.manual_seed(plan.seed)
        self.plan = plan
        self.network = SpeechNetwork(plan.network).to(memory_format=torch.channels_last)
        self.average = deepcopy(self.network).requires_grad_(False).eval()
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), weight_decay=plan.schedule.weight_decay
        )
        self.step = 0

    def state(self) -> dict[str, Any]:
        """Everything that resuming needs."""
        return {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "random": torch.get_rng_state(),
            "step": self.step,
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Continue where `state` was taken."""
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])
        self.step = state["step"]

    def fine_tune(self, start: Path) -> str:
        """Begin with the weights of a checkpoint that fit; says which did not."""
        said = checkpoint.start_from(self.network, start)
        self.average.load_state_dict(self.network.state_dict())
        return said

    def learn(self, batch: Batch, steps: int) -> float:
        """One step of `steps`; its loss."""
        self.network.train()
        for group in self.optimiser.param_groups:
            group["lr"] = self.plan.schedule.rate(self.step, steps)
        loss = self._loss(mixed(batch, self.plan.loss))
        self.optimiser.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        self._follow(min(self.plan.schedule.ema_decay, (1 + self.step) / (10 + self.step)))
        self.step += 1
        return float(loss.detach())

    def _loss(self, batch: Batch) -> Tensor:
        bands, emotions, points = batch
        logits, dimensions = self.network(bands)
        distance = mse_loss(dimensions, points)
        return cross_entropy(logits, emotions) + self.plan.loss.dimension_weight * distance

    @torch.no_grad()
    def _follow(self, decay: float) -> None:
        current = self.network.state_dict()
        for name, kept in self.average.state_dict().items():
            if kept.is_floating_point():
                kept.lerp_(current[name], 1.0 - decay)
            else:
                kept.copy_(current[name])


@torch.no_grad()
def validate(network: SpeechNetwork, utterances: Sequence[Utterance], frames: int) -> float:
    """Unweighted average recall over the eight emotions, one window in the middle of each."""
    bands = torch.from_numpy(np.stack([centred(u.sound, frames) for u in utterances]))
    logits = torch.cat([network(part)[0] for part in bands.split(64)]).numpy()
    labels = np.array([utterance.emotion for utterance in utterances])
    return metrics.uar(logits.argmax(axis=1), labels, len(EMOTIONS))


def train(run: Run, spoken: Sequence[Utterance], unseen: Sequence[Utterance], path: Path) -> None:
    """Train on `spoken` to the recipe's last epoch, with a checkpoint in folder `path` a time."""
    plan, per_epoch = run.plan, len(spoken) // run.plan.batch_size
    feed = batches(spoken, plan, run.step)
    with Journal(path) as journal:
        for epoch in range(run.step // per_epoch + 1, plan.epochs + 1):
            steps = tqdm(range(per_epoch), desc=f"epoch {epoch}", mininterval=5.0)
            losses = [run.learn(next(feed), plan.epochs * per_epoch) for _ in steps]
            recall = validate(run.average, unseen, plan.frames)
            checkpoint.save(run.state(), path / LAST)
            journal.log(epoch, {"loss": float(np.mean(losses)), "uar": recall})


def real_run(arguments: Arguments) -> None:
    """Train on RAVDESS."""
    with plain_errors():
        plan = recipe.load(Recipe, arguments.recipe)
        run = Run(plan)
        checkpoint.begin(run, arguments.run_dir / LAST, arguments.start)
        utterances = read_ravdess(data_root() / ARCHIVE, CACHE_DIR / "ravdess.npz")
    spoken, unseen = (
        [utterance for utterance in utterances if utterance.actor in actors]
        for actors in (plan.folds.training, plan.folds.validation)
    )
    train(run, spoken, unseen, arguments.run_dir)


def main() -> None:
    """Command line: see training/command_line.py."""
    arguments = parse("Train the speech model.", "speech.toml")
    torch.set_num_threads(arguments.threads)
    if arguments.smoke:
        from training.smoke.speech import smoke

        smoke(arguments)
    else:
        real_run(arguments)


if __name__ == "__main__":
    main()
