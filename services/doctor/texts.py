"""WordNet, the operator's own texts and mapping, and the built pages."""

from collections.abc import Iterator

from mien.perception.words import wordnet_files
from recommender_api.privacy.notices import Notices
from recommender_api.recommend import mapping
from recommender_api.sessions.chat import tree
from services.doctor.examining import Place
from services.doctor.finding import Finding, ok, warning
from services.web.routes import INDEX


def wordnet(place: Place) -> Iterator[Finding]:
    """Whether related words are there."""
    source = wordnet_files.find(place.settings)
    if source is None:
        yield warning(
            "no WordNet is found, so related words are off",
            "Install wordnet-base, or set MIEN_WORDNET_DIR; docs/words.md tells more.",
        )
    else:
        yield ok(f"WordNet is in {source}")


def own_texts(place: Place) -> Iterator[Finding]:
    """Whether notices, chat and mapping can be used. Raises InvalidSetting where not."""
    chosen = place.settings
    notices = Notices.of(chosen)
    tree.Tree.load(chosen.chat or tree.SHIPPED)
    mapping.Mapping.load(chosen.mapping or mapping.SHIPPED)
    yield ok(f"notices ({', '.join(sorted(notices.templates))}), chat and mapping can be used")


def web_app(place: Place) -> Iterator[Finding]:
    """Whether there are pages."""
    folder = place.settings.web_dir
    if (folder / INDEX).is_file():
        yield ok(f"the pages are in {folder}")
    else:
        yield warning(f"{folder} has no {INDEX}: there are no pages", "Run 'make web'.")
