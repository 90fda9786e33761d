"""How long a text is, and how to shorten it where it may be parted.

In: any text. Out: words, sentences, or the whole sentences from its front that fit.
Never: a cut in the middle of a clause, and never an ellipsis.
"""

from __future__ import annotations

import re
from functools import lru_cache

from vaultkit.render.words.texts import text_of
from vaultkit.render.words.wash import KEPT, cjk_letters, ends, run_on_letters, trimmed

_SENTENCE_END = re.compile(r"(?<![.!?…؟।])[.!?…؟।]++[\"'”’»)\]]*+\s++|[。！？]+[」』”’）]*\s*")
THAI = 6
"""Letters and signs of a Thai word, so that one long word still counts as one."""
_OPENING = "\"'“‘«‹„‚([¿¡"


def words(*texts: object) -> int:
    """How many words all `texts` have together; two letters of Chinese or Japanese count as one, six of Thai."""
    return sum(_words(text_of(text)) for text in texts)


def _words(text: str) -> int:
    tokens = text.split()
    if text.isascii():
        return len(tokens)
    return sum(max(1, (cjk_letters(one) + 1) // 2, run_on_letters(one) // THAI) for one in tokens)


def bare_words(text: object) -> int:
    """As `words`, but signs that stand alone (an emoji, a dash) are none."""
    tokens = text_of(text).split()
    return words(" ".join(token for token in tokens if any(c.isalnum() for c in token)))


def sentences(text: object) -> tuple[str, ...]:
    """`text` parted where a mark is followed by a blank and a capital: "2 yrs min. before" is one.

    A script without capitals parts at every mark and blank; `。` needs no blank.
    """
    return _parted(text_of(text).strip())


@lru_cache(maxsize=KEPT)
def _parted(body: str) -> tuple[str, ...]:
    found: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(body):
        follows = body[match.end() : match.end() + 20].lstrip(_OPENING)[:1]
        if follows and (follows.isdigit() or follows.islower()):
            continue
        found.append(body[start : match.end()].strip())
        start = match.end()
    rest = body[start:].strip()
    return (*found, rest) if rest else tuple(found)


def cut(text: object, room: int) -> str:
    """`text`, or as many whole sentences from its front as `room` words hold, else clauses up to a `;`.

    "" when it can be parted nowhere: half a clause is nobody's words.
    """
    body = text_of(text).strip()
    if words(body) <= room:
        return body
    kept = _fitting(sentences(body), " ", room)
    if kept:
        return kept
    clauses = sentences(body)[0].split(";") if body else []
    kept = _fitting(tuple(clause.strip() for clause in clauses), "; ", room) if len(clauses) > 1 else ""
    return ends(trimmed(kept)) if kept else ""


def _fitting(parts: tuple[str, ...], joint: str, room: int) -> str:
    kept: list[str] = []
    for part in parts:
        if words(joint.join([*kept, part])) > room:
            break
        kept.append(part)
    return joint.join(kept)
