"""Exports the trained detector to ONNX, chooses its threshold and puts it where it is served.

    last.pt -> decoded graph -> ONNX, slimmed -> INT8 -> threshold on the development half and on
    fresh pasted scenes, never on the held-out half -> models/face-detector.onnx, manifest

`python -m training.detector.export [--ship]`
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import onnxslim
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mien.perception.face_detector import letterbox
from training import checkpoint, ship
from training.command_line import plain_errors
from training.detector.contenders import Served
from training.detector.material import Material, development_material
from training.detector.network import FaceNetwork, anchors, decode
from training.detector.scoring import measure
from training.detector.threshold import (
    SMALLEST,
    THRESHOLDS,
    above,
    choose_threshold,
    validation,
)
from training.detector.train import LAST, RUN_DIR
from training.quantization import check_loss, last_convolutions, quantize

NAME, VERSION, SIDE, OPSET, NMS_IOU = "face-detector", "1.1.0", 384, 17, 0.4
TOLERANCE = 1e-3
YOLO_HEAD = "/model.22/"
CALIBRATION_SEED, CALIBRATION_SCENES = 11, 200

Gate = Callable[[float, float], None]
"""Is given the recall before and after quantising; raises ValueError if too much was lost."""


class Decoded(nn.Module):
    """The network with decoding inside: images u8 [B,S,S] -> boxes [B,A,4], scores [B,A]."""

    def __init__(self, network: FaceNetwork, side: int) -> None:
        super().__init__()
        self.network = network
        self.grid: Tensor
        self.register_buffer("grid", anchors(side))

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Boxes in input pixels (xyxy) and scores in 0..1."""
        raw = self.network(images)
        return decode(raw[..., 1:], self.grid), raw[..., 0].sigmoid()


def trained(checkpoint_file: Path) -> nn.Module:
    """What a checkpoint's moving average answers when served: images u8 -> boxes, scores."""
    state = checkpoint.load(checkpoint_file)
    if state["recipe"].get("architecture") == "yolov8n":
        from training.architectures import yolo

        return yolo.served(state["average"])
    network = FaceNetwork()
    checkpoint.restore(network, state["average"])
    return Decoded(network, SIDE).eval()


def export(checkpoint_file: Path, target: Path) -> float:
    """Write a checkpoint as one ONNX file with a dynamic batch axis; the difference from torch.

    Raises ValueError where ONNX Runtime and torch disagree.
    """
    model = trained(checkpoint_file)
    names, batch = ["images", "boxes", "scores"], {0: "batch"}
    torch.onnx.export(
        model,
        (torch.zeros(2, SIDE, SIDE, dtype=torch.uint8),),
        str(target),
        input_names=names[:1],
        output_names=names[1:],
        dynamic_axes=dict.fromkeys(names, batch),
        opset_version=OPSET,
        dynamo=False,
    )
    onnx.save(onnxslim.slim(str(target)), str(target))
    return check(model, target, noise_pictures())


def noise_pictures() -> NDArray[np.uint8]:
    """Three pictures of noise, u8 [3,S,S]: for comparing graphs, any pictures do."""
    return np.random.default_rng(0).integers(0, 256, (3, SIDE, SIDE), np.uint8)


def check(model: nn.Module, path: Path, images: NDArray[np.uint8]) -> float:
    """The largest difference of the scores from torch's, and of the boxes as a share of the side.

    Raises ValueError above 0.001.
    """
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    boxes, scores = session.run(["boxes", "scores"], {"images": images})
    with torch.no_grad():
        expected_boxes, expected_scores = (part.numpy() for part in model(torch.from_numpy(images)))
    by_boxes = float(np.abs(boxes - expected_boxes).max()) / SIDE
    difference = max(by_boxes, float(np.abs(scores - expected_scores).max()))
    if difference > TOLERANCE:
        raise ValueError(f"the exported boxes or scores differ by {difference}")
    return difference


def entry(score_threshold: float) -> dict[str, object]:
    """The model's table in the manifest."""
    return {
        "task": "face-detection",
        "version": VERSION,
        "licence": "Apache-2.0",
        "labels": ["face"],
        "training_data": [
            "WIDER FACE, development half of 100 validation pictures (CC BY-NC-ND, research)",
            "FER2013 training split (image rights unclear)",
            "muxspace/facial_expressions (repository Apache-2.0, pictures research)",
            "boxes of the pasted faces: teacher YuNet 2023mar (MIT)",
            "faceless pictures of Debian's packages: tuxpaint-stamps-default, openclipart-png, "
            "gnome-backgrounds, mate-backgrounds, lomiri-wallpapers-20.04, opencv-doc (free)",
        ],
        "input": {"name": "images", "dtype": "uint8", "shape": ["batch", SIDE, SIDE]},
        "parameters": {"score_threshold": score_threshold, "nms_iou": NMS_IOU},
        "metrics": {},
    }


def quantized(source: Path, material: Material) -> Path:
    """The INT8 twin of `source`, its ranges from the pictures and from pasted scenes."""
    target = source.with_suffix(".int8.onnx")
    scenes = material.scenes(CALIBRATION_SEED)
    inputs = [letterbox(picture.read(), SIDE).tensor for picture in material.pictures]
    inputs += [scenes.scene(index, SIDE).pixels for index in range(CALIBRATION_SCENES)]
    quantize(source, target, "images", np.stack(inputs), float_nodes(source))
    return target


def float_nodes(source: Path) -> list[str]:
    """Nodes that stay in float32: YOLOv8's head, or the compact network's last convolutions."""
    head = [node.name for node in onnx.load(source).graph.node if YOLO_HEAD in node.name]
    return head or last_convolutions(source)


def served(onnx_file: Path) -> Served:
    """The file through the code that serves it, from score 0.1 on."""
    with tempfile.TemporaryDirectory() as folder:
        ship.ship(NAME, onnx_file, entry(0.1), Path(folder))
        return Served(Path(folder))


def export_run(
    checkpoint_file: Path, target: Path, material: Material, gate: Gate = check_loss
) -> tuple[Path, float]:
    """Export to `target` and quantise: the INT8 file, and its threshold, chosen on `material`.

    Raises ValueError where the export differs from torch, and where `gate` finds that INT8 costs
    too much recall.
    """
    print(f"torch and ONNX Runtime differ by at most {export(checkpoint_file, target):.1e}")
    int8 = quantized(target, material)
    before, after = (validation(served(file), material, SIDE) for file in (target, int8))
    threshold = choose_threshold(after, list(THRESHOLDS))
    recalls = [measure(above(threshold, found), SMALLEST).recall for found in (before, after)]
    print(
        f"score_threshold {threshold}; recall on validation: {recalls[0]:.4f} in float32, "
        f"{recalls[1]:.4f} in INT8"
    )
    gate(*recalls)
    return int8, threshold


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=RUN_DIR / LAST)
    parser.add_argument("--ship", action="store_true", help="replace the served model")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    with plain_errors():
        target = arguments.checkpoint.parent / f"{NAME}.onnx"
        material = development_material(checkpoint.load(arguments.checkpoint)["recipe"]["faceless"])
        int8, threshold = export_run(arguments.checkpoint, target, material)
        if arguments.ship:
            ship.ship(NAME, int8, entry(threshold))


if __name__ == "__main__":
    main()
