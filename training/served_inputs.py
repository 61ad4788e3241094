"""The pictures or sounds of a folder as the code that serves a model would hand them to it.

    FOLDER/**/*.jpg ─┬─ scaled into the detector's square ──> images u8 [n, side, side]
                     └─ each one face, scaled ──────────────> faces  u8 [n, 48, 48]
    FOLDER/**/*.wav ─── log-mel, the window in the middle ──> bands  f32 [n, frames, 64]

Which of the three a model takes is told by its input's name.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from mien.media.audio import AudioLimits, decode_audio
from mien.perception.face_detector import letterbox
from training.datasets.labelled_faces import FaceFiles
from training.datasets.wider import read_picture
from training.quantization import Inputs
from training.speech.windows import centred

LONGEST_SOUND = AudioLimits(60.0)
PICTURES = {".bmp", ".jpeg", ".jpg", ".png", ".webp"}
SOUNDS = {".flac", ".m4a", ".mp3", ".mp4", ".ogg", ".wav", ".webm"}
Read = Callable[[Sequence[Path], int], Inputs]


def _images(paths: Sequence[Path], side: int) -> Inputs:
    return np.stack([letterbox(read_picture(path), side).tensor for path in paths])


def _faces(paths: Sequence[Path], side: int) -> Inputs:
    faces = FaceFiles(paths).read(np.arange(len(paths)))
    if faces.shape[1] != side:
        raise ValueError(f"the model takes faces of {side} px, but they are read at 48")
    return faces


def _bands(paths: Sequence[Path], frames: int) -> Inputs:
    return np.stack([centred(decode_audio(path, LONGEST_SOUND), frames) for path in paths])


READERS: Mapping[str, tuple[set[str], Read]] = {
    "images": (PICTURES, _images),
    "faces": (PICTURES, _faces),
    "bands": (SOUNDS, _bands),
}


def input_of(model: Path) -> tuple[str, int]:
    """Name and second axis (side or frames) of a model's input.

    Raises FileNotFoundError, and ValueError for a file that is none of this project's models.
    """
    if not model.is_file():
        raise FileNotFoundError(f"no model at {model}")
    try:
        session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime raises its own unexported exception types
        raise ValueError(f"{model} is not an ONNX model: {error}") from error
    first = session.get_inputs()[0]
    if first.name not in READERS:
        raise ValueError(f"{model} takes '{first.name}': only {', '.join(READERS)} are known")
    return first.name, int(first.shape[1])


def files_for(model: Path, folder: Path) -> list[Path]:
    """The files below `folder` that the model can read, sorted; ValueError if there are none."""
    suffixes = READERS[input_of(model)[0]][0]
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in suffixes)
    if not paths:
        raise ValueError(f"no {', '.join(sorted(suffixes))} files in {folder}")
    return paths


def read_inputs(model: Path, paths: Sequence[Path]) -> Inputs:
    """What the model gets to see of each file, [n, ...].

    Raises ValueError or MienError for a file that cannot be read.
    """
    name, size = input_of(model)
    return READERS[name][1](paths, size)
