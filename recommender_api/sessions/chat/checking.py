"""Whether a tree holds together, told so that the one who wrote it can mend it."""

from collections.abc import Iterator, Mapping, Sequence
from string import Formatter

from recommender_api.sessions.chat.nodes import Found, Node

Nodes = Mapping[str, Node]
Phrases = Mapping[str, Mapping[str, Sequence[str]]]

MOST_NODE_NAME = 64
_ALWAYS_KNOWN = {"title", "category"}
_KNOWN_WHEN: dict[Found | None, set[str]] = {
    None: _ALWAYS_KNOWN,
    "like": _ALWAYS_KNOWN | {"liked"},
    "dislike": _ALWAYS_KNOWN | {"disliked"},
    "both": _ALWAYS_KNOWN | {"liked", "disliked"},
}


def loose_ends(start: str, nodes: Nodes) -> Iterator[str]:
    """Nodes that are missing, and those from which the talk never finishes."""
    targets = {answer.to for node in nodes.values() for answer in node.answers}
    missing = sorted(({start} | targets) - set(nodes))
    yield from (f"there is no node '{name}'" for name in missing)
    yield from (f"the name '{n}' is too long" for n in nodes if len(n) > MOST_NODE_NAME)
    finishing = _finishing(nodes)
    yield from (
        f"from node '{name}' the talk never finishes" for name in nodes if name not in finishing
    )


def phrase_faults(nodes: Nodes, phrases: Phrases) -> Iterator[str]:
    """Phrasings that are missing, or that fill in what is not known where they are said."""
    for language, named in phrases.items():
        for name, known in _said(nodes):
            if not named.get(name):
                yield f"{language}: there is no phrasing '{name}'"
            for phrasing in named.get(name, ()):
                if fault := _fault(phrasing, known):
                    yield f"{language}: '{name}': {fault} in \"{phrasing}\""


def _said(nodes: Nodes) -> Iterator[tuple[str, set[str]]]:
    """Every name of phrasings, and what is known where they are said."""
    for node in nodes.values():
        yield node.ask, _ALWAYS_KNOWN
        for answer in node.answers:
            yield answer.say, _KNOWN_WHEN[answer.when.found]


def _fault(phrasing: str, known: set[str]) -> str:
    if not phrasing.strip():
        return "nothing is said"
    try:
        parts = [part[1:] for part in Formatter().parse(phrasing) if part[1] is not None]
    except ValueError as error:
        return str(error)
    if any(layout or conversion for _, layout, conversion in parts):
        return "a field has a layout"
    fields = {str(field) for field, _, _ in parts}
    unknown = ", ".join(f"{{{field}}}" for field in sorted(fields - known))
    return f"{unknown} is not known" if unknown else ""


def _finishing(nodes: Nodes) -> set[str]:
    """Nodes from which some way leads to a last one, found backwards from those."""
    finishing = {name for name, node in nodes.items() if node.last}
    while more := {
        name
        for name, node in nodes.items()
        if name not in finishing and any(answer.to in finishing for answer in node.answers)
    }:
        finishing |= more
    return finishing
