"""How a jotting is set into a letter: the mechanics; the sentences round it stand in the templates.

In: a washed jotting and the letter's number. Out: the name of the frame that holds it, or the framed text.
Never: a sentence that runs on into the jotting.
"""

from __future__ import annotations

import re

from vaultkit.render.words.choose import pick
from vaultkit.render.words.counting import bare_words, sentences, words
from vaultkit.render.words.texts import text_of
from vaultkit.render.words.wash import ends, raised, trimmed, unstopped

LONGEST_AFTER_COLON = 40
MOST_SENTENCES_AFTER_COLON = 2
LONGEST_IN_BRACKETS = 8
PAIR = 2

_BY_TURNS = ("colon", "own line", "colon", "own line")
_IN_COMPANY = ("colon", "own line", "colon", "colon")
_LIST_MARK = re.compile(r"^(?:\d{1,9}[.)]|[-*+#>]+|\[.\])(?:\s|$)")


def frame(jotting: object, n: int = 0, people: int = 1) -> str:
    """Where `jotting` goes: "colon", "own line", "one word", or "" for none.

    The letter's number decides between the first two, so that neighbours differ; of three people or more
    who are sent one and the same line, only one gets it on a line of its own. The jotting overrides this
    only where a colon could not hold it (a colon of its own, an odd quotation mark, three sentences,
    more than 40 words, an emoji or address at its end that takes no full stop), where a line of its own
    would turn into a list, and where it is a single word.
    """
    text = trimmed(jotting)
    if not text:
        return ""
    if bare_words(text) == 1:
        return "one word"
    if needs_line(text):
        return "own line"
    if _LIST_MARK.match(text):
        return "colon"
    return str(pick(n, "frame", _IN_COMPANY if people > PAIR else _BY_TURNS))


def needs_line(jotting: object) -> bool:
    """Whether a colon could not hold the jotting, so that it stands on a line of its own or nowhere."""
    text = trimmed(jotting)
    if not text or _LIST_MARK.match(text):
        return False
    crowded = len(sentences(text)) > MOST_SENTENCES_AFTER_COLON or words(text) > LONGEST_AFTER_COLON
    odd = any(sum(map(text.count, marks)) % 2 for marks in ('"', "“”„", "«»"))
    return ":" in text or "：" in text or odd or crowded or not is_stopped(text)


def is_stopped(jotting: object) -> bool:
    """Whether the ended jotting has a mark at its end; after an emoji or a web address there is none."""
    return ends(jotting).rstrip("\"'”’»“‘«」』)]）").endswith(tuple(".!?…。！？؟।"))


def own_line(jotting: object) -> str:
    """`jotting` as a line by itself: first letter raised, ended once."""
    return ends(raised(jotting))


def bracketed(fact: object) -> str:
    """A small fact as " (coffee beans)", blank included; "" when it is too long or has marks of its own."""
    text = unstopped(fact)
    if not text or words(text) > LONGEST_IN_BRACKETS or re.search(r"[()\[\]{}!?.…。！？:;]", text):
        return ""
    return f" ({text})"


def is_question(jotting: object) -> bool:
    """Whether the jotting ends with a question mark, and so may stand as a sentence of its own."""
    return trimmed(jotting).rstrip("\"'”’»)").endswith(("?", "？", "؟"))


def begins_small(jotting: object) -> bool:
    """Whether the first letter is a small one, as in "will ask around": no name, rather a promise."""
    first = next((character for character in text_of(jotting) if character.isalpha()), "")
    return first.islower()
