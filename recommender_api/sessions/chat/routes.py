"""`/sessions/{id}/chat`: the talk about the item."""

from flask import Blueprint

from recommender_api.bodies import asked
from recommender_api.place import place
from recommender_api.sessions.chat.lines import lines_of
from recommender_api.sessions.chat.replies import ChatReply, SaidReply, line_reply, said_reply
from recommender_api.sessions.chat.requests import ChatRequest
from recommender_api.sessions.chat.saying import say
from recommender_api.sessions.found import find

routes = Blueprint("chat", __name__)


@routes.post("/sessions/<session_id>/chat")
def add_line(session_id: str) -> SaidReply:
    """Say a line; Mien answers."""
    wished = asked(ChatRequest)
    here = place()
    number, heard, answered = say(here.engine, here.speaker, session_id, wished)
    last = here.speaker.tree.node(answered[-1].node).last
    return said_reply(number, answered, heard, last)


@routes.get("/sessions/<session_id>/chat")
def chat(session_id: str) -> ChatReply:
    """Everything that was said."""
    here = place()
    with here.engine.connect() as connection:
        session = find(connection, session_id)
        lines = lines_of(connection, session_id)
    return {
        "lines": [line_reply(line) for line in lines],
        "node": session.node,
        "finished": here.speaker.tree.node(session.node).last,
        "next_number": len(lines) + 1,
    }
