"""The tables, as typed ORM classes.

    movie --< movie_genre >-- genre        product --< product_tag >-- tag
    indexes and full text belong to the migrations: each database has its own kinds

`movie_genre` and `product_tag` repeat what a recommendation ranks and filters by, so that it is
one walk along an index however large the catalog is; loading writes both sides.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SEPARATOR = ", "
"""What joins the texts of a list in one column."""


class Base(DeclarativeBase):
    """What every table derives from."""


class Genre(Base):
    """A film genre by IMDb's name."""

    __tablename__ = "genre"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)


class Tag(Base):
    """A product tag, lower case."""

    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)


class Movie(Base):
    """A film; lists are joined by ", ", as the API answers them."""

    __tablename__ = "movie"

    id: Mapped[int] = mapped_column(primary_key=True)
    movie_id: Mapped[str] = mapped_column(String(128), unique=True)
    title: Mapped[str] = mapped_column(Text)
    year: Mapped[int | None]
    genres: Mapped[str] = mapped_column(Text, default="")
    directors: Mapped[str] = mapped_column(Text, default="")
    actors: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[int | None]
    description: Mapped[str | None] = mapped_column(Text)
    score: Mapped[float | None]
    votes: Mapped[int] = mapped_column(default=0)
    imdb_id: Mapped[str | None] = mapped_column(Text)
    poster_url: Mapped[str | None] = mapped_column(Text)
    production_company: Mapped[str | None] = mapped_column(Text)
    synthetic: Mapped[bool] = mapped_column(default=False)


class Product(Base):
    """A product; tags are joined by ", "."""

    __tablename__ = "product"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(String(128), unique=True)
    name: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(128))
    tags: Mapped[str] = mapped_column(Text, default="")
    description: Mapped[str | None] = mapped_column(Text)
    price: Mapped[float | None]
    image_url: Mapped[str | None] = mapped_column(Text)
    score: Mapped[float | None]
    votes: Mapped[int] = mapped_column(default=0)
    synthetic: Mapped[bool] = mapped_column(default=False)


class MovieGenre(Base):
    """A film in a genre, with what it is ranked and filtered by; no score ranks below any."""

    __tablename__ = "movie_genre"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    genre_id: Mapped[int] = mapped_column(ForeignKey("genre.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("movie.id", ondelete="CASCADE"), primary_key=True
    )
    weighted: Mapped[float]
    score: Mapped[float]
    votes: Mapped[int]
    year: Mapped[int | None]


class ProductTag(Base):
    """A product under a tag, with what it is ranked and filtered by."""

    __tablename__ = "product_tag"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True
    )
    weighted: Mapped[float]
    score: Mapped[float]
    votes: Mapped[int]


class Prior(Base):
    """What an item of a catalog, "movie" or "product", counts as until people voted for it."""

    __tablename__ = "prior"

    catalog: Mapped[str] = mapped_column(String(16), primary_key=True)
    mean: Mapped[float]
    votes: Mapped[float]


class CatalogLoad(Base):
    """How far a catalog file has been loaded, so that a killed load goes on where it was."""

    __tablename__ = "catalog_load"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    rows: Mapped[int] = mapped_column(default=0)
    finished: Mapped[datetime | None]


class CatalogState(Base):
    """One row: the number of changes to the catalog, which cursors are bound to, and their key.

    `ranked_version` is the number at which ratings, links and full text were last written,
    `oldest_code` the migration that code must know to serve this schema.
    """

    __tablename__ = "catalog_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    ranked_version: Mapped[int] = mapped_column(default=0)
    cursor_key: Mapped[str] = mapped_column(String(64))
    oldest_code: Mapped[str | None] = mapped_column(String(32))


class PosterLookup(Base):
    """When a film's poster was last looked up, whether it was found or not."""

    __tablename__ = "poster_lookup"

    imdb_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    looked_up: Mapped[datetime]
