"""The reading of words on the corpora that it was measured with."""

import os
from pathlib import Path

import pytest

from mien.perception.words import vader
from mien.perception.words.cleaning import clean
from tests.unit.words.test_vader import expected
from training.datasets import rated_lines
from training.datasets.rated_lines import CORPORA, read_rated_lines
from training.words.sentiment_figures import agreements

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data"
ARCHIVE = Path(os.environ.get("MIEN_DATA", BESIDE)) / rated_lines.ARCHIVE

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not ARCHIVE.exists(), reason=f"no {ARCHIVE}: set MIEN_DATA"),
]


@pytest.fixture(scope="module")
def corpora():
    return read_rated_lines(ARCHIVE)


def is_plain(text):
    """Nothing in it is cleaned, and no letter is held down."""
    stretched = any(a == b == c for a, b, c in zip(text, text[1:], text[2:], strict=False))
    return clean(text) == text and not stretched


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_plain_line_scores_as_in_the_library(corpora, corpus):
    plain = [line.text for line in corpora[corpus] if is_plain(line.text)]
    assert len(plain) > 0.8 * len(corpora[corpus])
    for text in plain:
        assert tuple(vader.score(text)) == expected(text), text


def test_agreement_with_people_on_tweets_holds(corpora):
    for half, figures in agreements(corpora["tweets"]).items():
        assert figures.r >= 0.87, half
        assert figures.accuracy >= 0.92, half
