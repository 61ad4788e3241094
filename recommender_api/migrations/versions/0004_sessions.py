"""Viewers, consents, the ledger, sessions, what they teach, and API keys."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
contract = "0004"

EXPRESSIONS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")


def upgrade() -> None:
    """Create everything."""
    op.create_table(
        "viewer",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("salt", sa.String(64), nullable=False),
    )
    _sessions()
    _privacy()
    _learning()
    _access()


def _sessions() -> None:
    op.create_table(
        "viewing_session",
        sa.Column("id", sa.String(32), primary_key=True),
        _of_viewer(index=True),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("context", sa.String(32), nullable=False),
        sa.Column("exception", sa.Text),
        sa.Column("catalog", sa.String(16), nullable=False),
        sa.Column("item_id", sa.String(128)),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("category", sa.String(64), nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("begun", sa.DateTime, nullable=False),
        sa.Column("ended", sa.DateTime),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("node", sa.String(64), nullable=False),
        sa.Column("score", sa.Float),
    )
    op.create_table(
        "reading",
        _of_session(primary_key=True),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        *(sa.Column(name, sa.Float, nullable=False) for name in EXPRESSIONS),
        sa.Column("valence", sa.Float, nullable=False),
        sa.Column("arousal", sa.Float, nullable=False),
        sa.Column("uncertain", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chat_line",
        _of_session(primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("speaker", sa.String(8), nullable=False),
        sa.Column("node", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sentiment", sa.Float),
        sa.Column("said", sa.DateTime, nullable=False),
        sqlite_with_rowid=False,
    )


def _privacy() -> None:
    op.create_table(
        "consent",
        _of_session(primary_key=True),
        _of_viewer(index=True),
        sa.Column("notice", sa.String(32), nullable=False),
        sa.Column("modalities", sa.Text, nullable=False),
        *(sa.Column(name, sa.DateTime, nullable=False) for name in ("given", "expires")),
        *(sa.Column(name, sa.DateTime) for name in ("acknowledged", "withdrawn")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        *(sa.Column(name, sa.String(64), nullable=False) for name in ("previous", "hash")),
    )
    sweep = op.create_table(
        "retention_sweep",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("begun", sa.DateTime, nullable=False),
    )
    op.bulk_insert(sweep, [{"id": 1, "begun": datetime(1970, 1, 1)}])


def _learning() -> None:
    op.create_table(
        "weight_change",
        sa.Column("id", sa.Integer, primary_key=True),
        _of_viewer(),
        _of_session(index=True),
        sa.Column("category", sa.String(64), nullable=False),
        sa.Column("tag", sa.String(128), nullable=False),
        sa.Column("amount", sa.Float, nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("chat_line", sa.Integer),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("undone", sa.DateTime),
    )
    op.create_index("weight_change_of_viewer", "weight_change", ["viewer_id", "category", "tag"])
    op.create_table(
        "seen_item",
        _of_viewer(primary_key=True),
        sa.Column("catalog", sa.String(16), primary_key=True),
        sa.Column("item_id", sa.String(128), primary_key=True),
        sa.Column("seen", sa.DateTime, nullable=False),
        sqlite_with_rowid=False,
    )


def _access() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("per_minute", sa.Integer, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        *(sa.Column(name, sa.DateTime) for name in ("expires", "revoked")),
    )
    op.create_table(
        "key_use",
        sa.Column(
            "key_id",
            sa.String(16),
            sa.ForeignKey("api_key.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("minute", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("requests", sa.Integer, nullable=False),
    )


def _of_viewer(primary_key: bool = False, index: bool = False) -> sa.Column[str]:
    return _reference("viewer_id", "viewer.id", primary_key, index)


def _of_session(primary_key: bool = False, index: bool = False) -> sa.Column[str]:
    return _reference("session_id", "viewing_session.id", primary_key, index)


def _reference(name: str, target: str, primary_key: bool, index: bool) -> sa.Column[str]:
    key = sa.ForeignKey(target, ondelete="CASCADE")
    return sa.Column(name, sa.String(32), key, primary_key=primary_key, index=index, nullable=False)
