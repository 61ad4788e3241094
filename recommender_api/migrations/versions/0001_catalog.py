"""Films and products, what they are found by, and the state of loading."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SEARCHED = ("title", "directors", "actors", "description")


def upgrade() -> None:
    """Create everything."""
    for name in ("genre", "tag"):
        op.create_table(
            name,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("name", sa.String(64), nullable=False, unique=True),
        )
    op.create_table(
        "movie",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("movie_id", sa.String(128), nullable=False, unique=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("year", sa.Integer),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("genres", "directors", "actors")),
        sa.Column("minutes", sa.Integer),
        sa.Column("description", sa.Text),
        *_ranked(),
        sa.Column("imdb_id", sa.Text),
        sa.Column("poster_url", sa.Text),
        sa.Column("production_company", sa.Text),
        sa.Column("synthetic", sa.Boolean, nullable=False),
    )
    op.create_table(
        "product",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("product_id", sa.String(128), nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("category", sa.String(128), nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("price", sa.Float),
        sa.Column("image_url", sa.Text),
        *_ranked(),
        sa.Column("synthetic", sa.Boolean, nullable=False),
    )
    _link("movie_genre", "genre", "movie", ("votes", "year"))
    _link("product_tag", "tag", "product", ("votes",))
    op.create_table(
        "catalog_load",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("finished", sa.DateTime),
    )
    op.create_table(
        "catalog_state",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("ranked_version", sa.Integer, nullable=False),
        sa.Column("cursor_key", sa.String(64), nullable=False),
    )
    _full_text()


def _ranked() -> list[sa.Column]:  # type: ignore[type-arg]
    return [
        sa.Column("score", sa.Float),
        sa.Column("votes", sa.Integer, nullable=False),
        sa.Column("weighted", sa.Float, nullable=False),
    ]


def _link(name: str, group: str, item: str, filters: tuple[str, ...]) -> None:
    key = f"{group}_id"
    op.create_table(
        name,
        sa.Column(key, sa.Integer, sa.ForeignKey(f"{group}.id"), primary_key=True),
        sa.Column(
            "item_id", sa.Integer, sa.ForeignKey(f"{item}.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("weighted", sa.Float, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("votes", sa.Integer, nullable=False),
        *((sa.Column("year", sa.Integer),) if "year" in filters else ()),
        sqlite_with_rowid=False,
    )
    for order in ("weighted", "score"):
        columns: list[str | sa.TextClause] = [key, sa.text(f"{order} DESC"), "item_id", *filters]
        op.create_index(f"{name}_by_{order}", name, columns)
    op.create_index(f"{name}_of_item", name, ["item_id"])


def _full_text() -> None:
    if op.get_bind().dialect.name == "sqlite":
        names = ", ".join(_SEARCHED)
        op.execute(
            f"CREATE VIRTUAL TABLE movie_text USING fts5({names}, content='movie', "
            "content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
        )
        # Fewer, larger segments: two thirds of the time to index a catalog.
        op.execute("INSERT INTO movie_text(movie_text, rank) VALUES ('hashsize', 16777216)")
    else:
        joined = " || ' ' || ".join(f"coalesce({name}, '')" for name in _SEARCHED)
        op.execute(
            "ALTER TABLE movie ADD COLUMN searched tsvector "
            f"GENERATED ALWAYS AS (to_tsvector('simple', {_plain(joined)})) STORED"
        )
        op.execute("CREATE INDEX movie_searched ON movie USING gin (searched)")


def _plain(expression: str) -> str:
    """Without accents, as FTS5 reads it, and without punctuation: `face/off` is no file name."""
    bare = f"regexp_replace(normalize({expression}, NFD), '[\\u0300-\\u036f]', '', 'g')"
    return f"regexp_replace(normalize({bare}, NFC), '[!-/:-@[-`{{-~]', ' ', 'g')"
