"""Whether a line is rather written in another language that uses Latin letters.

The lexicons are English, but "die Musik war toll" holds two of their words. Function words tell
languages apart; other scripts need no test, since no lexicon holds their words.
"""

_ENGLISH = """
    the a an and or but if of to in on at by for with from about as than then so not no i me my you
    your he his she her it its we us our they them their this that these those is am are was were be
    been do does did have has had will would can could should may might must there here what which
    who how when where why all any some more most very too just only really
    i'm it's don't isn't wasn't didn't can't that's he's she's you're i've i'd
"""

_OTHERS = """
    der die das den dem des ein eine einen einer ich du er sie wir ihr und oder aber nicht kein
    ist sind war waren sehr auch mit von zu für auf im nur noch schon wie dass habe mir mich
    le la les un une et mais je tu il elle nous vous ils est sont était très pas avec dans sur ce
    cette c'est j'ai qui que ne n'est trop
    el los las una uno pero yo ella es son muy con por para en del al lo se su más está fue sin
    gli della di io lui lei è sono molto non che più questo questa
    os um uma eu ele ela são muito em da não isso foi meu
    het een maar ik jij zij zijn heel erg niet met voor op dat deze dit
    och att det som ett jag är inte med på för var mycket
    in no me so is was am an on as do a
"""

_ONLY_ENGLISH = frozenset(_ENGLISH.split()) - frozenset(_OTHERS.split())
_ONLY_OTHERS = frozenset(_OTHERS.split()) - frozenset(_ENGLISH.split())


_ENOUGH = 0.2
"""Share of function words of other languages; English with a foreign title has fewer."""


def looks_foreign(text: str) -> bool:
    """At least two different function words of other languages, and more than of English."""
    words = text.lower().split()
    if _ONLY_OTHERS.isdisjoint(words):
        return False
    found = set(words)
    others = len(found & _ONLY_OTHERS)
    many = others >= _ENOUGH * len(words)
    return many and others > max(1, len(found & _ONLY_ENGLISH))
