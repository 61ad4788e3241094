"""The recommender's part of the error tree.

body --> request --> genres or tags --> items
  |         |              |              |
  |         |              |              +-- CatalogChanged 409, InvalidCursor 422
  |         |              +-- EmptyCatalog 409, EmptyGenre 404
  |         +-- InvalidField 422, UnknownEmotion 422
  +-- NotJson 400, BodyTooLarge 413
"""

from mien.errors import MienError, RequestError, TryLater

_SECONDS_TO_COME_BACK = 2


class NotJson(RequestError):
    code = "not-json"
    title = "The body is not a JSON object"
    action = 'Send JSON such as {"emotion": "happy", "num_of_movies": 5, "recommendation_type": "keepup"}.'  # noqa: E501


class InvalidField(RequestError):
    status = 422
    code = "invalid-field"
    title = "A field has a value that cannot be used"
    action = "Correct the field that the detail names; /api/v1/openapi.json describes each."


class UnknownEmotion(RequestError):
    status = 422
    code = "unknown-emotion"
    title = "There is no such emotion"
    action = "Use angry, disgust, fear, happy, sad, surprise or neutral."


class InvalidCursor(RequestError):
    status = 422
    code = "invalid-cursor"
    title = "The cursor cannot be used"
    action = "Send next_cursor as it came, with the request that it came for, or start again."


class CatalogChanged(RequestError):
    status = 409
    code = "catalog-changed"
    title = "The catalog changed between two pages"
    action = "Start again without a cursor."


class EmptyCatalog(RequestError):
    status = 409
    code = "empty-catalog"
    title = "The catalog is empty"
    action = "Load one: mien catalog load PATH; recommender_api/catalog/starter ships with Mien."


class EmptyGenre(RequestError):
    status = 404
    code = "empty-genre"
    title = "The catalog has nothing of the genres or tags that suit the emotion"
    action = "Load a catalog that has some, or change the mapping; see /api/v1/mapping."


class UnknownItem(RequestError):
    status = 404
    code = "unknown-item"
    title = "The catalog has no such item"
    action = "Use an id from a recommendation or a search."


class DatabaseUnavailable(TryLater):
    status = 503
    code = "database-unavailable"
    title = "The database does not answer"
    action = "Try again soon; the operator finds the cause in the server's log."

    def __init__(self, detail: str) -> None:
        super().__init__(detail, _SECONDS_TO_COME_BACK)


class NewerDatabase(MienError):
    status = 503
    code = "newer-database"
    title = "A later version of Mien made the database"
    action = "Start that version again, or restore a backup from before: mien database restore."
