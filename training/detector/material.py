"""What the detector learns from and is exported with: annotated pictures and seeded scenes.

development half of the detection data ─┬─> cuts ─┐
FER2013, muxspace ─> face bank ─────────┼─────────┼─> scenes of any seed ─> train, calibrate
folders of faceless pictures ───────────┼─────────┘
                                        └─> pictures ─> threshold
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.data_root import CACHE_DIR, data_root
from training.datasets.detection_scenes import DetectionScenes
from training.datasets.face_bank import FaceBank, load_or_make
from training.datasets.faceless import Faceless, read_folders
from training.datasets.teacher import CONFIRMING_SCORE, TEACHER_WEIGHTS, Teacher
from training.datasets.wider import AnnotatedPicture, read_pictures
from training.datasets.wider_crops import WiderCrops
from training.datasets.wider_face import read_part


@dataclass(frozen=True)
class Material:
    """Pictures that may be trained on, and what scenes are made of."""

    pictures: Sequence[AnnotatedPicture]
    bank: FaceBank
    cuts: WiderCrops
    faceless: Faceless

    def scenes(self, seed: int) -> DetectionScenes:
        """An endless series of scenes; another seed gives another one."""
        return DetectionScenes(self.bank, self.cuts, self.faceless, seed)


def development_material(faceless: Sequence[str], wider_face: str = "") -> Material:
    """The development half of the detection data, the face bank, and what a recipe names.

    `faceless` are folders of pictures without faces, `wider_face` is the folder that holds WIDER
    FACE's training part; where it is empty, the rest has to do.
    """
    root = data_root()
    pictures = [p for p in read_pictures(root / "detection") if not p.held_out]
    if wider_face:
        pictures += read_part(Path(wider_face), "train")
    teacher = Teacher(root / TEACHER_WEIGHTS, CONFIRMING_SCORE)
    cuts = WiderCrops(pictures, teacher.confirms)
    others = read_folders(faceless, teacher.sees_face)
    return Material(pictures, load_or_make(root, CACHE_DIR), cuts, others)
