"""What can be wrong with a request about tastes.

viewer --> change of a weight --> UnknownChange 404
       --> item seen ---------> UnknownItem 404, NotNoted 404
"""

from mien.errors import RequestError


class UnknownChange(RequestError):
    status = 404
    code = "unknown-change"
    title = "The viewer has no such change of a weight"
    action = "Use an id from /api/v1/viewers/{viewer_id}/weights; changes go with their session."


class NotNoted(RequestError):
    status = 404
    code = "not-noted"
    title = "The item is not noted as seen"
    action = "Nothing needs to be done: items watched in a session stay left out with the session."
