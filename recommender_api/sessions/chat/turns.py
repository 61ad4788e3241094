"""Which answer fits, and what Mien says next.

node, what was heard, how the session looked --conditions in turn--> answer --> reaction, question
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from mien.perception.words.likes.opinion import Liking
from mien.perception.words.sentiment import Polarity
from recommender_api.sessions.chat.heard import Heard
from recommender_api.sessions.chat.nodes import Answer, When
from recommender_api.sessions.chat.paraphrasing import Paraphraser
from recommender_api.sessions.chat.phrasing import listed, phrased
from recommender_api.sessions.chat.tree import Tree


class Said(NamedTuple):
    """A line of Mien's, and the node that it belongs to."""

    node: str
    text: str


class Talk(NamedTuple):
    """A session's talk as it stands: about what, in which language, and all that Mien said."""

    session_id: str
    title: str
    category: str
    language: str
    node: str
    said: Collection[str] = ()


class Speaker(NamedTuple):
    """A tree and what puts its phrasings into other words."""

    tree: Tree
    paraphraser: Paraphraser

    def opening(self, talk: Talk) -> Said:
        """The first question; `talk.node` counts for nothing yet."""
        start = self.tree.start
        return Said(start, self._say(talk, self.tree.nodes[start].ask, {}, set()))

    def reply(self, talk: Talk, heard: Heard, expressions: Polarity | None) -> list[Said]:
        """The reaction to a line and, where the talk goes on, the next question."""
        node = self.tree.node(talk.node)
        answer = next(each for each in node.answers if _fits(each.when, heard, expressions))
        named = {
            "liked": listed(heard.named(Liking.LIKE)),
            "disliked": listed(heard.named(Liking.DISLIKE)),
        }
        return list(self._lines(talk, answer, named))

    def _lines(self, talk: Talk, answer: Answer, named: dict[str, str]) -> Iterator[Said]:
        said = set(talk.said)
        reaction = self._say(talk, answer.say, named, said)
        yield Said(answer.to, reaction)
        following = self.tree.nodes[answer.to]
        if not (answer.to == talk.node and following.last):
            yield Said(answer.to, self._say(talk, following.ask, {}, said | {reaction}))

    def _say(self, talk: Talk, name: str, named: dict[str, str], said: set[str]) -> str:
        fields = {"title": talk.title, "category": talk.category, **named}
        phrasings = self.tree.phrases[talk.language][name]
        return phrased(phrasings, f"{talk.session_id}:{name}", fields, said, self.paraphraser)


def _fits(when: When, heard: Heard, expressions: Polarity | None) -> bool:
    return (
        when.sentiment in (None, heard.sentiment.polarity)
        and (when.found is None or when.found in heard.found)
        and (when.expressions is None or when.expressions == expressions)
    )
