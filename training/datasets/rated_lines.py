"""Lines of text with people's mean rating, -4..4, that VADER was published with.

archive of NAME_GroundTruth.txt (`id<TAB>rating<TAB>text`, CRLF, quotes as they come) --> RatedLine

Hutto and Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media
Text", ICWSM 2014; at least 20 people rated each line.
"""

import tarfile
from dataclasses import dataclass
from pathlib import Path

ARCHIVE = "text/text-vader.tar.xz"

CORPORA = {
    "tweets": "tweets",
    "film reviews": "movieReviewSnippets",
    "product reviews": "amazonReviewSnippets",
    "editorials": "nytEditorialSnippets",
}
"""Names of the four corpora, and of their files."""


@dataclass(frozen=True, slots=True)
class RatedLine:
    """A line and its mean rating, -4 (extremely negative) to 4."""

    text: str
    rating: float


def read_rated_lines(path: Path) -> dict[str, list[RatedLine]]:
    """The corpora of the archive by name. Raises FileNotFoundError."""
    with tarfile.open(path) as archive:
        return {name: _corpus(archive, stem) for name, stem in CORPORA.items()}


def _corpus(archive: tarfile.TarFile, stem: str) -> list[RatedLine]:
    file = archive.extractfile(f"vader_groundtruth/{stem}_GroundTruth.txt")
    assert file is not None
    rows = (line.split("\t", 2) for line in file.read().decode("utf-8").split("\r\n") if line)
    return [RatedLine(text, float(rating)) for _, rating, text in rows]
