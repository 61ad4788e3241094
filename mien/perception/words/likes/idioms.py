"""Fixed expressions of liking, with their object behind them or their subject before them."""

import re
from collections.abc import Iterator

from mien.perception.words.likes import closed_words as closed
from mien.perception.words.likes.line import Finding, Line
from mien.perception.words.likes.phrases import UNDERSTOOD

_OBJECT_AFTER = (
    (r"\bfans? of\b", 0.7),
    (r"\b(sucker|soft spot|thing|weakness) for\b", 0.7),
    (r"\b(keen|hooked|sold) on\b", 0.6),
    (r"\b(problems?|issues?|complaints?|trouble) with\b", -0.5),
    (r"(?<=never )(buy|watch|order|use|get) (another|any|from)\b", 0.7),
    (r"\b(crazy|mad|excited|happy|thrilled) about\b", 0.7),
    (r"\b(obsessed|in love|impressed|pleased|happy|delighted|satisfied) (with|by)\b", 0.7),
    (r"\bcan n't get enough of\b", 0.9),
    (r"\bcould watch\b", 0.8),
    (r"\b(could|can) n't stop (laughing|smiling|grinning) (at|about)\b", 0.7),
    (r"\b(laugh|laughed|laughing|smile|smiled|smiling) (\w+ ){0,2}(at|with)\b", 0.5),
    (r"\bcare (much |a lot )?for\b", 0.5),
    (r"\blook(ing)? forward to\b", 0.6),
    (r"\b(sick|tired|bored|weary) (and tired )?of\b", -0.7),
    (r"\b(fed up|disappointed) (with|by|in)\b", -0.7),
    (r"('ve|\bhave|had) (really |just )?had enough of\b", -0.7),
    (r"\b(allergic|averse) to\b", -0.7),
    (r"\b(done|do|live) without\b", -0.5),
    (r"\bcan n't (stand|bear|take|abide|handle|deal with)\b", -0.8),
    (r"\b(stay|keep|steer) (away|clear) from\b", -0.6),
    (r"\b(ashamed|scared|afraid|terrified) of\b", -0.6),
    (r"\b(spare me|enough (of|with)|down with)\b", -0.6),
    (r"^(please )?stop (making|adding|using|doing|with|showing me)\b", -0.6),
    (r"^(please )?bring back\b", 0.6),
    (r"\b(only|just|mostly) (\w+ ){1,3}for\b", 0.4),
)

_NAMED_AFTER = (
    (r"\b(thumbs up|stars|kudos|props|bravo|points) (for|to)\b", 0.7),
    (r"\bthumbs down (for|to)\b", -0.7),
    (r"\bbeats\b", -0.6),
    (r"\bwaste of\b", -0.8),
)

_SUBJECT_BEFORE = (
    (r"\b(my|our) (kind of |sort of )?(thing|jam|favou?rites?)\b", 0.7),
    (r"\b(my|our) cup of tea\b", 0.6),
    (
        r"((?<=not )|(?<=n't )|(?<= is )|(?<=are )|(?<=was )|(?<=really ))(for me|up my street)$",
        0.4,
    ),
    (r"\b(gives?|gave) me (\w+ )?(chills|goosebumps|butterflies|joy|life)\b", 0.7),
    (r"\bgrew on me\b", 0.5),
    (r"\b(gives?|gave) me (an? )?(headaches?|nightmares|migraines?|rash)\b", -0.6),
    (r"\b(left|leaves) me cold\b", -0.6),
    (r"\b(blew|blows|blown) (me|us|my mind) ?(away)?\b", 0.9),
    (r"\bgets? me (every|each) time\b", 0.7),
    (r"\b(cheers?|cheered) (me|us) up\b", 0.7),
    (r"\b(makes?|made) (me|us) (\w+ )?(smile|laugh|grin|happy|hungry|cheer|giggle)\b", 0.6),
    (r"\b(stole|steals) the (show|film|movie)\b", 0.8),
    (r"\bdid n't disappoint\b", 0.6),
    (r"\bnever disappoints?\b", 0.7),
    (r"\b(exceed|surpass|beat)(s|es|ed)? (my |all )?(\w+ )?expectations\b", 0.7),
    (r"\b(has|have|had) (\w+ ){0,3}(problems?|issues?|faults?|flaws?)$", -0.5),
    (r"\b(drove|drives|drive) (me|us) (nuts|crazy|mad|insane)\b", -0.7),
    (r"\b(on point|top notch|spot on|second to none|next level|to die for)\b", 0.8),
    (r"\b(lasts?|lasted|going|go on) (forever|for ages|all day|long)\b", 0.5),
    (r"\b(fell|falls|fall) (flat|apart|short|off)\b", -0.7),
    (r"\b(came|comes|coming) (apart|off|loose|undone)\b", -0.7),
    (r"\b(made|makes|make) (no|little|n't any) sense\b", -0.7),
    (r"\b(freaked?s?|freaks|creeped|creeps|grossed|weirded) (me|us) out\b", -0.7),
    (r"\b(got|get|gets) (on my nerves|old|stuck|boring)\b", -0.6),
    (r"\b(missed|misses) the mark\b", -0.6),
    (r"\b(let|lets) (\w+ ){1,2}down\b", -0.7),
    (r"\b(lasts?|lasted) (only|just|barely|about)\b", -0.5),
    (r"\bonly (lasts?|lasted)\b", -0.5),
    (r"\bnot so much\b", -1.0),
    (r"\b(bores?|bored) (me|us)( to tears)?\b", -0.8),
    (r"\bfull of holes\b", -0.7),
)

_ABOUT_ITEM = (
    (r"\bworth (every|the|it|watching|buying|seeing|a)\b", 0.7),
    (r"(\bwould|\bwill|'ll|'d) (\w+ly )?(buy|watch|see|order) (it )?again\b",
     0.7),
    (r"\bcan n't wait\b", 0.6),
    (r"\bwaste of (money|time|\w+ hours)\b", -0.8),
    (r"(?<=n't )waste (your|any) (time|money)\b", 0.9),
    (r"\b(want|wanted) my money back\b", -0.9),
    (r"\bnot worth\b", -0.6),
)  # fmt: skip

_BEFORE_INTO = closed.COPULAS | closed.NEGATIONS | closed.ADVERBS

_Table = tuple[tuple[re.Pattern[str], float], ...]


def _compiled(table: tuple[tuple[str, float], ...]) -> _Table:
    return tuple((re.compile(pattern), value) for pattern, value in table)


_AFTER, _NAMED, _BEFORE, _ITEM = map(
    _compiled, (_OBJECT_AFTER, _NAMED_AFTER, _SUBJECT_BEFORE, _ABOUT_ITEM)
)


def idioms(line: Line) -> Iterator[Finding]:
    """What the first expression that fits says."""
    for pattern, value in _ITEM:
        place = line.find(pattern)
        if place:
            yield Finding(UNDERSTOOD, line.turned(place[0], value))
            return
    for pattern, value in (*_AFTER, *_NAMED):
        place = line.find(pattern)
        if place and ((pattern, value) in _NAMED or line.by_speaker(place[0])):
            for phrase in line.objects_at(place[1])[:1]:
                yield Finding(phrase, line.turned(place[0], value))
            return
    for pattern, value in _BEFORE:
        place = line.find(pattern)
        if place:
            subject = line.subject_before(place[0])
            if subject is None and all(word in closed.CLOSED for word in line.words[: place[0]]):
                subject = UNDERSTOOD
            if subject is not None:
                yield Finding(subject, line.turned(place[0], value), as_subject=True)
                return


def into(line: Line) -> Iterator[Finding]:
    """ "I am not really into sport", but not "he went into the house"."""
    for at, word in enumerate(line.words):
        if word == "into" and at and line.words[at - 1] in _BEFORE_INTO and line.by_speaker(at):
            yield from (Finding(e, line.turned(at, 0.6)) for e in line.objects_at(at + 1)[:1])
            return
