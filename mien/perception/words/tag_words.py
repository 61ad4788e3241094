"""What people call the usual tags of films and products, where no dictionary says so."""

SAME: dict[str, str] = {
    "sci fi": "science fiction", "scifi": "science fiction", "sf": "science fiction",
    "rom com": "romantic comedy", "romcom": "romantic comedy", "doc": "documentary",
    "docu": "documentary", "biopic": "biography", "toon": "cartoon", "telly": "tv",
    "television": "tv", "tee": "t shirt", "tshirt": "t shirt", "trainer": "sneaker",
    "mobile": "phone", "cell phone": "phone", "smartphone": "phone", "laptop": "computer",
    "pc": "computer", "color": "colour", "humor": "humour", "movie": "film", "scenery": "landscape",
    "cgi": "special effect", "fx": "special effect", "vfx": "special effect",
    "score": "soundtrack", "photography": "cinematography", "camera work": "cinematography",
}  # fmt: skip
"""Other names of the same thing, in the singular."""

_CUES = {
    "action": "fight, explosion, stunt, shootout, car chase, fight scene, battle, martial art",
    "adventure": "quest, treasure, expedition, jungle, pirate",
    "animation": "cartoon, anime, pixar, puppet, animated, animated film",
    "comedy": "funny, joke, laugh, laughter, humour, slapstick, comedian, sitcom, parody, silly",
    "crime": "heist, gangster, mafia, murder, detective, thief, robbery, police",
    "documentary": "nature film, true story, interview, real life",
    "drama": "emotional, tragedy",
    "family": "kid, child, puppy, family film",
    "fantasy": "magic, dragon, wizard, witch, elf, fairy, castle",
    "history": "historical, king, queen, ancient",
    "horror": "scary, spooky, creepy, ghost, zombie, vampire, monster, gore, gory, slasher, "
    "haunted, blood, jump scare",
    "music": "song, soundtrack, singing, band, concert",
    "musical": "singing, dancing, song",
    "mystery": "detective, whodunit, clue, puzzle",
    "romance": "love, romantic, love story, kiss, wedding",
    "science fiction": "space, alien, robot, spaceship, future, time travel",
    "sport": "football, boxing, training, race, team",
    "superhero": "marvel, batman, superman, cape",
    "thriller": "suspense, suspenseful, tense, twist, plot twist, serial killer",
    "war": "soldier, battle, army, tank",
    "western": "cowboy, horse, sheriff, saloon",
}

CUES: dict[str, frozenset[str]] = {
    tag: frozenset(listed.split(", ")) for tag, listed in _CUES.items()
}
"""Words, in the singular, that speak for a tag without meaning it."""
