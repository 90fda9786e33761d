"""The one takeaway that a letter names, for each person of a meeting another one.

In: an interview, one of its people, the words that there is room for. Out: the jotting, or why there is none.
Never: a `#private` one, one that speaks about its reader, or half a clause.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.render.words import seen
from vaultkit.render.words.counting import bare_words, cut, sentences, words
from vaultkit.render.words.talk import last_talk, turn
from vaultkit.render.words.texts import text_of
from vaultkit.render.words.wash import ends, trimmed, wash

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM = 80
"""Words of a jotting that leave a letter below its ceiling when it asks for nothing."""

_ABOUT = re.compile(r"^[\W_]*(?:she|he|her|his|him|hers|herself|himself)\b", re.IGNORECASE)
_EARLY = re.compile(r"^\W*(?:\w+\W+){0,3}?(?:she|he|her|his|him)\b", re.IGNORECASE)
_THEY = re.compile(r"^[\W_]*(?:they|their|them)\b", re.IGNORECASE)
_STARTS_WITH_LINK = re.compile(
    r"^\W*?(?:\[\[([^\[\]|#\\]*)[^\[\]]*\]\]|\[[^\[\]]*\]\(([^()\s]*)\))\s*(?:[:,：]|[-–—]+)\s*"
)


def address_off(text: object, person: object) -> str:
    """`text` without a link to `person` at its start, where a colon or dash makes it an address."""
    body = text_of(text)
    match = _STARTS_WITH_LINK.match(body)
    if not match:
        return body
    target = (match[1] or match[2] or "").replace("%20", " ").strip().removesuffix(".md")
    return body[match.end() :] if seen.folded(target) in seen.link_names(person) else body


def about_reader(text: object, person: object) -> bool:
    """Whether a washed jotting starts with she, he, her, his or a name of the reader."""
    body = text_of(text)
    if _ABOUT.match(body):
        return True
    start = body.lstrip("\"'“‘«([ ")
    names = {seen.name_of(person), seen.called(person), *_long_words(seen.name_of(person))}
    return any(start.startswith(name) and not _goes_on(start[len(name) :]) for name in names if name)


def _goes_on(rest: str) -> bool:
    return rest[:1].isalnum() or rest[:1] == "_"


def names_reader_early(text: object) -> bool:
    """Whether she or he stands among the first words: in a letter to that very person it would sting."""
    return _EARLY.match(text_of(text)) is not None


def _long_words(name: str) -> Iterator[str]:
    return (word for word in re.findall(r"[^\W\d_]+", name) if len(word) > 1 and word[0] != word[0].lower())


def jotting(item: object, person: object) -> str:
    """An item's text washed for a letter to `person`; "" when nothing is left."""
    text = item if isinstance(item, str) else seen.get(item, "text")
    return trimmed(wash(address_off(text, person)))


@seen.once
def usable(interview: object, person: object) -> tuple[object, ...]:
    """The takeaways that may stand in a letter to `person`, the wanted one first.

    `#thanks` before all, then what links the person, then what links nobody; one that links somebody
    else only is for them.
    """
    people = seen.many(interview, "people")
    ranked: list[tuple[int, int, object]] = []
    for at, item in enumerate(seen.many(interview, "takeaways")):
        text = jotting(item, person)
        if not seen.shareable(item) or not text or about_reader(text, person):
            continue
        theirs, nobodys = seen.links_to(item, person), not seen.links_somebody(item, people)
        if theirs or nobodys:
            rank = (0 if theirs else 1) if seen.has_tag(item, "thanks") else (2 if theirs else 3)
            ranked.append((rank, at, item))
    return tuple(item for _, _, item in sorted(ranked, key=lambda row: row[:2]))


def _chosen(interview: object, person: object, room: int) -> str:
    """Give each person of the meeting their first wish that nobody before them has; then the reader's."""
    people = seen.many(interview, "people") or (person,)
    taken: list[str] = []
    for one in people:
        wishes = _wishes(interview, one, room)
        mine = next((text for text in wishes if text not in taken), wishes[0] if wishes else "")
        if seen.same(one, person):
            return mine
        taken.append(mine)
    return ""


def _fitted(text: str, room: int) -> str:
    short = cut(text, room)
    return short if short and any(character.isalnum() for character in short) else ""


def takeaway(interview: object, person: object, room: int = ROOM) -> str:
    """The jotting that the letter to `person` names, ended once; "" when there is none that fits."""
    return ends(_chosen(interview, person, max(int(room), 0))) if interview else ""


def hello_line(contact: object, room: int = ROOM) -> str:
    """The jotting for a hello: that of the last talk, and with each contact since then the next one, round and round."""
    meeting = last_talk(contact)
    first = _chosen(meeting, contact, room) if meeting else ""
    lines = _wishes(meeting, contact, room) if first else [""]
    return ends(lines[(lines.index(first) + turn(contact)[2]) % len(lines)])


def _wishes(interview: object, person: object, room: int) -> list[str]:
    """The jottings that fit into a letter to `person`, the wanted one first."""
    return [text for item in usable(interview, person) if (text := _fitted(jotting(item, person), room))]


def shortest(interview: object, person: object) -> int:
    """Words of the shortest form in which the takeaway for `person` can stand: its first sentence or clause."""
    for item in usable(interview, person):
        text = jotting(item, person)
        first = sentences(text)
        return min(words(first[0].split(";")[0]), words(text)) if first else 0
    return 0


def why_thin(interview: object, person: object, room: int = ROOM) -> str:
    """What the author could mend: "nothing", "waiting", "about", "long", "one word", "they"; "" when all is well."""
    line = takeaway(interview, person, room)
    if line:
        return "one word" if bare_words(line) == 1 else "they" if _THEY.match(line) else ""
    if usable(interview, person):
        return "long"
    texts = [jotting(item, person) for item in seen.many(interview, "takeaways") if seen.shareable(item)]
    if any(text and about_reader(text, person) for text in texts):
        return "about"
    return "waiting" if seen.get(interview, "takeaways_waiting", False) else "nothing"


def takeaway_count(interview: object) -> int:
    """How many takeaways with words in them there are to share."""
    items = seen.many(interview, "takeaways")
    return sum(1 for item in items if seen.shareable(item) and wash(seen.get(item, "text")))
