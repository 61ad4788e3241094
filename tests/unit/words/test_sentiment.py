import pytest
from hypothesis import given, settings

from mien.perception.words.cleaning import clean
from mien.perception.words.sentiment_reader import SentimentReader
from tests.unit.words.conftest import anything

READER = SentimentReader()


def read(text):
    return READER.read_one(text)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("I loved it", "positive"),
        ("I didn't love it", "negative"),
        ("I didn’t love it", "negative"),
        ("The train leaves at eight", "neutral"),
        ("gripping and unforgettable", "positive"),
        ("predictable, underwhelming", "negative"),
        ("👍", "positive"),
        ("👎", "negative"),
        ("CGI was 🔥", "positive"),
        ("❤️", "positive"),
        ("it was 🤮", "negative"),
        ("good😍stuff", "positive"),
        ("I &lt;3 this", "positive"),
        ("gr\u200beat", "positive"),
    ],
)
def test_polarity(text, polarity):
    assert read(text).polarity == polarity


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [("good", "good!!!"), ("it is good", "it is GOOD"), ("good", "very good"), ("good", "great")],
)
def test_emphasis_counts(weaker, stronger):
    assert 0 < read(weaker).compound < read(stronger).compound


@pytest.mark.parametrize(
    "text",
    [
        "Die Musik war toll",
        "Der Film war wirklich gut gemacht und spannend",
        "el final de la historia es malo",
        "Le film est trop long et les acteurs sont fatal",
        "音楽が好きです",
        "не понравилось",
        "",
    ],
)
def test_what_is_not_english_is_neutral(text):
    sentiment = read(text)
    assert sentiment.polarity == "neutral"
    assert sentiment.neutral == 1.0


@pytest.mark.parametrize(
    "text", ["Die Hard was a great film", "I loved La La Land", "the war scenes were great"]
)
def test_foreign_words_in_english_do_not_silence_it(text):
    assert read(text).compound != 0.0


def test_emoji_in_another_language_count():
    assert read("Das war nix 🤮").polarity == "negative"
    assert read("Die Musik war toll 😍").polarity == "positive"


def test_markup_is_left_out():
    assert clean("<p class='bad'>good</p>").split() == ["good"]
    assert clean("5 < 6 > 4") == "5 < 6 > 4"


def test_plain_text_stays_as_it_is():
    text = "It's 5/5, isn't it? :)"
    assert clean(text) == text


def test_one_sentiment_a_text_in_order():
    assert [each.polarity for each in READER.read(["bad", "", "good"])] == [
        "negative",
        "neutral",
        "positive",
    ]
    assert READER.read([]) == []


def assert_sound(sentiment):
    assert -1.0 <= sentiment.compound <= 1.0
    assert sum(sentiment[1:]) == pytest.approx(1.0, abs=0.002)
    assert all(0.0 <= share <= 1.0 for share in sentiment[1:])


def test_odd_text_is_read(odd_text):
    assert_sound(read(odd_text))


@settings(max_examples=200, deadline=None)
@given(anything())
def test_any_text_is_read(text):
    assert_sound(read(text))
