"""What can be wrong with who asks.

credentials --> caller --> scope --> viewer or session
     |            |          |              |
     |            |          |              +-- UnknownViewer 404, UnknownSession 404
     |            |          +-- MissingScope 403
     |            +-- RateLimited 429
     +-- UnknownHost 421, ForeignOrigin 403, KeyRequired 401, InvalidCredentials 401

Another viewer's things and things that do not exist get the same answer.
"""

from mien.errors import MienError, RequestError, TryLater


class KeyRequired(RequestError):
    status = 401
    code = "key-required"
    title = "The request names no key"
    action = "Send Authorization: Bearer and a key or a viewer's token; mien keys create makes one."

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": "Bearer"}


class InvalidCredentials(KeyRequired):
    code = "invalid-credentials"
    title = "The key or token is not valid"
    action = "Send Authorization: Bearer with a key or token that is neither revoked nor expired."

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": 'Bearer error="invalid_token"'}


class MissingScope(RequestError):
    status = 403
    code = "missing-scope"
    title = "The key or token does not allow this"
    action = "Use a key whose scopes include the one that the detail names."


class RateLimited(TryLater):
    """The wait is until the next request will be taken."""

    code = "rate-limited"
    title = "The caller made all the requests that a minute allows"


class UnknownHost(RequestError):
    status = 421
    code = "unknown-host"
    title = "The server does not go by this name"
    action = "Call it by its address or localhost, or add the name to MIEN_ALLOWED_HOSTS."


class ForeignOrigin(RequestError):
    status = 403
    code = "foreign-origin"
    title = "The request comes from a page that may not call this server"
    action = "Add the page's origin to MIEN_CORS_ORIGINS; a proxy must pass the Host header on."


class UnknownViewer(RequestError):
    status = 404
    code = "unknown-viewer"
    title = "There is no such viewer"
    action = "Use the viewer_id that POST /api/v1/viewers gave, with that viewer's own token."


class UnknownSession(RequestError):
    status = 404
    code = "unknown-session"
    title = "There is no such session"
    action = "Use a session_id that POST /api/v1/sessions gave, with its viewer's own token."


class UnknownKey(MienError):
    status = 404
    code = "unknown-key"
    title = "There is no such key"
    action = "See the ids that mien keys list shows."


class PublicAddress(MienError):
    code = "public-address"
    title = "A server that asks for no keys may not listen on a public address"
    action = "Listen on 127.0.0.1, or make a key (mien keys create) and set MIEN_REQUIRE_KEYS=true."
