"""Viewers, consents and the ledger.

viewer --1 consent a session      ledger_entry: a chain of hashes that outlives its viewers
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from recommender_api.tables import Base


class Viewer(Base):
    """A pseudonym; `salt` goes with it, so that the ledger's subject then leads to nobody."""

    __tablename__ = "viewer"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created: Mapped[datetime]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    salt: Mapped[str] = mapped_column(String(64))


class Consent(Base):
    """What a viewer agreed to for one session; lists are joined by ", "."""

    __tablename__ = "consent"

    session_id: Mapped[str] = mapped_column(
        ForeignKey("viewing_session.id", ondelete="CASCADE"), primary_key=True
    )
    viewer_id: Mapped[str] = mapped_column(ForeignKey("viewer.id", ondelete="CASCADE"), index=True)
    notice: Mapped[str] = mapped_column(String(32))
    modalities: Mapped[str] = mapped_column(Text)
    given: Mapped[datetime]
    expires: Mapped[datetime]
    acknowledged: Mapped[datetime | None]
    withdrawn: Mapped[datetime | None]


class LedgerEntry(Base):
    """A consent given or withdrawn, or a deletion; `subject` is a salted hash of the viewer."""

    __tablename__ = "ledger_entry"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    event: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(64))
    detail: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class RetentionSweep(Base):
    """One row: when a server last began to remove what is too old."""

    __tablename__ = "retention_sweep"

    id: Mapped[int] = mapped_column(primary_key=True)
    begun: Mapped[datetime]
