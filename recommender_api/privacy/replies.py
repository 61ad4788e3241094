"""What the routes of viewers, notices and consent answer."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict


class NewViewer(TypedDict):
    """A viewer's pseudonym and token; the token is not shown again."""

    viewer_id: str
    token: str


class NoticeReply(TypedDict):
    """The text to show before the first reading, and its version, to be acknowledged."""

    version: str
    language: str
    text: str


class ConsentReply(TypedDict):
    """What a viewer agreed to; times are ISO 8601 in UTC."""

    notice: str
    modalities: list[str]
    given: str
    expires: str
    acknowledged: str | None
    withdrawn: str | None


class HeldSession(TypedDict):
    """A session in short; after `removed_after` nothing of it is held any more."""

    session_id: str
    purpose: str
    context: str
    title: str
    begun: str
    ended: str | None
    removed_after: str
    consent: ConsentReply


class Held(TypedDict):
    """Rows of one table that are about the viewer, and what they say in plain words."""

    rows: int
    what: str


class ViewerReply(TypedDict):
    """What is held about a viewer, in short; `sessions` are the newest 100."""

    viewer_id: str
    created: str
    controller: str
    retention_days: int
    held: dict[str, Held]
    sessions: list[HeldSession]


class LedgerPlace(TypedDict):
    """Which entry of the ledger records something."""

    number: int
    hash: str


class Receipt(TypedDict):
    """Proof of a deletion; `rows` counts what was deleted of each table."""

    receipt_id: str
    deleted_at: str
    rows: dict[str, int]
    ledger: LedgerPlace
    files_erased: Annotated[
        bool,
        Field(description="False while the database was too busy to empty its files at once."),
    ]
