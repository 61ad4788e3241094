"""Measures how Mien reads words, through the code that serves it.

    rated tweets, film and product reviews, editorials -> r and three-class accuracy
    GoEmotions' test comments                          -> macro-F1, coverage, calibration
    tests/data/likes.jsonl                             -> precision, recall and F1
    docs/words.md                                      <- with --write-docs

`python -m training.words.evaluate [--write-docs]`
"""

import argparse
from pathlib import Path

from training.data_root import REPOSITORY, data_root
from training.datasets import goemotions, rated_lines
from training.datasets.goemotions import read_goemotions
from training.datasets.rated_lines import read_rated_lines
from training.ship import MEASURED_HEADING
from training.words.emotion_figures import emotion_figures
from training.words.halves import halves
from training.words.likes_figures import Found, likes_figures, read_labelled
from training.words.report import emotion_report, likes_report, sentiment_report
from training.words.sentiment_figures import agreements

DOCUMENT = REPOSITORY / "docs" / "words.md"
INTRODUCTION = """
Written by `python -m training.words.evaluate --write-docs`, which replaces everything from here on.
Words, rules and constants were chosen on the development halves (seeded) and on GoEmotions'
training and dev splits. The held-out halves are not quite unseen: one author wrote both the
labelled texts and the rules, and the test for other languages was made stricter after it had
silenced two English tweets of the whole set.

"""


def evaluate(root: Path) -> str:
    """All tables."""
    lines = read_rated_lines(root / rated_lines.ARCHIVE)
    sentiment = {corpus: agreements(rated) for corpus, rated in lines.items()}
    comments = read_goemotions(root / goemotions.ARCHIVE, "test")
    return "\n".join(
        (
            sentiment_report(sentiment),
            emotion_report(emotion_figures(comments)),
            likes_report(likes_by_half()),
        )
    )


def likes_by_half() -> dict[str, Found]:
    """Of the development half, the held-out half and all labelled texts."""
    talks = read_labelled()
    chosen, held_out = halves(talks)
    named = {"development": chosen, "held out": held_out, "whole": talks}
    return {half: likes_figures(each) for half, each in named.items()}


def main() -> None:
    """Command line: print the tables, and write them into the document on demand."""
    parser = argparse.ArgumentParser(description="Evaluate the reading of words.")
    parser.add_argument("--write-docs", action="store_true", help=f"also write {DOCUMENT.name}")
    arguments = parser.parse_args()
    try:
        tables = evaluate(data_root())
    except FileNotFoundError as error:
        parser.error(str(error))
    print(tables)
    if arguments.write_docs:
        prose = DOCUMENT.read_text("utf-8").partition(MEASURED_HEADING)[0]
        DOCUMENT.write_text(prose + MEASURED_HEADING + INTRODUCTION + tables, "utf-8")


if __name__ == "__main__":
    main()
