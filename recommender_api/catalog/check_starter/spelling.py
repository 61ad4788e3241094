"""Texts as they are compared: without accents, capitals and punctuation."""

import re
import unicodedata

from recommender_api.catalog.records import MovieRecord


def words(text: str) -> list[str]:
    """The words of letters a-z and digits; `&` is read as `and`."""
    unaccented = unicodedata.normalize("NFKD", text.replace("&", " and "))
    return re.findall("[a-z0-9]+", re.sub("[\u0300-\u036f]", "", unaccented).lower())


def plain(text: str) -> str:
    """The words with one space between."""
    return " ".join(words(text))


def plain_titles(record: MovieRecord) -> set[str]:
    """The title, whole and without the other ones that MovieLens puts in parentheses."""
    return {plain(record.title), *map(plain, record.title.split("("))} - {""}
