"""The detector recipe in a minute: its own network and losses, few steps on drawn faces.

drawn scenes ─> train ─> export, INT8 ─> temporary models folder ─> mien.perception ─> recall
"""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from training import ship
from training.command_line import Arguments, plain_errors
from training.detector.contenders import Served
from training.detector.export import NAME, SIDE, entry, export_run
from training.detector.material import Material
from training.detector.plan import Recipe, YoloRecipe, read
from training.detector.scoring import measure
from training.detector.train import LAST, train_from
from training.smoke import no_gate
from training.smoke.drawn_scenes import drawn_material

STEPS, BATCH, TRAINED_SIDE = 300, 8, 128
UNSEEN_SEED, UNSEEN_SCENES, SMALLEST = 3, 40, 40.0
LEAST_RECALL = {"compact": 0.1, "yolov8n": 0.0}


def shortened(plan: Recipe | YoloRecipe) -> Recipe | YoloRecipe:
    """The recipe with few steps on small pictures, and a start that they can learn from."""
    if isinstance(plan, YoloRecipe):
        return replace(plan, scenes=32, validation_scenes=4, epochs=1, side=TRAINED_SIDE, batch=8)
    return replace(
        plan,
        batch=BATCH,
        warmup_steps=10,
        ema_decay=0.9,
        log_every=25,
        checkpoint_every=STEPS,
        phases=({"side": TRAINED_SIDE, "steps": STEPS},),
    )


def served_recall(models_dir: Path, material: Material) -> float:
    """Recall of drawn faces in new scenes, through the code that serves the model."""
    served, scenes = Served(models_dir), material.scenes(UNSEEN_SEED)
    seen = [scenes.scene(index, SIDE) for index in range(UNSEEN_SCENES)]
    rows = [(*served(np.repeat(scene.pixels[..., None], 3, 2)), scene.faces) for scene in seen]
    return measure(rows, SMALLEST).recall


def smoke(arguments: Arguments) -> None:
    """Go through every step in temporary folders; SystemExit where one of them fails."""
    with plain_errors(), tempfile.TemporaryDirectory() as folder:
        run_dir, models_dir = Path(folder) / "run", Path(folder) / "models"
        plan = shortened(read(arguments.recipe))
        material = drawn_material(Path(folder), seed=1)
        train_from(plan, material, run_dir, arguments.start)
        int8, threshold = export_run(run_dir / LAST, run_dir / f"{NAME}.onnx", material, no_gate)
        ship.ship(NAME, int8, entry(threshold), models_dir)
        recall = served_recall(models_dir, material)
    least = LEAST_RECALL[plan.architecture]
    print(f"smoke: recall {recall:.3f} of drawn faces as served")
    if recall < least:
        raise SystemExit(f"error: expected at least {least}: a step of training broke")
