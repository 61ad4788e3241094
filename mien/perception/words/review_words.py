"""Words of praise and blame for films and products that VADER's lexicon lacks, rated as it rates.

VADER was rated on what people tweet. Who talks about a film calls it gripping or predictable, who
talks about a jacket calls it comfy or flimsy; to VADER these words say nothing. The ratings, -4..4,
are the project's own. Three words take the place of VADER's rating: "laughable" is seldom praise,
"sigh" and "D:" are seldom glad.
"""

_BY_RATING = {
    3.2: "masterful masterfully exquisite exquisitely phenomenal sublime stellar",
    2.9: "spectacular breathtakingly unforgettable extraordinary astonishing incredible marvellous "
    "mesmerizing mesmerising enchanting",
    2.5: "gripping riveting captivating engrossing rewatchable unputdownable banger uplifting "
    "heart-warming feel-good",
    2.2: "memorable immersive dazzling poignant insightful inventive imaginative refreshing "
    "refreshingly wholesome bravo yum tasty bingeworthy binge-worthy must-see top-notch "
    "well-made well-written well-acted",
    1.8: "touching witty absorbing suspenseful atmospheric profound stylish resonant evocative "
    "comfy cosy cozy intuitive reliable durable sturdy vivid vividly catchy magical addictive "
    "addicting huzzah coolest",
    1.3: "sleek crisp handy affordable inexpensive watchable lush nostalgic "
    "lightweight fragrant unique thought-provoking nuanced timely phew",
    -0.7: "average pricey bulky fiddly rushed scratchy drab yawn",
    -1.3: "predictable cheesy corny cliche cliched clichéd formulaic derivative generic unoriginal "
    "melodramatic schmaltzy choppy clunky muddled convoluted overblown overdone overacted overlong "
    "uninspired uninspiring forgettable stale bland wooden tuneless frumpy tacky gimmicky "
    "overpriced laggy glitchy buggy creaky scratched stained faded shrunk smelly monotonous "
    "half-baked unconvincing one-dimensional two-dimensional sigh",
    -1.8: "d: mediocre laughable tiresome pretentious contrived unfunny incoherent amateurish "
    "sloppy tedious underwhelming overrated underwritten bloated lifeless soulless hollow flimsy "
    "unreliable uncomfy lackluster lacklustre subpar sub-par shoddy preachy manipulative letdown "
    "interminable snoozefest snooze cringe cringey cringy cringeworthy crummy unsatisfying "
    "pointless hideous exploitative leaks leaking cracked crashes crashed crashing",
    -2.5: "insufferable unbearable unwatchable trash trashy garbage rubbish junk abysmal atrocious "
    "yuck eww eew yikes",
}

REVIEW_WORDS: dict[str, float] = {
    word: rating for rating, words in _BY_RATING.items() for word in words.split()
}
"""Valences by word."""
