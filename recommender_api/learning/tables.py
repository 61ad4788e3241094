"""What a viewer was seen to like, and why.

    viewer --< weight_change: every step, its reason, and whether it was undone
           --< seen_item

A weight is the sum of its changes, each faded by its age, so undoing one needs no history of sums.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from recommender_api.tables import Base


class WeightChange(Base):
    """A step of a tag's weight in a category; `reason` is score, sentiment, like, dislike or
    related, `because` says in words what moved it."""

    __tablename__ = "weight_change"
    __table_args__ = (Index("weight_change_of_viewer", "viewer_id", "category", "tag"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    viewer_id: Mapped[str] = mapped_column(ForeignKey("viewer.id", ondelete="CASCADE"))
    session_id: Mapped[str] = mapped_column(
        ForeignKey("viewing_session.id", ondelete="CASCADE"), index=True
    )
    category: Mapped[str] = mapped_column(String(64))
    tag: Mapped[str] = mapped_column(String(128))
    amount: Mapped[float]
    reason: Mapped[str] = mapped_column(String(16))
    because: Mapped[str] = mapped_column(Text)
    chat_line: Mapped[int | None]
    made: Mapped[datetime]
    undone: Mapped[datetime | None]


class SeenItem(Base):
    """An item that a viewer watched or was told to have seen; never recommended again."""

    __tablename__ = "seen_item"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    viewer_id: Mapped[str] = mapped_column(
        ForeignKey("viewer.id", ondelete="CASCADE"), primary_key=True
    )
    catalog: Mapped[str] = mapped_column(String(16), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    seen: Mapped[datetime]
