"""Words that praise or blame, and how strongly, -1..1."""

from functools import lru_cache

from mien.perception.words.inflection import base_forms
from mien.perception.words.review_words import REVIEW_WORDS
from mien.perception.words.vader_lexicon import lexicon

LIKING_VERBS: dict[str, float] = {
    "love": 0.9, "luv": 0.9, "adore": 1.0, "like": 0.6, "enjoy": 0.7, "dig": 0.5, "fancy": 0.5,
    "appreciate": 0.6, "admire": 0.7, "relish": 0.7, "cherish": 0.8, "recommend": 0.7, "miss": 0.5,
    "favour": 0.5, "favor": 0.5, "want": 0.5, "prefer": 0.6, "crave": 0.6, "welcome": 0.5,
    "hate": -0.9, "dislike": -0.6, "detest": -1.0, "loathe": -1.0, "despise": -1.0, "skip": -0.5,
    "avoid": -0.6, "regret": -0.6, "resent": -0.7, "h8": -0.9,
}  # fmt: skip
"""What someone does to a thing."""

WORKING_VERBS: dict[str, float] = {
    "rock": 0.7, "rule": 0.7, "shine": 0.7, "slap": 0.6, "deliver": 0.6, "impress": 0.7,
    "delight": 0.8, "amaze": 0.8, "captivate": 0.8, "charm": 0.7, "work": 0.5, "stand out": 0.6,
    "steal": 0.6, "cheer": 0.6, "fit": 0.4, "hook": 0.6,
    "suck": -0.8, "drag": -0.6, "bore": -0.7, "annoy": -0.7, "irritate": -0.7, "disappoint": -0.7,
    "ruin": -0.8, "spoil": -0.6, "flop": -0.7, "fail": -0.7, "break": -0.7, "leak": -0.7,
    "crash": -0.7, "die": -0.6, "shrink": -0.6, "fade": -0.5, "tear": -0.6, "rip": -0.6,
    "crack": -0.6, "peel": -0.6, "stink": -0.8, "scare": -0.5, "disgust": -0.9, "confuse": -0.6,
    "lag": -0.6, "freeze": -0.6, "overheat": -0.7, "stuck": -0.6, "wobble": -0.5, "rattle": -0.5,
    "scratch": -0.5, "pill": -0.5, "itch": -0.5,
}  # fmt: skip
"""What a thing does; some of them only to someone."""

_PRAISE = """
    good great nice lovely amazing awesome fantastic brilliant excellent superb wonderful
    beautiful gorgeous stunning cool perfect terrific fabulous marvellous marvelous outstanding
    incredible impressive magnificent splendid phenomenal spectacular stellar sublime flawless
    favourite favorite best better ace decent solid fine superior wicked dope glorious
"""
_BLAME = """
    bad terrible awful horrible dreadful poor lousy crap crappy shitty rubbish garbage trash
    atrocious abysmal appalling horrendous worst worse useless worthless pathetic stupid dumb
    lame mediocre meh subpar inferior disappointing annoying boring dull ugly ridiculous
"""
_QUALITIES = """
    funny hilarious cute adorable sweet charming clever smart witty touching moving magical
    catchy fresh fascinating interesting exciting thrilling gripping engaging entertaining
    enjoyable satisfying refreshing relaxing soothing memorable believable likeable likable
    lovable relatable convincing compelling captivating mesmerizing breathtaking exquisite
    elegant stylish sleek comfy comfortable cosy cozy soft sturdy durable reliable handy useful
    practical affordable quick fast bright vivid crisp sharp tasty delicious yummy fragrant warm
    light lighter compact portable easy simple smooth fun hooked electric banger amazed warmer
    faster quieter cheaper well beautifully convenient helpful worth pleasant bubbly gem breeze
    masterpiece treat winner inspired inspiring original cool polished spot-on on-point fab lit
    fire forever
"""
_FAULTS = """
    wooden slow predictable confusing childish rushed fake flat cheap itchy shaky cheesy corny
    bland weak thin clumsy forced messy mess empty shallow pointless tedious tiresome repetitive
    generic stale overrated overlong unfunny unconvincing unrealistic unbelievable annoyed
    irritating grating noisy loud heavy bulky flimsy fragile rough stiff uncomfortable scratchy
    blurry dim grainy expensive overpriced pricey hard difficult impossible broken faulty
    defective dirty smelly lazy sloppy cringe cringey cliched cliche clichéd dated disgusting
    gross offensive creepy weird nonsense disaster flop letdown dragged drags nervous bored
    disappointed tired ashamed underwhelming lifeless hollow nasty unnecessary unbearable
    unwatchable complicated inconsistent laggy buggy glitchy slower uglier average
"""

VALUES: dict[str, float] = {
    word: value
    for words, value in ((_PRAISE, 0.7), (_BLAME, -0.7), (_QUALITIES, 0.6), (_FAULTS, -0.6))
    for word in words.split()
}

PURE = frozenset((*_PRAISE.split(), *_BLAME.split()))
"""Words that say nothing about a thing but how good it is: they are no part of its name."""

_DESCRIPTIVE = """
    sad happy scary dark violent romantic bloody dead crime war death killer murder horror
    terror monster ghost fight fighting battle kill killed hero treasure kiss lonely tragic cry
    crying tears alone lost hungry tense spooky evil villain angry fear weapon enemy party gift
    sexy strong no please thanks thank sure want wanted chance okay ok yes number top sharing
    share like love loved likes care matter pay natural free heart hopes united play energy true
    clear clean novel surprise surprised serious straight warm emotional emotionally intense win
    wins won
"""

DESCRIPTIVE = frozenset(_DESCRIPTIVE.split())
"""Words that VADER rates but that tell what a thing is like, not whether it pleased."""


@lru_cache(maxsize=20_000)
def value(word: str) -> float:
    """How much a word praises (above 0) or blames what it is said of, -1..1; 0 for most."""
    return VALUES.get(word, REVIEW_WORDS.get(word, 0.0) / 4.0)


@lru_cache(maxsize=20_000)
def value_said(word: str) -> float:
    """The same of a word after "is" or "feels", where VADER's lexicon may be asked too."""
    if word in VALUES or word in DESCRIPTIVE:
        return VALUES.get(word, 0.0)
    return lexicon().valences.get(word, 0.0) / 4.0


@lru_cache(maxsize=20_000)
def liking(word: str) -> float:
    """Of a form of a verb that someone likes or dislikes with, its strength; else 0."""
    return next((LIKING_VERBS[form] for form in base_forms(word) if form in LIKING_VERBS), 0.0)


_IRREGULAR = {"broke": "break", "broken": "break", "tore": "tear", "froze": "freeze",
              "shrank": "shrink", "shone": "shine", "stole": "steal", "stank": "stink"}  # fmt: skip


@lru_cache(maxsize=20_000)
def working(word: str) -> float:
    """Of a form of a verb that a thing pleases or displeases with, its strength; else 0."""
    forms = (_IRREGULAR.get(word, word), *base_forms(word))
    return next((WORKING_VERBS[form] for form in forms if form in WORKING_VERBS), 0.0)
