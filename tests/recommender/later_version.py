"""The migrations of a version of Mien that is still to come."""

from pathlib import Path

from alembic.config import Config

from recommender_api.schema import known_revisions, migrations

ADDS = """
    op.create_table("later", sa.Column("id", sa.Integer, primary_key=True))
    op.add_column("movie", sa.Column("later", sa.String(16)))
    op.add_column("viewer", sa.Column("later", sa.Integer, nullable=False, server_default="0"))
    op.create_index("later_of_movie", "movie", ["later"])
"""

BREAKS = """
    op.drop_column("movie", "production_company")


contract = "{}"
"""


def later_version(folder: Path, change: str) -> Config:
    """Today's migrations, and 9999 that does `change`."""
    config = migrations()
    shipped = f"{config.get_main_option('script_location')}/versions"
    later = folder / "later"
    later.mkdir(exist_ok=True)
    (later / "9999_later.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n\n"
        f'revision = "9999"\ndown_revision = "{known_revisions()[0]}"\n\n\n'
        f"def upgrade():\n{change}"
    )
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{shipped}\n{later}")
    return config
