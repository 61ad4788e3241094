"""Sessions with their readings and chat.

viewer --< viewing_session --< reading
                           --< chat_line
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from recommender_api.tables import Base


class ViewingSession(Base):
    """A viewer and one item; `catalog` is movies, products or videos, lists are joined by ", ".

    `node` is where the chat, held in `language`, stands. `score` is set when the session ends, and
    stays null where nothing was read or said. A null `exception` means that none is claimed.
    """

    __tablename__ = "viewing_session"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    viewer_id: Mapped[str] = mapped_column(ForeignKey("viewer.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(Text)
    context: Mapped[str] = mapped_column(String(32))
    exception: Mapped[str | None] = mapped_column(Text)
    catalog: Mapped[str] = mapped_column(String(16))
    item_id: Mapped[str | None] = mapped_column(String(128))
    title: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(64))
    tags: Mapped[str] = mapped_column(Text)
    begun: Mapped[datetime]
    ended: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(8), default="en")
    node: Mapped[str] = mapped_column(String(64))
    score: Mapped[float | None]


class Reading(Base):
    """One apparent expression; `sequence` is the client's number, probabilities add up to 1.

    `source` joins the modalities that it was read from by "+".
    """

    __tablename__ = "reading"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    session_id: Mapped[str] = mapped_column(
        ForeignKey("viewing_session.id", ondelete="CASCADE"), primary_key=True
    )
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seconds: Mapped[float]
    source: Mapped[str] = mapped_column(String(16))
    angry: Mapped[float]
    disgust: Mapped[float]
    fear: Mapped[float]
    happy: Mapped[float]
    sad: Mapped[float]
    surprise: Mapped[float]
    neutral: Mapped[float]
    valence: Mapped[float]
    arousal: Mapped[float]
    uncertain: Mapped[bool]


class ChatLine(Base):
    """A line of the viewer or of Mien; `sentiment` (-1..1) is of the viewer's alone."""

    __tablename__ = "chat_line"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    session_id: Mapped[str] = mapped_column(
        ForeignKey("viewing_session.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    speaker: Mapped[str] = mapped_column(String(8))
    node: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    sentiment: Mapped[float | None]
    said: Mapped[datetime]
