"""The speech recipe in a minute: its own network and losses, a few epochs of made-up voices.

made-up voices ─> train ─> export ─> temporary models folder ─> mien.perception ─> recall
"""

import tempfile
from dataclasses import replace
from pathlib import Path

from mien.perception.speech import SpeechReader
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from training import checkpoint, recipe
from training.command_line import Arguments, plain_errors
from training.smoke.made_voices import made_voices
from training.speech.export import export_run
from training.speech.plan import Recipe
from training.speech.readings import read
from training.speech.train import LAST, Run, train

EPOCHS, BATCH, EACH, UNSEEN_EACH = 6, 16, 12, 3
LEAST_RECALL = 0.5


def shortened(plan: Recipe) -> Recipe:
    """The recipe with few epochs, a small batch, and a start that a short run can learn from."""
    schedule = replace(plan.schedule, warmup_steps=5, ema_decay=0.9)
    return replace(plan, epochs=EPOCHS, batch_size=BATCH, schedule=schedule)


def smoke(arguments: Arguments) -> None:
    """Train, export and serve in a temporary folder; the models that ship are not touched.

    Ends the command with an error where the served model has learnt nothing.
    """
    with plain_errors(), tempfile.TemporaryDirectory() as folder:
        run_dir, models_dir = Path(folder) / "run", Path(folder) / "models"
        plan = shortened(recipe.load(Recipe, arguments.recipe))
        spoken, unseen = made_voices(EACH, 1, seed=1), made_voices(UNSEEN_EACH, 24, seed=2)
        run = Run(plan)
        checkpoint.begin(run, run_dir / LAST, arguments.start)
        train(run, spoken, unseen, run_dir)
        export_run(plan, run_dir, unseen, models_dir)
        reader = SpeechReader(Manifest(models_dir), RuntimeOptions())
        seen = read(reader, [u.sound for u in unseen], [u.emotion for u in unseen])
    print(f"smoke: {EPOCHS} epochs, recall {seen.uar_eight:.3f} of made-up voices as served")
    if seen.uar_eight < LEAST_RECALL:
        raise SystemExit(f"error: expected at least {LEAST_RECALL}: a step of training broke")
