import pytest

from mien.perception.words import wordnet_files
from mien.perception.words.tags import LEAST, TagMatcher
from mien.perception.words.wordnet import open_wordnet
from mien.settings import Settings
from tests.unit.words.tiny_wordnet import write_tiny_wordnet

TAGS = (
    "Horror", "comedy", "romantic-comedy", "sci-fi", "Car chase", "animals", "clothing",
    "special effects", "music", "action",
)  # fmt: skip


def none():
    return None


@pytest.fixture
def matcher(tmp_path):
    write_tiny_wordnet(tmp_path / "wordnet")
    settings = Settings(wordnet_dir=tmp_path / "wordnet", wordnet_cache=tmp_path / "cache")
    return TagMatcher(TAGS, lambda: open_wordnet(settings))


def matched(matcher, phrase):
    return {match.tag: match.how for match in matcher.match(phrase)}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("horror", {"Horror": "lemma"}),
        ("horror films", {"Horror": "lemma"}),
        ("scary films", {"Horror": "cue"}),
        ("romantic comedies", {"romantic-comedy": "lemma", "comedy": "lemma"}),
        ("comedies", {"comedy": "lemma", "romantic-comedy": "hyponym"}),
        ("science fiction", {"sci-fi": "lemma"}),
        ("car chases", {"Car chase": "lemma", "action": "cue"}),
        ("CGI", {"special effects": "lemma"}),
        ("penguins", {"animals": "hypernym"}),
        ("leather jacket", {"clothing": "hypernym"}),
        ("creature", {"animals": "synonym"}),
        ("car", {}),
        ("chance", {}),
        ("films", {}),
        ("", {}),
        ("it", {}),
    ],
)
def test_which_tags_a_phrase_speaks_of(matcher, phrase, expected):
    assert matched(matcher, phrase) == expected


def test_the_likeliest_tag_comes_first(matcher):
    matches = matcher.match("romantic comedies")
    assert matches[0].tag == "romantic-comedy"
    assert all(LEAST <= match.similarity <= 1.0 for match in matches)
    assert sorted(matches, key=lambda match: -match.similarity) == matches


def test_a_nearer_kind_is_more_alike(matcher):
    [bird], [penguin] = matcher.match("bird"), matcher.match("penguin")
    assert 1.0 > bird.similarity > penguin.similarity


def test_related_tags_have_distances(matcher):
    assert [(each.word, each.distance) for each in matcher.related("comedy")] == [
        ("romantic-comedy", 0.4)
    ]
    assert matcher.related("horror") == []


def test_without_wordnet_lemmas_and_cues_match():
    matcher = TagMatcher(TAGS, none)
    assert matched(matcher, "scary films") == {"Horror": "cue"}
    assert matched(matcher, "animals") == {"animals": "lemma"}
    assert matched(matcher, "penguins") == {}


def test_odd_text_matches_nothing_or_tags(odd_text):
    assert all(match.tag in TAGS for match in TagMatcher(TAGS, none).match(odd_text[:200]))


@pytest.fixture(scope="module")
def real():
    settings = Settings()
    if wordnet_files.find(settings) is None:
        pytest.skip("WordNet is not installed: apt-get install wordnet-base")
    return TagMatcher(
        ("horror", "weapons", "footwear", "furniture", "violence", "animals", "jewelry", "music")
    )


@pytest.mark.parametrize(
    ("phrase", "tag", "how"),
    [
        ("swords", "weapons", "hypernym"),
        ("sneakers", "footwear", "hypernym"),
        ("a leather sofa", "furniture", "hypernym"),
        ("violent scenes", "violence", "related"),
        ("kittens", "animals", "hypernym"),
        ("gold necklace", "jewelry", "hypernym"),
        ("jewellery", "jewelry", "synonym"),
    ],
)
def test_the_real_wordnet_relates_words(real, phrase, tag, how):
    assert matched(real, phrase).get(tag) == how


@pytest.mark.parametrize("phrase", ["price", "director", "battery", "qwerty", "ending"])
def test_the_real_wordnet_does_not_relate_everything(real, phrase):
    assert matched(real, phrase) == {}
