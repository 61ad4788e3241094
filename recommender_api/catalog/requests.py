"""What the lists of films and products take."""

from typing import Annotated

from pydantic import BaseModel, Field


class Page(BaseModel):
    """How many items, after how many."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    offset: Annotated[int, Field(ge=0, le=100_000)] = 0


class MovieQuery(Page):
    """Words that a film must all have in its title, people or description, and a genre of it."""

    q: Annotated[str, Field(max_length=500)] = ""
    genre: Annotated[str, Field(max_length=64, pattern=r"^[^\x00]*$")] = ""


class ProductQuery(Page):
    """The category of the products; all categories where it is empty."""

    category: Annotated[str, Field(max_length=128, pattern=r"^[^\x00]*$")] = ""
