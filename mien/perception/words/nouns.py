"""Singular forms of English nouns by rule, so that they are the same with and without WordNet."""

_IRREGULAR_PAIRS = """
    men man, women woman, children child, kids kid, feet foot, teeth tooth, mice mouse,
    geese goose, people person, knives knife, wolves wolf, lives life, wives wife, leaves leaf,
    shelves shelf, scarves scarf, thieves thief, elves elf, halves half, movies movie,
    zombies zombie, cookies cookie, genies genie, selfies selfie, hoodies hoodie,
    rookies rookie, indies indie, prairies prairie, ties tie, pies pie, lies lie, buses bus,
    lenses lens, cds cd, dvds dvd, oxen ox, dice die, axes axe, quizzes quiz, roaches roach,
    aches ache, headaches headache, caches cache, puppies puppy
"""

_IRREGULAR = dict(pair.split() for pair in _IRREGULAR_PAIRS.split(","))

_SAME_FORMS = """
    series species news jeans trousers pants shorts glasses sunglasses leggings tights scissors
    headquarters physics graphics politics athletics gymnastics mathematics economics aerobics
    mechanics lens canvas bus gas dress chess less this thus always perhaps sometimes towards
    plus alas yes us is was has his its as bias atlas christmas texas paris
"""

_SAME = frozenset(_SAME_FORMS.split())


def singular(noun: str) -> str:
    """The singular of a noun in lower case; a word that is none comes back as it is."""
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun in _SAME or not noun.endswith("s") or len(noun) < 3 or noun[0].isdigit():
        return noun
    if noun.endswith(("ss", "us", "is")):
        return noun
    if noun.endswith("oes") and noun not in ("shoes", "toes", "canoes", "horseshoes"):
        return noun[:-2]
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    if noun.endswith(("ches", "shes", "xes", "sses", "zes")):
        return noun[:-2]
    return noun[:-1]
