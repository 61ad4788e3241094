"""A WordNet of a few nouns in the format of wndb(5WN), as Debian lays it out."""

from pathlib import Path

HEADER = "  1 WordNet 3.0 Copyright of nobody: made up for tests  \n"

HYPERNYM = "@"
SYNSETS = {
    "entity": (("entity",), None, 3),
    "thing": (("thing",), "entity", 3),
    "object": (("object",), "thing", 17),
    "whole": (("whole",), "object", 3),
    "creature": (("animal", "creature"), "whole", 5),
    "bird": (("bird",), "creature", 5),
    "penguin": (("penguin",), "bird", 5),
    "garment": (("garment", "clothing"), "whole", 6),
    "jacket": (("jacket", "anorak"), "garment", 6),
    "leather jacket": (("leather_jacket",), "jacket", 6),
}
"""Words, the synset above and the lexicographer file of each, by a name of their own."""


def write_tiny_wordnet(folder: Path) -> None:
    """All files that wordnet-base has and NLTK reads."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("verb", "adj", "adv"):
        (folder / f"data.{part}").write_text(HEADER)
        (folder / f"index.{part}").write_text(HEADER)
    for part in ("noun", "verb", "adj", "adv"):
        (folder / f"{part}.exc").write_text("")
    lines = _data()
    (folder / "data.noun").write_text(HEADER + "".join(lines.values()))
    (folder / "index.noun").write_text(HEADER + "".join(sorted(_index())))


def _offsets() -> dict[str, int]:
    at, offsets = len(HEADER), {}
    for name in SYNSETS:
        offsets[name] = at
        at += len(_line(name, 0, 0))
    return offsets


def _line(name: str, offset: int, above: int) -> str:
    words, parent, lexname = SYNSETS[name]
    listed = " ".join(f"{word} 0" for word in words)
    pointers = f"001 {HYPERNYM} {above:08d} n 0000" if parent else "000"
    return f"{offset:08d} {lexname:02d} n {len(words):02x} {listed} {pointers} | made up  \n"


def _data() -> dict[str, str]:
    offsets = _offsets()
    return {
        name: _line(name, offsets[name], offsets.get(parent or "", 0))
        for name, (_, parent, _) in SYNSETS.items()
    }


def _index() -> list[str]:
    offsets = _offsets()
    return [
        f"{word} n 1 {f'1 {HYPERNYM}' if parent else '0'} 1 0 {offsets[name]:08d}  \n"
        for name, (words, parent, _) in SYNSETS.items()
        for word in words
    ]
