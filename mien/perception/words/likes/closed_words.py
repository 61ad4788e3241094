"""The words that hold English sentences together: what ends a noun phrase, and what opens one."""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


DETERMINERS = _listed(
    """
    the a an this that these those my your his her our their its some any all both each every
    another such no several various enough many much more most less fewer few other
    """
)

LIGHT_HEADS = _listed(
    """
    lot lots bit amount kind kinds sort sorts type types piece rest plenty ton tons loads couple
    number bunch pair anything something everything stuff things thing someone somebody one part
    parts bits use way
    """
)
"""Nouns that only lead to another one: "lots of", "something with"."""

LEADS_ON = _listed("of with about like featuring involving starring around by")
"""After a light head, what the phrase is really about comes next."""

ITEM_NOUNS = _listed(
    """
    film movie show video clip product item purchase thing flick picture series programme
    program
    """
)

IDLE_NOUNS = _listed(
    """
    idea clue problem doubt thanks worry opinion feeling preference way hurry rush pro con usual
    same different new else
    """
)
"""What is said about without liking or disliking it: "no idea", "something else"."""

PRONOUNS_OF_ITEM = _listed("it this that")
PRONOUNS_OF_MENTION = _listed("he she they him her them those these it")
SPEAKERS = _listed("i we me us both")
PRONOUNS = _listed(
    """
    i you he she it we they me him her us them myself yourself himself herself itself ourselves
    themselves who whom which what that this these those everyone everybody someone somebody
    anyone anybody nobody none mine yours his hers ours theirs there here others
    """
)

OTHER_PEOPLE = _listed(
    "everyone everybody people critics critic reviewers reviews review he she they who others "
    "friends friend family kids children"
)

NEGATIONS = _listed("not n't never no neither nor without hardly barely scarcely nothing none")

COPULAS = _listed(
    """
    is was are were be been being 's 're 'm am feel feels felt look looks looked seem seems
    seemed sound sounds sounded smell smells smelled smelt taste tastes tasted get gets got
    become becomes became turn turned stay stayed stays remain remains remained come came
    appeared appears
    """
)

AUXILIARIES = _listed(
    """
    do does did have has had will would can could should shall may might must 'll 'd 've ought
    """
)

VERBS = _listed(
    """
    go goes went gone going make makes made making give gives gave given take takes took taken
    let lets keep keeps kept want wants wanted wanting need needs needed say says said think
    thinks thought know knows knew believe guess suppose find finds found wish wishes see sees
    saw seen seeing watch watched watching buy bought read start starts started begin begins
    began arrive arrived return returned last lasts lasted broke break breaks broken die dies
    died put puts tell tells told ask try tried tries unfolded unfolds develop developed dragged
    drags fell fall falls fit fits happen happened happens live lives born recommend wear wore
    wearing direct directed composed ends ended add adds added treated treat treats dance dances
    do done doing cried cry cries laugh laughed laughing smiled smile disappoint disappointed
    rave raves work works worked bore bores bored scared annoy annoys annoyed blow blew leak
    leaks leaked crash crashes crashing stuck close closed closes open opens opened win wins won
    lose loses lost play plays played moved used cut hit hits miss misses missed beat beats
    helped helps starred acted leaves left became brings brought showed
    """
)

PREPOSITIONS = _listed(
    """
    in on at for from to by with without about like than as into over under between during after
    before through of around against towards within across behind near off out up down back if
    """
)

LINKS = _listed(
    """
    and or but nor though although however yet while whereas because since so except besides
    when where how why whether plus unless until once then
    """
)

ADVERBS = _listed(
    """
    very really so too just even still always never ever again also only quite pretty rather
    totally absolutely completely almost already maybe perhaps definitely probably honestly
    actually simply truly extremely super incredibly especially particularly mostly somewhat
    slightly bit tad well there here now today tonight tomorrow yesterday next later soon once
    twice please thanks thank much far way overall instead otherwise anyway though sadly
    unfortunately luckily exactly personally basically literally seriously sometimes often
    usually yes yeah yep nah oh wow ugh hmm um umm erm tbh imo imho ok okay lol haha say hey hi
    hello huh yay
    """
)

CLOSED = (
    PRONOUNS
    | NEGATIONS
    | COPULAS
    | AUXILIARIES
    | VERBS
    | PREPOSITIONS
    | LINKS
    | (ADVERBS - frozenset(("pretty", "bit", "super", "way", "next", "far")))
) - DETERMINERS
"""Words that are no part of a noun phrase, unless an article stands before them."""
