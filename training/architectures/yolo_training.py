"""Trains YOLOv8n with ultralytics' own trainer, on scenes written out as its data layout.

scenes ─> images/*.png, labels/*.txt, scenes.yaml ─> ultralytics ─> its folder ─> last.pt, journal
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import cv2
import torch
from torch import nn
from tqdm import tqdm

from training import checkpoint
from training.architectures.yolo import CONFIGURATION, yolov8n
from training.datasets.detection_scenes import DetectionScenes
from training.datasets.scene import Scene
from training.detector.material import Material
from training.detector.plan import YoloRecipe
from training.journal import Journal

from ultralytics.models.yolo.detect import DetectionTrainer  # isort: skip  # after yolo's settings

LAST = "last.pt"
VALIDATION_SEED = 7
PLAIN = dict.fromkeys(("mosaic", "hsv_h", "hsv_s", "hsv_v", "translate", "scale", "fliplr"), 0.0)
"""The scenes are varied already, so ultralytics' own augmentation stays off."""


def label_lines(scene: Scene) -> str:
    """One line a face: class 0, centre x and y, width and height as shares of the side."""
    boxes = scene.faces / scene.pixels.shape[0]
    rows = [((a + c) / 2, (b + d) / 2, c - a, d - b) for a, b, c, d in boxes.tolist()]
    return "".join(f"0 {x:.6f} {y:.6f} {w:.6f} {h:.6f}\n" for x, y, w, h in rows)


def write_scenes(scenes: DetectionScenes, count: int, side: int, folder: Path, part: str) -> None:
    """Picture and label files of `count` scenes; those that are there already stay."""
    images, labels = folder / "images" / part, folder / "labels" / part
    images.mkdir(parents=True, exist_ok=True)
    labels.mkdir(parents=True, exist_ok=True)
    for index in tqdm(range(count), desc=f"scenes, {part}", mininterval=5.0):
        label = labels / f"{index:06}.txt"
        if not label.exists():
            scene = scenes.scene(index, side)
            cv2.imwrite(str(images / f"{index:06}.png"), scene.pixels)
            label.write_text(label_lines(scene), "utf-8")


def write_data(plan: YoloRecipe, material: Material, folder: Path) -> Path:
    """Both parts and the YAML file that names them."""
    write_scenes(material.scenes(plan.seed), plan.scenes, plan.side, folder, "train")
    unseen = material.scenes(VALIDATION_SEED)
    write_scenes(unseen, plan.validation_scenes, plan.side, folder, "val")
    description = folder / "scenes.yaml"
    lines = f"path: {folder.resolve()}\ntrain: images/train\nval: images/val\nnames: [face]\n"
    description.write_text(lines, "utf-8")
    return description


class Trainer(DetectionTrainer):
    """Ultralytics' trainer, started from local weights only."""

    start: Path | None = None

    def get_model(self, cfg: Any = None, weights: Any = None, verbose: bool = True) -> nn.Module:
        """A new network, or the one whose training is resumed."""
        network = yolov8n()
        if weights is not None:
            network.load_state_dict(weights.float().state_dict())
        elif self.start is not None:
            tqdm.write(checkpoint.start_from(network, self.start))
        return network


def options(plan: YoloRecipe, data: Path, run_dir: Path) -> dict[str, Any]:
    """Ultralytics' settings: one process, float32, no pictures, nothing downloaded."""
    resumed = run_dir / "ultralytics" / "weights" / "last.pt"
    return PLAIN | {
        "model": str(resumed) if resumed.exists() else CONFIGURATION,
        "resume": str(resumed) if resumed.exists() else False,
        "data": str(data),
        "project": str(run_dir.resolve()),
        "name": "ultralytics",
        "exist_ok": True,
        "device": "cpu",
        "workers": 0,
        "amp": False,
        "plots": False,
        "seed": plan.seed,
        "imgsz": plan.side,
        "epochs": plan.epochs,
        "batch": plan.batch,
        "optimizer": "AdamW",
        "lr0": plan.learning_rate,
        "weight_decay": plan.weight_decay,
    }


def train(plan: YoloRecipe, material: Material, run_dir: Path, start: Path | None) -> None:
    """Train, and leave the moving average in `run_dir` as the compact network's training does.

    A run that was stopped goes on after ultralytics' last epoch; one that is finished stays.
    """
    if (run_dir / LAST).exists():
        tqdm.write(f"{run_dir / LAST} is finished: use another --run-dir for a new run")
        return
    data = write_data(plan, material, run_dir / "scenes")
    trainer: Any = Trainer(overrides=options(plan, data, run_dir))
    trainer.start = start
    with Journal(run_dir) as journal:

        def log(now: Any) -> None:
            if now.epoch >= plan.epochs:  # called once more for the best weights
                return
            figures = now.label_loss_items(now.tloss) | now.metrics
            journal.log(now.epoch + 1, {name: float(value) for name, value in figures.items()})

        trainer.add_callback("on_fit_epoch_end", log)
        trainer.train()
    average = {n: v.float() if v.is_floating_point() else v for n, v in state_of(trainer).items()}
    checkpoint.save({"average": average, "recipe": asdict(plan)}, run_dir / LAST)


def state_of(trainer: Any) -> dict[str, torch.Tensor]:
    """The weights of the trainer's moving average."""
    state: dict[str, torch.Tensor] = trainer.ema.ema.state_dict()
    return state
