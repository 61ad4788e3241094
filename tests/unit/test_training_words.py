import io
import tarfile

import numpy as np
import pytest

from mien.taxonomy import Expression
from training.datasets.goemotions import read_goemotions
from training.datasets.rated_lines import CORPORA, RatedLine, read_rated_lines
from training.words import evaluate, fit
from training.words.emotion_figures import emotion_figures
from training.words.halves import halves
from training.words.likes_figures import LabelledTalk, likes_figures
from training.words.sentiment_figures import agreement


def archive(path, files):
    with tarfile.open(path, "w:xz") as packed:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            data = text.encode()
            member.size = len(data)
            packed.addfile(member, io.BytesIO(data))
    return path


@pytest.fixture
def rated(tmp_path):
    rows = {
        f"vader_groundtruth/{stem}_GroundTruth.txt": (
            '1\t2.5\tI love "it, so good\r\n2\t-2.0\tterrible\ttabs\r\n'
            "3\t0.5\tthe train\r\n4\t-3\tawful\r\n"
        )
        for stem in CORPORA.values()
    }
    return archive(tmp_path / "rated.tar.xz", rows)


@pytest.fixture
def goemotions(tmp_path):
    rows = (
        "so happy!\t3\ta\nI am scared and sad\t2,5\tb\nthe train\t4\tc\n"
        "fuck\t0\td\nwow\t6\te\ngross\t1\tf\n"
    )
    files = {
        "goemotions/data/ekman/labels.txt": "anger\ndisgust\nfear\njoy\nneutral\nsadness\nsurprise",
        **{f"goemotions/data/ekman/{split}.tsv": rows for split in ("train", "dev", "test")},
    }
    return archive(tmp_path / "goemotions.tar.xz", files)


def test_rated_lines_keep_their_quotes_and_tabs(rated):
    corpora = read_rated_lines(rated)
    assert corpora.keys() == CORPORA.keys()
    assert corpora["tweets"][:2] == [
        RatedLine('I love "it, so good', 2.5),
        RatedLine("terrible\ttabs", -2.0),
    ]


def test_comments_may_have_several_expressions(goemotions):
    lines = read_goemotions(goemotions, "dev")
    assert lines[0].expressions == {Expression.HAPPY}
    assert lines[1].expressions == {Expression.FEAR, Expression.SAD}


def test_agreement_counts_by_the_sign_of_the_mean_rating(rated):
    figures = agreement(read_rated_lines(rated)["tweets"])
    assert figures.r > 0.9
    assert figures.accuracy == 0.75
    assert figures.table.tolist() == [[2, 0, 0], [0, 0, 0], [0, 1, 1]]


def test_emotion_figures_take_any_of_several_labels_for_right(goemotions):
    figures = emotion_figures(read_goemotions(goemotions, "test"))
    assert figures.accuracy == 1.0
    assert figures.coverage == pytest.approx(5 / 6)
    assert figures.f1[:2] == (1.0, 1.0)
    assert 0.0 < figures.macro_f1 < 1.0


def test_likes_figures_count_pairs():
    talks = [
        LabelledTalk("I love the cat", None, frozenset({("cat", "like")})),
        LabelledTalk("I love the cat", None, frozenset({("dog", "like")})),
    ]
    figures = likes_figures(talks)
    assert (figures.right, figures.wrong, figures.missed) == (1, 1, 1)
    assert figures.f1 == figures.precision == figures.recall == 0.5


def test_halves_are_seeded_and_share_nothing():
    chosen, held_out = halves(range(101))
    assert (chosen, held_out) == halves(range(101))
    assert sorted(chosen + held_out) == list(range(101))
    assert len(chosen) == 50


def test_the_fit_weighs_each_count_for_its_own_expression(goemotions):
    lines = read_goemotions(goemotions, "train")
    weights = fit.fit(fit.inputs(lines), fit.targets(lines))
    six = len(Expression) - 1
    assert (weights[:six][~np.eye(six, six + 1, dtype=bool)] == 0).all()
    assert weights[3, 3] > 0


def test_the_tables_go_to_the_end_of_the_document(rated, goemotions, tmp_path, monkeypatch, capsys):
    root = tmp_path / "data"
    (root / "text").mkdir(parents=True)
    rated.rename(root / "text" / "text-vader.tar.xz")
    goemotions.rename(root / "text" / "text-goemotions.tar.xz")
    document = tmp_path / "words.md"
    document.write_text("# Words\n\n## Measured\nold\n")
    monkeypatch.setenv("MIEN_DATA", str(root))
    monkeypatch.setattr(evaluate, "DOCUMENT", document)
    monkeypatch.setattr("sys.argv", ["evaluate", "--write-docs"])
    evaluate.main()
    text = document.read_text()
    assert text.startswith("# Words\n\n## Measured\n")
    assert "old" not in text
    assert "| tweets | whole | 4 |" in text
    assert "| tweets | whole | 4 |" in capsys.readouterr().out
