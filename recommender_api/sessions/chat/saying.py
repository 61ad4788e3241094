"""A viewer's line is said: read, answered, kept, learned from.

    chat as it stands --read, answered, outside any transaction--> lines to add
    session locked --nobody spoke meanwhile?--> lines, node and what they teach, in one transaction
           └─ somebody did: once more from the beginning

Reading and paraphrasing may take long and so hold no lock; the numbers of lines are a primary key.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Engine, update

from mien.perception.words.wordnet import open_wordnet
from recommender_api.database import writing
from recommender_api.learning.lessons import learn_from_line
from recommender_api.sessions.chat.heard import Heard, hear, says_something
from recommender_api.sessions.chat.lines import (
    MIEN,
    VIEWER,
    Line,
    add_mien_lines,
    add_viewer_line,
    last_number,
    leaning,
    lines_of,
)
from recommender_api.sessions.chat.requests import ChatRequest
from recommender_api.sessions.chat.turns import Said, Speaker, Talk
from recommender_api.sessions.errors import ChatFull, ChatMovedOn, NothingSaid
from recommender_api.sessions.found import Session, find, ready_for
from recommender_api.sessions.tables import ViewingSession

MOST_LINES = 600
"""Of both together; three to a turn, so a talk ends long before."""

_MOST_TRIES = 50


class Exchange(NamedTuple):
    """A viewer's line, what was heard in it, and Mien's lines that answer it."""

    number: int
    heard: Heard
    answered: Sequence[Line]


def say(engine: Engine, speaker: Speaker, session_id: str, wished: ChatRequest) -> Exchange:
    """Add a line and its answer, or find them where a retry says it again.

    Raises NothingSaid, ChatMovedOn, ChatFull, and what a session raises that may not be read.
    """
    if not says_something(wished.text):
        raise NothingSaid("the text has no character that can be seen")
    for _ in range(_MOST_TRIES):
        exchange = _try(engine, speaker, session_id, wished)
        if exchange is not None:
            return exchange
    raise ChatMovedOn("others keep adding lines to this chat")


def _try(engine: Engine, speaker: Speaker, session_id: str, wished: ChatRequest) -> Exchange | None:
    """None where somebody else spoke in between."""
    with engine.connect() as connection:
        session = _ready(connection, session_id)
        lines = lines_of(connection, session_id)
        expressions = leaning(connection, session_id)
    number = len(lines) + 1
    if wished.number is not None and wished.number != number:
        return _repeated(speaker, lines, wished.text, wished.number)
    if number > MOST_LINES:
        raise ChatFull(f"the chat has {len(lines)} lines")
    heard = hear(wished.text, speaker.tree.node(session.node).asked)
    answer = speaker.reply(_talk(session, lines), heard, expressions)
    if heard.opinions:
        open_wordnet()  # takes seconds the first time, which no lock should wait for
    with writing(engine) as connection:
        session = _ready(connection, session_id, alone=True)
        if last_number(connection, session_id) != len(lines):
            return None
        _keep(connection, speaker, session, number, wished.text, heard, answer)
        return Exchange(number, heard, lines_of(connection, session_id)[number:])


def _ready(connection: Connection, session_id: str, alone: bool = False) -> Session:
    session = find(connection, session_id, "alone" if alone else "none")
    ready_for(session, ["words"])
    return session


def _talk(session: Session, lines: Sequence[Line]) -> Talk:
    said = [line.text for line in lines if line.speaker == MIEN]
    about = (session.title, session.category, session.language)
    return Talk(session.id, *about, session.node, said)


def _keep(
    connection: Connection,
    speaker: Speaker,
    session: Session,
    number: int,
    text: str,
    heard: Heard,
    answer: Sequence[Said],
) -> None:
    """Everything that the line brings, in the caller's transaction."""
    sentiment = heard.sentiment.compound
    add_viewer_line(connection, session.id, number, session.node, text, sentiment)
    add_mien_lines(connection, session.id, number + 1, answer)
    stands = update(ViewingSession).where(ViewingSession.id == session.id)
    connection.execute(stands.values(node=answer[-1].node))
    about_item = speaker.tree.node(session.node).about_item
    learn_from_line(connection, session, number, sentiment if about_item else None, heard.opinions)


def _repeated(speaker: Speaker, lines: Sequence[Line], text: str, number: int) -> Exchange:
    """The answer that this very line got before. Raises ChatMovedOn."""
    at = number - 1
    if not at < len(lines) or lines[at].speaker != VIEWER or lines[at].text != text:
        raise ChatMovedOn(f"the viewer's next line is number {len(lines) + 1}, not {number}")
    after = lines[number:]
    end = next((k for k, line in enumerate(after) if line.speaker == VIEWER), len(after))
    heard = hear(text, speaker.tree.node(lines[at].node).asked)
    return Exchange(number, heard, after[:end])
