import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mien.perception.words.likes.extract import extract
from mien.perception.words.likes.opinion import ITEM, Liking
from mien.perception.words.nouns import singular
from tests.unit.words.conftest import anything
from training.words.likes_figures import likes_figures, read_labelled

LIKE, DISLIKE = Liking.LIKE, Liking.DISLIKE


def found(text, asked=None):
    return {(each.lemma, each.polarity) for each in extract(text, asked)}


def test_likes_and_dislikes_are_found_in_the_labelled_sentences():
    talks = read_labelled()
    assert len(talks) >= 150
    assert sum(not talk.opinions for talk in talks) >= 30
    assert likes_figures(talks).f1 >= 0.85


@pytest.mark.parametrize(
    ("text", "likes", "dislikes"),
    [
        ("I adored the puppets and the score", {"puppet", "score"}, set()),
        ("we weren't fans of the narrator", set(), {"narrator"}),
        ("the stunts were superb, but the script was lazy", {"stunt"}, {"script"}),
        ("I prefer thrillers to musicals", {"thriller"}, {"musical"}),
        ("fewer flashbacks and more jokes, please", {"joke"}, {"flashback"}),
        ("everything but the narrator was great", set(), {"narrator"}),
        ("The lid leaks.", set(), {"lid"}),
        ("It was brilliant", {ITEM}, set()),
        ("The narrator? Hated him.", set(), {"narrator"}),
        ("Nicole Kidman was superb", {"nicole kidman"}, set()),
    ],
)
def test_what_a_line_says(text, likes, dislikes):
    expected = {(each, LIKE) for each in likes} | {(each, DISLIKE) for each in dislikes}
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "My brother hates the songs",
        "Are the songs any good?",
        "If the songs are bad I will leave",
        "People say the songs are bad",
        "Der Film war sehr gut und die Musik auch",
        "comedies, cats, no idea",
    ],
)
def test_what_is_no_opinion_of_the_speaker(text):
    assert found(text) == set()


def test_a_bare_list_is_an_answer_only_to_a_question():
    assert found("comedies and cats") == set()
    assert found("comedies and cats", LIKE) == {("comedy", LIKE), ("cat", LIKE)}
    assert found("comedies and cats", DISLIKE) == {("comedy", DISLIKE), ("cat", DISLIKE)}
    assert found("no horror please", LIKE) == found("no horror please", DISLIKE)
    assert found("I love horror", DISLIKE) == {("horror", LIKE)}


@pytest.mark.parametrize("asked", [None, Liking.LIKE, Liking.DISLIKE])
def test_a_list_after_a_verdict_follows_the_verdict_whatever_was_asked(asked):
    found = extract("I hate horror and gore", asked)
    assert [(each.lemma, each.polarity) for each in found] == [
        ("horror", Liking.DISLIKE),
        ("gore", Liking.DISLIKE),
    ]


def test_targets_are_quoted_from_the_text():
    text = "So: <b>loved</b> the jump&nbsp;scares, hated it"
    first, second = sorted(extract(text), key=lambda each: each.polarity)
    assert text[slice(*second.span)] == second.target == "jump&nbsp;scares"
    assert second.lemma == "jump scare"
    assert (first.lemma, first.target, first.span) == (ITEM, ITEM, (0, 0))


def test_stronger_words_are_stronger_and_said_twice_counts_once():
    [liked], [loved] = extract("I like the cat"), extract("I like the cat. I adore the cat!")
    assert 0.0 < liked.strength < loved.strength <= 1.0


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("comedies", "comedy"), ("movies", "movie"), ("boxes", "box"), ("heroes", "hero"),
        ("women", "woman"), ("series", "series"), ("glasses", "glasses"), ("bus", "bus"),
        ("ads", "ad"), ("shoes", "shoe"), ("80s", "80s"), ("dress", "dress"),
    ],
)  # fmt: skip
def test_singular(plural, one):
    assert singular(plural) == one


def assert_sound(text, opinions):
    for each in opinions:
        start, end = each.span
        assert each.lemma
        assert 0.0 < each.strength <= 1.0
        assert each.target == (text[start:end] or ITEM)


def test_odd_text_is_read(odd_text):
    assert_sound(odd_text, extract(odd_text))


@settings(max_examples=300, deadline=None)
@given(anything(), st.sampled_from([None, LIKE, DISLIKE]))
def test_any_text_is_read(text, asked):
    assert_sound(text, extract(text, asked))
