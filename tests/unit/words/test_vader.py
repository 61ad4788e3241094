"""The fast rules give what the library gives, but for its one repaired fault."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from vaderSentiment import vaderSentiment  # type: ignore[import-untyped]

from mien.perception.words import vader
from mien.perception.words.review_words import REVIEW_WORDS
from mien.perception.words.vader_lexicon import lexicon

SENTENCES = """
The acting was great but the music was dull.
I have never been so happy, so very HAPPY!!!
It was kind of good and sort of bad, just enough fun
Without a doubt the best film, without doubt good
no good or bad things, no, NO GOOD
At least it isn't horrible. The least funny of all, the very least good
That was the shit! Yeah right, it was bad ass, to die for
The plot wasn't gripping, hardly memorable; rather predictable???
BUT I liked it. I liked it but I liked that too but good
Not bad at all :) :-( <3 xD
never this good, never so bad, was that this amazing thing
what?? really??? why???? good!!!!! bad!
isn't wasn't nothing without good
ALL CAPITALS ARE GREAT
one GREAT word
good
kind of
but
least good
It is not uncommon that people dislike it, nor good
""".strip().splitlines()


class Repaired(vaderSentiment.SentimentIntensityAnalyzer):  # type: ignore[misc]
    """The library with the project's words, and "but" that goes by each word's own place."""

    def __init__(self):
        super().__init__()
        self.lexicon.update(REVIEW_WORDS)

    @staticmethod
    def _but_check(words, sentiments):
        lower = [word.lower() for word in words]
        if "but" not in lower:
            return sentiments
        turn = lower.index("but")
        factors = [0.5 if at < turn else 1.5 if at > turn else 1.0 for at in range(len(lower))]
        return [value * factor for value, factor in zip(sentiments, factors, strict=True)]


LIBRARY = Repaired()


def expected(text):
    scores = LIBRARY.polarity_scores(text)
    return scores["compound"], scores["pos"], scores["neu"], scores["neg"]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_scores_as_in_the_library(sentence):
    assert tuple(vader.score(sentence)) == expected(sentence)


def word_lists():
    """Sentences of words that VADER's rules ask about, some in capitals, some with marks."""
    told = lexicon()
    acting = [
        *told.boosters, *told.negations, *" ".join(told.phrases).split(), "no", "never", "so",
        "this", "without", "doubt", "least", "at", "very", "but", "kind", "of", "or", "nor", "the",
    ]  # fmt: skip
    rated = sorted(word for word in told.valences if word.isalpha())[::40]
    word = st.sampled_from(acting) | st.sampled_from(rated)
    shaped = st.builds(
        lambda w, shape: shape(w), word, st.sampled_from([str, str.upper, str.title])
    )
    marked = st.builds(lambda w, mark: w + mark, shaped, st.sampled_from(["", "", ",", "!", "?"]))
    return st.lists(marked, min_size=1, max_size=12).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(word_lists())
@example("this bad so GOOD BUT no or good")
def test_any_sentence_scores_as_in_the_library(sentence):
    assert tuple(vader.score(sentence)) == expected(sentence)


def test_but_goes_by_the_place_of_each_word():
    before, after = vader.score("good but dull"), vader.score("dull but good")
    assert before.compound < 0 < after.compound


@pytest.mark.parametrize(
    ("stretched", "plain"),
    [("sooooo good", "so good"), ("loooove", "love"), ("AMAAAZING", "AMAZING")],
)
def test_stretched_words_are_known(stretched, plain):
    assert vader.score(stretched) == vader.score(plain)


def test_a_stretched_no_negates_nothing():
    assert vader.score("nooooo good").compound > 0 > vader.score("no good").compound
