"""The numbered lexicographer files of WordNet 3, which NLTK wants listed and Debian leaves out.

lexnames(5WN): two digits, name, part of speech, with tabs between.
"""

_NAMES = """
    adj.all adj.pert adv.all
    noun.Tops noun.act noun.animal noun.artifact noun.attribute noun.body noun.cognition
    noun.communication noun.event noun.feeling noun.food noun.group noun.location noun.motive
    noun.object noun.person noun.phenomenon noun.plant noun.possession noun.process noun.quantity
    noun.relation noun.shape noun.state noun.substance noun.time
    verb.body verb.change verb.cognition verb.communication verb.competition verb.consumption
    verb.contact verb.creation verb.emotion verb.motion verb.perception verb.possession verb.social
    verb.stative verb.weather
    adj.ppl
"""
_PARTS_OF_SPEECH = {"noun": 1, "verb": 2, "adj": 3, "adv": 4}

LEXNAMES = "".join(
    f"{number:02d}\t{name}\t{_PARTS_OF_SPEECH[name.partition('.')[0]]}\n"
    for number, name in enumerate(_NAMES.split())
)
"""The whole file."""
