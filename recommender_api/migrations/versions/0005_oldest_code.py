"""Which code may serve this schema, for versions of Mien that do not know its migrations."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; whoever migrates fills it."""
    op.add_column("catalog_state", sa.Column("oldest_code", sa.String(32)))
