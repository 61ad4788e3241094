"""Measures fusion as face or voice get worse step by step, through the code that serves.

    test pairs ─every step─> face alone, voice alone, fused ─> docs/fusion.md, docs/figures/
                                                                with --write-docs

Needs no torch. `python -m training.fusion.evaluate [--write-docs]`
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from mien.perception.faces import FaceReader
from mien.perception.speech import SpeechReader
from training.command_line import plain_errors
from training.data_root import REPOSITORY
from training.evaluation import plots
from training.expression.data import leak_free
from training.fusion import material
from training.fusion.comparison import StepFigures, compare
from training.fusion.drawing import PANELS, curves
from training.fusion.errors import METRICS, Draws
from training.fusion.evidence import readers, steps
from training.fusion.material import label_shares
from training.fusion.report import PICTURED, picture_path, report
from training.ship import MEASURED_HEADING

DOCS = REPOSITORY / "docs"


def evaluate(seeing: FaceReader, hearing: SpeechReader) -> tuple[list[StepFigures], int]:
    """The figures of every step, and the number of pairs."""
    pairs = material.load("test", seeing)
    draws = Draws.of(pairs.labels, pairs.face, pairs.voice)
    shares = label_shares(leak_free("test").labels)
    figures = [compare(step, pairs, draws, shares) for step in steps(pairs, seeing, hearing)]
    return figures, len(pairs)


def hashes(seeing: FaceReader, hearing: SpeechReader) -> dict[str, str]:
    """SHA-256 of each model that read, by name."""
    models = (seeing.detector, seeing.classifier, hearing)
    return {model.NAME: model.session.entry.sha256 for model in models}


def write(figures: Sequence[StepFigures], pairs: int, of: dict[str, str], docs: Path) -> None:
    """Replace the measured part of the page, and its pictures."""
    for modality, columns in PANELS.items():
        shown = [step for step in figures if step.modality == modality]
        for metric in PICTURED:
            path = docs / picture_path(modality, metric)
            plots.save(curves(shown, metric, columns), path, " ".join(of.values()))
    page = docs / "fusion.md"
    prose = page.read_text("utf-8").partition(MEASURED_HEADING)[0]
    page.write_text(prose + report(figures, pairs, of), "utf-8")


def main() -> None:
    """Command line: print the figures, or write them into the page with its pictures too."""
    parser = argparse.ArgumentParser(description="Measure the fusion of face and voice.")
    parser.add_argument("--write-docs", action="store_true", help="also write docs/fusion.md")
    arguments = parser.parse_args()
    with plain_errors():
        seeing, hearing = readers()
        figures, pairs = evaluate(seeing, hearing)
        for step in figures:
            excess = (f"{name} {step.compared[name].excess.value:+.3f}" for name in METRICS)
            print(f"{step.name} {step.strength:g}: fused minus the better: {', '.join(excess)}")
        if arguments.write_docs:
            write(figures, pairs, hashes(seeing, hearing), DOCS)


if __name__ == "__main__":
    main()
