"""The tree that ships, and what is said about one that does not hold together."""

import random
import shutil

import pytest

from mien.errors import InvalidSetting
from mien.perception.words.likes.opinion import Liking, Opinion
from mien.perception.words.sentiment import Polarity
from recommender_api.sessions.chat.heard import hear
from recommender_api.sessions.chat.paraphrasing import AsWritten, LocalModel, paraphraser
from recommender_api.sessions.chat.phrasing import listed, phrased
from recommender_api.sessions.chat.tree import SHIPPED, TREE, Tree
from recommender_api.sessions.chat.turns import Speaker, Talk

LEANINGS: list[Polarity | None] = ["positive", "negative", "neutral", None]

BROKEN = {
    "no such node": ('to = "avoid"', 'to = "nowhere"', TREE, "nowhere"),
    "no such start": ('start = "feeling"', 'start = "nowhere"', TREE, "nowhere"),
    "endless": ("last = true\n", "", TREE, "never finishes"),
    "unknown condition": ("{ expressions =", "{ weather =", TREE, "weather"),
    "unknown sentiment": (
        '{ sentiment = "positive" }',
        '{ sentiment = "good" }',
        TREE,
        "sentiment",
    ),
    "no last answer": ('  { say = "kept", to = "thanks" },\n', "", TREE, "without a condition"),
    "no such phrasing": ('say = "kept"', 'say = "shouted"', TREE, "shouted"),
    "not toml": ("start =", "start", TREE, TREE),
    "empty phrasing": ('heard = ["I see."', 'heard = [" "', "en.toml", "heard"),
    "unknown field": ('"How nice!"', '"How nice, {name}!"', "en.toml", "{name}"),
    "field not known there": ('"How nice!"', '"How nice, {liked}!"', "en.toml", "{liked}"),
    "attribute": ('"How nice!"', '"{title.__class__}"', "en.toml", "title.__class__"),
    "layout": ('"How nice!"', '"{title:>9999999}"', "en.toml", "layout"),
    "half a field": ('"How nice!"', '"How nice, {title"', "en.toml", "gladness"),
}


@pytest.fixture
def folder(tmp_path):
    for name in (TREE, "en.toml", "ru.toml"):
        shutil.copy(SHIPPED / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize(("old", "new", "name", "named"), BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_with_a_tree_is_named(folder, old, new, name, named):
    path = folder / name
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new), "utf-8")
    with pytest.raises(InvalidSetting, match=str(folder)) as caught:
        Tree.load(folder)
    assert named in caught.value.detail


def test_a_missing_language_is_named(folder):
    (folder / "ru.toml").unlink()
    with pytest.raises(InvalidSetting, match=r"ru\.toml"):
        Tree.load(folder)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_answer_is_said_without_repeating_until_the_talk_is_finished(language):
    speaker = Speaker(Tree.load(), AsWritten())
    lines = ["great", "bad", "hm", "I liked the music", "I hated the noise", "loved a, hated b"]
    for seed in range(40):
        chance, said = random.Random(seed), []
        talk = Talk(f"session {seed}", "A {title}", "film", language, speaker.tree.start)
        while not speaker.tree.nodes[talk.node].last:
            heard = hear(chance.choice(lines), speaker.tree.nodes[talk.node].asked)
            leaning = chance.choice(LEANINGS)
            answer = speaker.reply(talk, heard, leaning)
            said += [each.text for each in answer]
            talk = talk._replace(node=answer[-1].node, said=tuple(said))
        assert len(set(said)) == len(said)


def test_sessions_differ_in_their_words_and_agree_with_themselves():
    phrasings = [f"phrasing {number}" for number in range(6)]
    first = [phrased(phrasings, str(seed), {}, (), AsWritten()) for seed in range(30)]
    assert first == [phrased(phrasings, str(seed), {}, (), AsWritten()) for seed in range(30)]
    assert len(set(first)) > 3
    assert phrased(["only one"], "seed", {}, {"only one"}, AsWritten()) == "only one"


def test_what_was_found_is_listed_briefly():
    opinions = [Opinion(f"thing\n {n}", f"thing {n}", Liking.LIKE, 1.0, (0, 1)) for n in range(5)]
    assert listed([*opinions[:1], *opinions]) == "thing 0, thing 1, thing 2"


def test_a_paraphrase_takes_the_place_of_a_phrasing_unless_it_is_none():
    model = LocalModel(lambda sentence: {"How nice!": " Lovely!\n"}.get(sentence, ""))
    assert model.paraphrase("How nice!") == "Lovely!"
    assert model.paraphrase("I see.") == "I see."
    assert LocalModel(lambda sentence: "x" * 1000).paraphrase("I see.") == "I see."


def test_a_paraphraser_that_fails_leaves_the_phrasing(caplog):
    def fail(sentence):
        raise RuntimeError("no memory")

    assert LocalModel(fail).paraphrase("I see.") == "I see."
    assert "the paraphraser failed" in caplog.text


def test_paraphrases_are_not_repeated_either():
    model = LocalModel(lambda sentence: "Lovely!")
    assert phrased(["a", "b"], "seed", {}, {"Lovely!"}, model) in ("a", "b")


def test_a_paraphraser_without_its_library_names_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "transformers", None)
    with pytest.raises(InvalidSetting, match=r"mien\[paraphraser\]"):
        paraphraser(tmp_path)
    assert isinstance(paraphraser(None), AsWritten)
