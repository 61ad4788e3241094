"""How Mien puts it: one of several phrasings, none twice in a session while others are left.

phrasings --order seeded by the session--> filled in --paraphrased--> the first that was not said
"""

import random
from collections.abc import Collection, Mapping, Sequence

from mien.perception.words.likes.opinion import Opinion
from recommender_api.sessions.chat.paraphrasing import Paraphraser

MOST_NAMED = 3
LONGEST_NAMED = 60


def phrased(
    phrasings: Sequence[str],
    seed: str,
    fields: Mapping[str, str],
    said: Collection[str],
    paraphraser: Paraphraser,
) -> str:
    """A filled-in phrasing that is not among `said`; the seed's first where all of them are."""
    order = list(phrasings)
    random.Random(seed).shuffle(order)
    filled = [phrasing.format_map(fields) for phrasing in order]
    for plain in filled:
        text = paraphraser.paraphrase(plain)
        if text not in said:
            return text
    return filled[0]


def listed(opinions: Sequence[Opinion]) -> str:
    """The first things that were named, as they were called, each once."""
    names = dict.fromkeys(" ".join(o.target.split())[:LONGEST_NAMED] for o in opinions)
    return ", ".join(list(names)[:MOST_NAMED])
