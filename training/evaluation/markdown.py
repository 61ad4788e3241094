"""The Markdown of model cards."""

from collections.abc import Sequence


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Cells as a Markdown table that ends with a line break."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def picture(file_name: str, words: str) -> str:
    """A link to a picture in `models/figures/`, and a blank line."""
    return f"![{words}](figures/{file_name})\n\n"
