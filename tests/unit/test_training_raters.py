"""Aggregating several raters, and Krippendorff's alpha against published examples."""

import itertools
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from training import raters
from training.datasets.ratings import read_ratings
from training.raters import Level, krippendorff_alpha


def table(*rows: str) -> NDArray[np.float64]:
    """Rows of one rater each, `*` where missing -> answers [items, raters]."""
    cells = [[np.nan if cell == "*" else float(cell) for cell in row.split()] for row in rows]
    return np.array(cells).T


TWO_BINARY = table("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
TWO_NOMINAL = table("1 1 2 2 4 3 3 3 5 4 4 1", "2 1 2 2 2 3 3 3 5 4 4 4")
THREE = table(
    "* * * * * 3 4 1 2 1 1 3 3 * 3",
    "1 * 2 1 3 3 4 3 * * * * * * *",
    "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
)
FOUR = table(
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
)


@pytest.mark.parametrize(
    ("answers", "level", "published"),
    [
        (TWO_BINARY, "nominal", 0.095),
        (TWO_NOMINAL, "nominal", 0.692),
        (THREE, "nominal", 0.691),
        (THREE, "interval", 0.811),
        (FOUR, "nominal", 0.743),
        (FOUR, "ordinal", 0.815),
        (FOUR, "interval", 0.849),
    ],
)
def test_alpha_matches_krippendorff_2011(
    answers: NDArray[np.float64], level: Level, published: float
) -> None:
    assert krippendorff_alpha(answers, level) == pytest.approx(published, abs=5e-4)


def alpha_by_pairs(answers: NDArray[np.float64], level: Level) -> float:
    """The definition, pair by pair: observed over expected disagreement."""
    units = [[x for x in row if not np.isnan(x)] for row in answers]
    units = [unit for unit in units if len(unit) > 1]
    pooled = list(itertools.chain(*units))

    def disagreement(a: float, b: float) -> float:
        low, high = min(a, b), max(a, b)
        if level == "nominal":
            return float(a != b)
        if level == "interval":
            return (a - b) ** 2
        between = sum(low <= x <= high for x in pooled)
        return (between - (pooled.count(a) + pooled.count(b)) / 2) ** 2 if a != b else 0.0

    def total(values: list[float]) -> float:
        return sum(disagreement(a, b) for a, b in itertools.permutations(values, 2))

    observed = sum(total(unit) / (len(unit) - 1) for unit in units) / len(pooled)
    return 1 - observed / (total(pooled) / (len(pooled) * (len(pooled) - 1)))


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
@pytest.mark.parametrize("seed", range(5))
def test_alpha_equals_the_definition_on_random_answers(level: Level, seed: int) -> None:
    rng = np.random.default_rng(seed)
    answers = rng.integers(-2, 4, (12, 1)) + rng.integers(-1, 2, (12, 4)).astype(float)
    answers[rng.random(answers.shape) < 0.3] = np.nan
    assert krippendorff_alpha(answers, level) == pytest.approx(alpha_by_pairs(answers, level))


def test_alpha_is_the_same_from_votes() -> None:
    votes = raters.votes(FOUR, np.arange(1.0, 6.0))
    expected = krippendorff_alpha(FOUR, "nominal")
    assert raters.alpha_of_votes(votes) == pytest.approx(expected)


def test_alpha_of_equal_answers_is_unknown_and_of_single_ones_refused() -> None:
    assert np.isnan(krippendorff_alpha(np.full((3, 2), 4.0), "interval"))
    with pytest.raises(ValueError, match="two raters"):
        krippendorff_alpha(table("1 * 2", "* 1 *"), "nominal")


def test_aggregates_leave_out_missing_answers() -> None:
    answers = table("1 * *", "2 5 *", "6 * *")
    np.testing.assert_array_equal(raters.mean(answers), [3, 5, np.nan])
    np.testing.assert_array_equal(raters.median(answers), [2, 5, np.nan])
    shares = raters.distribution(raters.votes(answers, np.array([1.0, 5.0])))
    np.testing.assert_array_equal(shares, [[1, 0], [0, 1], [np.nan, np.nan]])


LONG = "item,rater,valence,arousal\na,r1,1,7\na,r2,3,\nb,r1,5,4\n"
WIDE = "emoji,valence_r1,r2_valence,arousal_r1\na,1,3,7\nb,5,,4\n"
PLAIN = "item,r1,r2\na,1,3\nb,5,NA\n"


@pytest.mark.parametrize(
    ("text", "name"), [(LONG, "valence"), (WIDE, "valence"), (PLAIN, "ratings")]
)
def test_ratings_are_read_by_row_or_by_column(tmp_path: Path, text: str, name: str) -> None:
    (tmp_path / "ratings.csv").write_text(text)
    ratings = read_ratings(tmp_path / "ratings.csv")[name]
    assert (ratings.items, ratings.raters) == (("a", "b"), ("r1", "r2"))
    np.testing.assert_array_equal(ratings.answers, [[1, 3], [5, np.nan]])
    np.testing.assert_allclose(ratings.rescaled(1, 7).answers[0], [-1, -1 / 3])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("item,rater,valence\na,r1,1\na,r1,2\n", "line 3: r1 rated a twice"),
        ("item,r1\na,good\n", "line 2, r1: 'good' is not a number"),
        ("item\n", "expected a header"),
    ],
)
def test_unreadable_ratings_name_the_place(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "r.csv").write_text(text)
    with pytest.raises(ValueError, match=complaint):
        read_ratings(tmp_path / "r.csv")


def command(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> None:
    monkeypatch.setattr(sys, "argv", ["raters", *map(str, arguments)])
    raters.main()


def test_command_prints_alpha_and_writes_a_row_an_item(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "r.csv", tmp_path / "out.csv"
    source.write_text("item,valence_a,valence_b\nx,1,1\ny,7,5\n")
    command(monkeypatch, source, "--scale", "1", "7", "--out", out)
    assert "valence: 2 items, 2 raters, alpha 0.8" in capsys.readouterr().out
    assert out.read_text().split() == ["item,valence", "x,-1", "y,0.666667"]
    command(monkeypatch, source, "--by", "distribution", "--out", out)
    assert out.read_text().split()[0] == "item,valence=1,valence=5,valence=7"
    assert out.read_text().split()[2] == "y,0,0.5,0.5"


def test_command_on_a_missing_file_says_so_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match=r"error: .*no\.csv"):
        command(monkeypatch, tmp_path / "no.csv")
