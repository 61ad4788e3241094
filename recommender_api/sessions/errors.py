"""What can be wrong with a session's requests.

viewer, context, item --> session --> readings, chat --> end --> report
   |                         |            |                        |
   |                         |            |                        +-- SessionNotEnded 409
   |                         |            +-- SessionEnded 409, ModalityNotAgreed 403,
   |                         |                ReadingConflict 409, FutureReading 422,
   |                         |                NothingSaid 422, ChatMovedOn 409, ChatFull 409
   |                         +-- UnknownSession 404, of recommender_api.access
   +-- UnknownViewer 404, of recommender_api.access, ProhibitedContext 403
"""

from mien.errors import RequestError


class ProhibitedContext(RequestError):
    status = 403
    code = "prohibited-context"
    title = "Inferring emotions in this context is prohibited"
    action = (
        "Do not read expressions at work or in education. Where the law excepts a medical or "
        'safety purpose, state it: {"exception": {"basis": "medical", "reference": "..."}}.'
    )


class SessionEnded(RequestError):
    status = 409
    code = "session-ended"
    title = "The session has ended"
    action = "Begin another with POST /api/v1/sessions; this one keeps its report."


class SessionNotEnded(RequestError):
    status = 409
    code = "session-not-ended"
    title = "The session has not ended"
    action = "End it with POST /api/v1/sessions/{session_id}/end, which answers the report too."


class ModalityNotAgreed(RequestError):
    status = 403
    code = "modality-not-agreed"
    title = "The viewer did not agree to this being read"
    action = "Send what the session's modalities name, or begin a session that names more."


class ReadingConflict(RequestError):
    status = 409
    code = "reading-conflict"
    title = "Another reading is stored under this sequence number"
    action = "Give every reading a number of its own; send a retry exactly as it was sent before."


class FutureReading(RequestError):
    status = 422
    code = "future-reading"
    title = "The reading lies in the future"
    action = (
        "Send seconds since the session began; subtract another clock's beginning with ?start=, "
        "or send ?live=false where the readings come from a recorded clip."
    )


class NothingSaid(RequestError):
    status = 422
    code = "nothing-said"
    title = "The chat line says nothing"
    action = "Send a text with at least one character that can be seen."


class ChatMovedOn(RequestError):
    status = 409
    code = "chat-moved-on"
    title = "The chat already has another line with this number"
    action = "Fetch the chat, and send the line with next_number or without a number."


class ChatFull(RequestError):
    status = 409
    code = "chat-full"
    title = "The chat has as many lines as a session may hold"
    action = "End the session; what was said is kept."
