"""The prior of weighted ratings instead of each item's rating, which its links hold already."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
contract = "0003"


def upgrade() -> None:
    """Create the table, fill it from the catalog, and drop what it replaces."""
    op.create_table(
        "prior",
        sa.Column("catalog", sa.String(16), primary_key=True),
        sa.Column("mean", sa.Float, nullable=False),
        sa.Column("votes", sa.Float, nullable=False),
    )
    for item in ("movie", "product"):
        _fill(item)
        op.drop_column(item, "weighted")


def _fill(item: str) -> None:
    bind = op.get_bind()
    scored = f"FROM {item} WHERE score IS NOT NULL"
    count, mean = bind.execute(sa.text(f"SELECT count(*), avg(score) {scored}")).one()
    votes = 1.0
    if count:
        one = sa.text(f"SELECT votes {scored} ORDER BY votes LIMIT 1 OFFSET :rank")
        votes = max(votes, bind.execute(one, {"rank": int(0.9 * count)}).scalar_one())
    bind.execute(
        sa.text("INSERT INTO prior (catalog, mean, votes) VALUES (:item, :mean, :votes)"),
        {"item": item, "mean": round(float(mean or 5.0), 6), "votes": votes},
    )
