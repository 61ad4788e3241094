"""The notice: what it must say, its version, and an operator's own."""

import shutil

import pytest

from mien.errors import InvalidSetting
from recommender_api.errors import InvalidField
from recommender_api.privacy.notices import SHIPPED, Notices

PURPOSE = "To see how the trailer of {title} is received"


@pytest.fixture(scope="module")
def notices():
    return Notices.load(None, "Kino GmbH, privacy@kino.example", 14, 24)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_says_who_what_for_what_and_how_long(notices, language):
    text = notices.notice(PURPOSE, ["face", "voice"], language).text
    words = notices.templates[language].modalities
    for stated in ("Kino GmbH, privacy@kino.example", PURPOSE, "14", words["face"], words["voice"]):
        assert stated in text
    assert words["words"] not in text


def test_it_speaks_of_appearance_and_names_the_rights(notices):
    text = notices.notice(PURPOSE, ["face"]).text
    for said in ("apparent expression", "does not show what you feel", "deleted", "complain"):
        assert said in text
    assert "at work or in education" in text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_is_not_recorded_is_not_said_to_be(notices, language):
    text = notices.notice(PURPOSE, ["face", "voice"], language, recorded=False).text
    words = notices.templates[language].modalities
    for stated in ("Kino GmbH, privacy@kino.example", PURPOSE, "24", words["face"], words["voice"]):
        assert stated in text
    assert "14" not in text


def test_the_version_is_that_of_exactly_this_text(notices):
    version = notices.notice(PURPOSE, ["face"]).version
    assert version == notices.notice(PURPOSE, ["face"]).version
    others = [
        notices.notice(PURPOSE, ["voice"]),
        notices.notice("Another", ["face"]),
        notices.notice(PURPOSE, ["face"], "ru"),
        Notices.load(None, "Kino GmbH, privacy@kino.example", 15, 24).notice(PURPOSE, ["face"]),
    ]
    assert version not in {other.version for other in others}
    assert all(len(other.version) <= 32 for other in others)


def test_a_language_without_a_notice_is_refused(notices):
    with pytest.raises(InvalidField, match="language: notices are there in en, ru"):
        notices.notice(PURPOSE, ["face"], "fr")


def test_without_a_controller_the_operator_is_named():
    assert "The operator of this service is responsible" in (
        Notices.load(None, "", 30, 24).notice(PURPOSE, ["face"]).text
    )


def test_an_operator_may_write_them_anew(tmp_path):
    shutil.copy(SHIPPED / "en.toml", tmp_path)
    own = (SHIPPED / "en.toml").read_text().replace("Your choice.", "Your free choice.")
    (tmp_path / "en.toml").write_text(own)
    notices = Notices.load(tmp_path, "", 30, 24)
    assert "Your free choice." in notices.notice(PURPOSE, ["face"]).text
    assert list(notices.templates) == ["en"]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("{days}", "many", "days"),
        ("{hours}", "some", "hours"),
        ("{purpose}", "{purpose} {viewer}", "viewer"),
        ('voice = "', 'noise = "', "voice"),
        ("[modalities]", "[modalities", "en.toml"),
        ('text = """', 'txt = """', "text"),
    ],
)
def test_one_that_leaves_something_out_stops_the_server(tmp_path, old, new, named):
    (tmp_path / "en.toml").write_text((SHIPPED / "en.toml").read_text().replace(old, new))
    with pytest.raises(InvalidSetting, match=named):
        Notices.load(tmp_path, "", 30, 24)


def test_a_folder_without_english_stops_the_server(tmp_path):
    with pytest.raises(InvalidSetting, match=r"no en\.toml"):
        Notices.load(tmp_path, "", 30, 24)


def test_it_is_open_to_everybody_over_http(client):
    answer = client.get("/api/v1/notice?purpose=Testing&modalities=face,words&language=ru")
    assert answer.status_code == 200
    assert answer.json["language"] == "ru"
    assert "Testing" in answer.json["text"]


def test_live_reading_has_a_notice_of_its_own(client):
    answer = client.get("/api/v1/notice?purpose=Testing&recorded=false")
    assert "dropped at once" in answer.json["text"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("", "purpose"),
        ("purpose=x&modalities=smell", "modalities"),
        ("purpose=x&modalities=", "modalities"),
        ("purpose=x&language=../en", "language"),
        ("purpose=x&language=xx", "language"),
        ("purpose=x&recorded=perhaps", "recorded"),
    ],
)
def test_a_query_that_cannot_be_answered_is_named(client, query, named):
    answer = client.get(f"/api/v1/notice?{query}")
    assert (answer.status_code, answer.json["code"]) == (422, "invalid-field")
    assert answer.json["detail"].startswith(named)
