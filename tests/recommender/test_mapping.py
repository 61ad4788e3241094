import re

import pytest

from mien.errors import InvalidSetting
from mien.settings import Settings
from mien.taxonomy import LABELS
from recommender_api.app import create_app
from recommender_api.recommend.mapping import SHIPPED, Mapping

TEXT = SHIPPED.read_text("utf-8")

CONTRACT = {
    "improve": "Comedy Comedy Family Adventure Comedy Fantasy Action",
    "keepup": "War Reality-TV Horror Adventure Drama Mystery Documentary",
}
ORDER = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")

FAULTS = {
    "an emotion is missing": (r'angry = \["War"\]\n', "", "angry"),
    "an emotion has no genre": (r'\["War"\]', "[]", "angry"),
    "an emotion has an empty genre": (r'\["War"\]', '[""]', "angry"),
    "an unknown emotion": (r'angry = \["War"\]', 'angry = ["War"]\nbored = ["War"]', "bored"),
    "an unknown mode": (r"movies\.keepup", "movies.deepen", "deepen"),
    "a mode is missing": (r"\[products\.keepup\][^\[]*(\n.*= \[.*)+", "", "keepup"),
    "a genre is a number": (r'\["War"\]', "[1]", "angry"),
    "an alias leads nowhere": (r'disguist = "disgust"', 'disguist = "yuck"', "yuck"),
    "an unknown table": (r"\[aliases\]", "[other]", "other"),
    "not TOML": (r"\[aliases\]", "[aliases", "mapping"),
}


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "own.toml"
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.mark.parametrize("mode", CONTRACT)
def test_the_shipped_mapping_is_that_of_the_contract(mode):
    genres = [Mapping.load().names("movies", mode, emotion) for emotion in ORDER]
    assert genres == [(genre,) for genre in CONTRACT[mode].split()]


def test_every_label_and_every_old_spelling_is_known():
    spellings = Mapping.load().spellings
    assert {label: spellings[label] for label in LABELS} == {label: label for label in LABELS}
    assert (spellings["disguist"], spellings["fantasy"]) == ("disgust", "surprise")


@pytest.mark.parametrize(("old", "new", "named"), FAULTS.values(), ids=FAULTS)
def test_a_mapping_that_cannot_be_used_is_refused_at_the_start(written, old, new, named):
    text = re.sub(old, new, TEXT)
    assert text != TEXT
    path = written(text)
    with pytest.raises(InvalidSetting, match=named) as refused:
        create_app(Settings(database_url="sqlite://", mapping=path))
    assert str(path) in refused.value.detail


def test_a_mapping_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InvalidSetting, match=r"nothing\.toml"):
        Mapping.load(tmp_path / "nothing.toml")


def test_an_operators_own_mapping_takes_the_place_of_the_shipped_one(written, tmp_path):
    path = written(TEXT.replace('happy = ["Adventure"]', 'happy = ["Musical", "Sport"]'))
    url = f"sqlite:///{tmp_path}/mien.db"
    client = create_app(Settings(database_url=url, mapping=path)).test_client()
    shown = client.get("/api/v1/mapping").get_json()
    assert shown["movies"]["improve"]["happy"] == ["Musical", "Sport"]
