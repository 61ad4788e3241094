"""Exports the trained detector to ONNX, chooses its threshold and puts it where it is served.

    last.pt -> decoded graph -> ONNX, slimmed -> INT8 -> threshold on the development half and on
    fresh pasted scenes, never on the held-out half -> models/face-detector.onnx, manifest

`python -m training.detector.export [--ship]`
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxslim
import torch
from torch import Tensor, nn

from mien.perception.face_detector import letterbox
from training import ship
from training.data_root import CACHE_DIR, data_root
from training.datasets.wider import read_pictures
from training.detector.contenders import Served
from training.detector.evaluate import Found, look
from training.detector.network import FaceNetwork, anchors, decode
from training.detector.scoring import measure
from training.detector.train import RUN_DIR, training_scenes
from training.quantization import check_loss, last_convolutions, quantize

NAME, VERSION, SIDE, OPSET, NMS_IOU = "face-detector", "1.0.0", 320, 17, 0.4
FALSE_ALARM_COST = 1.0
SMALLEST = 40.0
THRESHOLDS = np.arange(0.2, 0.8, 0.02)
VALIDATION_SEED, VALIDATION_SCENES = 7, 400
CALIBRATION_SEED, CALIBRATION_SCENES = 11, 200


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


def export(checkpoint: Path, target: Path) -> None:
    """Write the moving average of a checkpoint as one ONNX file with a dynamic batch axis."""
    network = FaceNetwork()
    network.load_state_dict(torch.load(checkpoint, weights_only=True)["average"])
    names, batch = ["images", "boxes", "scores"], {0: "batch"}
    torch.onnx.export(
        Decoded(network, SIDE).eval(),
        (torch.zeros(2, SIDE, SIDE, dtype=torch.uint8),),
        str(target),
        input_names=names[:1],
        output_names=names[1:],
        dynamic_axes=dict.fromkeys(names, batch),
        opset_version=OPSET,
        dynamo=False,
    )
    onnx.save(onnxslim.slim(str(target)), str(target))


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
        ],
        "input": {"name": "images", "dtype": "uint8", "shape": ["batch", SIDE, SIDE]},
        "parameters": {"score_threshold": score_threshold, "nms_iou": NMS_IOU},
        "metrics": {},
    }


def quantized(source: Path) -> Path:
    """The INT8 twin of `source`, its ranges from the development half and from pasted scenes."""
    target = source.with_suffix(".int8.onnx")
    pictures = [p for p in read_pictures(data_root() / "detection") if not p.held_out]
    scenes = training_scenes(CALIBRATION_SEED)
    inputs = [letterbox(picture.read(), SIDE).tensor for picture in pictures]
    inputs += [scenes.scene(index, SIDE).pixels for index in range(CALIBRATION_SCENES)]
    quantize(source, target, "images", np.stack(inputs), last_convolutions(source))
    return target


def validation(onnx_file: Path) -> Found:
    """Detections from score 0.1 on in the development half and in unseen pasted scenes."""
    with tempfile.TemporaryDirectory() as folder:
        ship.ship(NAME, onnx_file, entry(0.1), Path(folder))
        served = Served(Path(folder))
    pictures = [p for p in read_pictures(data_root() / "detection") if not p.held_out]
    made = training_scenes(VALIDATION_SEED)
    found = look(served, pictures)
    for index in range(VALIDATION_SCENES):
        scene = made.scene(index, SIDE)
        found.append((*served(np.repeat(scene.pixels[..., None], 3, 2)), scene.faces))
    return found


def above(threshold: float, found: Found) -> Found:
    """The detections with at least this score."""
    return [(b[s >= threshold], s[s >= threshold], faces) for b, s, faces in found]


def choose_threshold(found: Found, thresholds: Sequence[float]) -> float:
    """The threshold with the best (faces of 40 px found - cost x false alarms)."""

    def gain(threshold: float) -> float:
        figures = measure(above(threshold, found), SMALLEST)
        return figures.found - FALSE_ALARM_COST * figures.false_alarms

    return round(float(max(thresholds, key=gain)), 3)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=RUN_DIR / "last.pt")
    parser.add_argument("--ship", action="store_true", help="replace the served model")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    target = CACHE_DIR / "detector" / f"{NAME}.onnx"
    export(arguments.checkpoint, target)
    served = quantized(target)
    before, after = validation(target), validation(served)
    threshold = choose_threshold(after, list(THRESHOLDS))
    recalls = [measure(above(threshold, found), SMALLEST).recall for found in (before, after)]
    print(
        f"score_threshold {threshold}; recall on validation: {recalls[0]:.4f} in float32, "
        f"{recalls[1]:.4f} in INT8"
    )
    check_loss(*recalls)
    if arguments.ship:
        ship.ship(NAME, served, entry(threshold))


if __name__ == "__main__":
    main()
