"""English words that name or show one of six apparent expressions; neutral has none.

Base forms: `mien.perception.words.inflection` finds the others. Emoji come as words, see
`emoji_words`. `_STRONG` words count 1, `_WEAK` ones half: they are also said for other reasons.
"""

from mien.taxonomy import Expression

_STRONG = {
    Expression.ANGRY: """
        angry anger annoy annoyed annoying annoyance asshole bastard bitch bullshit enrage
        exasperate exasperating frustrate frustrated frustrating frustration fuck fucking fucked
        furious fury hate hateful hostile idiot infuriate infuriating irate irritate irritating
        irritated irritation livid mad outrage outraged outrageous pissed piss rage resent resentful
        seething stupid stupidity unacceptable moron
    """,
    Expression.DISGUST: """
        disgust disgusting disgusted filthy foul gross hideous icky loathe loathing loathsome nasty
        nauseate nauseating nauseous nausea puke putrid repel repellent repugnant repulse repulsive
        revolting sickening slimy smelly stink vile vomit yuck yucky eww ew eew barf
    """,
    Expression.FEAR: """
        afraid alarming anxious anxiety dread dreadfully fear fearful fearsome fright frighten
        frightened frightening frightful horrifying horrify horrific horror nervous nightmare panic
        paranoid petrified phobia scare scared scary scarey spine-chilling spooky spook terrify
        terrified terrifying terror unsettling unnerving worried worrying jumpy chilling creepy
    """,
    Expression.HAPPY: """
        adorable adore amuse amused amusing applause appreciate awesome bless blessed bliss
        celebrate charming cheer cheerful cheerfully congratulations congrats delight delighted
        delightful ecstatic elated enjoy enjoyable excellent excite excited exciting excitement
        fabulous fantastic fun funny glad gladly grateful gratitude grin happy happiness haha hahaha
        hilarious hooray hurray incredible joy joyful joyous jubilant laugh laughing laughter lol
        lmao love lovely loving marvelous marvellous merry overjoyed pleased pleasure proud rofl
        satisfied smile smiling superb thank thankful thanks thrilled wonderful woohoo yay
        yippee amazing beautiful brilliant hopefully hope great uplifting
    """,
    Expression.SAD: """
        ashamed cry crying dejected depress depressed depressing depression despair devastated
        devastating disappoint disappointed disappointing disappointment gloomy grief grieve
        heartbreak heartbreaking heartbroken hopeless lonely loneliness melancholy melancholic
        miserable misery mourn pity regret sad sadden saddening sadness sob sorrow sorrowful sorry
        tearful tearjerker tear-jerker tragic tragedy unhappy upset upsetting weep wistful hurt
        painful unfortunately embarrassing embarrassed embarrassment guilty apologise apologize
    """,
    Expression.SURPRISE: """
        astonish astonished astonishing astonishment astounded astounding baffled baffling
        bewildered confuse confused confusing confusion curious dumbfounded flabbergasted
        gobsmacked jaw-dropping mind-blowing mindblowing perplexed puzzled shock shocked shocking
        speechless startle startled startling stunned stupefied surprise surprised surprising
        surprisingly unbelievable unexpected unexpectedly unforeseen wonder wow whoa woah omg omfg
        gasp realise realize
    """,
}

_WEAK = {
    Expression.ANGRY: """
        aggressive argh arrogant blame complain damn damned dumb dumbass disagree fool goddamn
        grr hell jerk kill liar nonsense obnoxious offensive racist ridiculous rude scum selfish
        shit shitty shut suck sucks unfair wtf bother cruel refuse insulting crap
    """,
    Expression.DISGUST: """
        abhorrent abomination awful cringe cringey cringy cringeworthy creepy distasteful dirty
        garbage horrible horrendous icky obnoxious rancid rotten terrible trash trashy ugh ugly
        weirdo worst worse crap
    """,
    Expression.FEAR: """
        awful danger dangerous dark disturbing eerie haunted haunting horrible intimidating
        menacing scream screaming shaking tense terrible threaten threatening trapped trembling
        uneasy worry cringe yikes
    """,
    Expression.HAPPY: """
        agree agreed best better care clever cool cute epic favorite favourite fine genius good
        gorgeous helpful impressive interesting kind like luck lucky nice perfect pretty relief
        relieved respect safe strong sweet true welcome win wish yes congratulate fascinating
        entertaining satisfying stunning well glorious peaceful optimistic okay positive
    """,
    Expression.SAD: """
        alone awkward bad bleak broken dead death dying die fail failed failure grim lose loser
        loss lost meh miss missing pain pathetic poor poorly rip ruined shame sick sigh
        suffer suffering tear tears terrible unlucky wasted boring dull tired
    """,
    Expression.SURPRISE: """
        crazy huh holy insane odd oh really strange sudden suddenly twist unsure unusual weird
        whaaat why how what puzzling wait incredible interesting
    """,
}

_WEIGHTS = ((_STRONG, 1.0), (_WEAK, 0.5))

EMOTION_WORDS: dict[str, dict[Expression, float]] = {}
"""How much each word says for which expressions, 0..1."""
for _lists, _weight in _WEIGHTS:
    for _expression, _listed in _lists.items():
        for _word in _listed.split():
            EMOTION_WORDS.setdefault(_word, {}).setdefault(_expression, _weight)
