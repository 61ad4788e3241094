"""What can be wrong with consent.

notice --> consent given --> acknowledged --> readings
  |             |                 |              |
  |             |                 |              +-- ConsentExpired 403, ConsentWithdrawn 403
  |             |                 +-- NoticeChanged 409, NotAcknowledged 403
  |             +-- ConsentMissing 403
  +-- UnknownLanguage 422
"""

from mien.errors import MienError, RequestError


class ConsentError(RequestError):
    """The viewer does not consent, or not any more."""

    status = 403


class ConsentMissing(ConsentError):
    code = "consent-missing"
    title = "The session has no consent"
    action = "Begin a session whose request states the viewer's consent."


class NotAcknowledged(ConsentError):
    code = "not-acknowledged"
    title = "The viewer has not acknowledged the notice"
    action = "Show the notice, then POST /api/v1/sessions/ID/consent with its version."


class ConsentExpired(ConsentError):
    code = "consent-expired"
    title = "The consent has expired"
    action = "Stop reading the viewer; ask again and begin a new session."


class ConsentWithdrawn(ConsentError):
    code = "consent-withdrawn"
    title = "The viewer has withdrawn the consent"
    action = "Stop reading the viewer; a withdrawn consent never comes back."


class NoticeChanged(RequestError):
    status = 409
    code = "notice-changed"
    title = "That is not the version of the notice that the session was given"
    action = "Show the notice that POST /api/v1/sessions answered, and send its version."


class LedgerBroken(MienError):
    code = "ledger-broken"
    title = "The ledger was changed"
    action = "Compare the database with its backups; entries before the one named are intact."
