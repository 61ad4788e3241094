"""When each film's poster was last looked up."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "poster_lookup",
        sa.Column("imdb_id", sa.String(16), primary_key=True),
        sa.Column("looked_up", sa.DateTime, nullable=False),
    )
