"""RAF-DB, basic expressions (Li, Deng and Du 2017), in the layout of its authors.

    EmoLabel/list_patition_label.txt   `train_00001.jpg 5` ─┐
    Image/aligned/train_00001_aligned.jpg (100 x 100) ──────┴─> LabelledFaces

Its test part is official; val is a tenth of the training part, by file name.
"""

from pathlib import Path

from mien.taxonomy import LABELS
from training.datasets.labelled_faces import FaceFiles, LabelledFaces, labelled_once, own_split

LIST = Path("EmoLabel", "list_patition_label.txt")
ALIGNED = Path("Image", "aligned")
CLASSES = ("surprise", "fear", "disgust", "happy", "sad", "angry", "neutral")
"""In the order of the label file's numbers, 1..7."""


def load(folder: Path) -> LabelledFaces:
    """All faces of the folder that holds `EmoLabel` and `Image` (or of its `basic` folder).

    Raises FileNotFoundError, and ValueError that names the line that is not of this layout.
    """
    root = folder if (folder / LIST).is_file() else folder / "basic"
    if not (root / LIST).is_file():
        raise FileNotFoundError(f"no RAF-DB at {folder}: it has no {LIST}")
    lines = (root / LIST).read_text("utf-8").splitlines()
    rows = [_row(root / LIST, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    names = [name for name, _ in rows]
    files = FaceFiles([root / ALIGNED / f"{Path(name).stem}_aligned.jpg" for name in names])
    split = [own_split(name, name.split("_")[0]) for name in names]
    return labelled_once([label for _, label in rows], split, files.read)


def _row(source: Path, number: int, line: str) -> tuple[str, int]:
    """File name and index into LABELS."""
    name, label = [*line.split(), "", ""][:2]
    known = label.isdecimal() and 1 <= int(label) <= len(CLASSES)
    if not known or not name.startswith(("train_", "test_")):
        raise ValueError(f"{source}, line {number}: {line!r} is not like 'train_00001.jpg 5'")
    return name, LABELS.index(CLASSES[int(label) - 1])
