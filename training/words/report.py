"""What the evaluation of words measured, as Markdown."""

from collections.abc import Mapping, Sequence

from mien.taxonomy import LABELS
from training.evaluation.markdown import table
from training.words.emotion_figures import EmotionFigures
from training.words.likes_figures import Found
from training.words.sentiment_figures import CLASSES, Agreement

Halves = Mapping[str, Agreement]


def sentiment_report(figures: Mapping[str, Halves]) -> str:
    """Agreement with people by corpus and half, and what was taken for what in tweets."""
    head = ("sentiment", "half", "lines", "Pearson's r", "vaderSentiment's",
            "three-class accuracy", "vaderSentiment's", "macro-F1")  # fmt: skip
    rows = [
        (corpus, half, str(each.lines), f"{each.r:.4f}", f"{each.plain_r:.4f}",
         f"{each.accuracy:.4f}", f"{each.plain_accuracy:.4f}", _f(each.macro_f1))
        for corpus, by_half in figures.items()
        for half, each in by_half.items()
    ]  # fmt: skip
    return table(head, rows) + "\n" + _confusion(figures["tweets"]["whole"])


def _confusion(agreement: Agreement) -> str:
    head = ("people's, tweets", *(f"read as {name}" for name in CLASSES))
    counts = agreement.table.tolist()
    return table(head, [(name, *map(str, row)) for name, row in zip(CLASSES, counts, strict=True)])


def emotion_report(figures: EmotionFigures) -> str:
    """F1 by expression, and how often the reader says anything."""
    f1 = table(
        ("apparent expression, F1", *LABELS, "mean"),
        [("GoEmotions test", *map(_f, figures.f1), _f(figures.macro_f1))],
    )
    rest = table(
        ("comments", "accuracy", "says something", "accuracy of those", "calibration error"),
        [(str(figures.comments), _f(figures.accuracy), _f(figures.coverage),
          _f(figures.covered_accuracy), _f(figures.calibration_error))],
    )  # fmt: skip
    return f"{f1}\n{rest}"


def likes_report(figures: Mapping[str, Found]) -> str:
    """Precision, recall and F1 by half."""
    head = ("likes and dislikes", "texts", "precision", "recall", "F1")
    rows: Sequence[Sequence[str]] = [
        (half, str(each.texts), _f(each.precision), _f(each.recall), _f(each.f1))
        for half, each in figures.items()
    ]
    return table(head, rows)


def _f(figure: float) -> str:
    return f"{figure:.3f}"
