"""Texts of every sort that a chat may send."""

import pytest
from hypothesis import strategies as st

ODD_TEXTS = {
    "empty": "",
    "blank": " \t\n ",
    "emoji only": "😂😂👍",
    "other scripts": "音楽が好きです не понравилось مرحبا",
    "html": "<script>alert('x')</script> <b>ok</b> <!-- <a <a <a",
    "entities": "&lt;b&gt; &amp; &#x0; &#99999999; &nope;",
    "invisible": "\u200b\u200d\ufeff\u2066\u00ad",
    "control": "\x00\x01\x07\x1b[31m\x7f\x85",
    "lone surrogate": "\ud800 good \udfff",
    "right to left": "\u202eevil\u202c",
    "long": "so very good, not bad but dull! " * 320,
    "one long word": "a" * 10_000,
    "only negations": "not never no n't " * 600,
    "only openings": "<a" * 5_000,
    "combining marks": "e" + "\u0301" * 5_000,
}


@pytest.fixture(params=list(ODD_TEXTS.values()), ids=list(ODD_TEXTS))
def odd_text(request):
    return request.param


RULE_WORDS = """
    i we it they not n't no more less like love hate than better too much the best was is but and
    except of so wish were only waste good bad 's <b> &amp; , . ? ! 😍 👎
"""


def anything() -> st.SearchStrategy[str]:
    """Any characters, and words that rules look for in any order."""
    words = st.sampled_from(RULE_WORDS.split())
    return st.text(max_size=80) | st.lists(words, max_size=30).map(" ".join)
