"""A jotting made fit to stand in a letter: bare of marks, on one line, ended once.

In: the text of an item or a property. Out: the same words; only marks, blanks and the ending change.
Never: another word, another order, or a capital that its writer did not type (but `raised` when asked).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from vaultkit.people.names import link_words
from vaultkit.render.words.texts import text_of

LONGEST = 3000
"""Characters of a jotting, beyond which its marks stay: looking for them takes time by the square of its length."""
KEPT = 2048
"""Texts whose washing is remembered: a letter asks for the same one from several sides."""

_HIDDEN = re.compile(r"%%.*?(?:%%|$)|<!--.*?(?:-->|$)", re.DOTALL)
_EMBED = re.compile(r"!\[\[[^\[\]]*\]\]|!\[[^\[\]]*\]\([^()\s]*\)")
_WIKILINK = re.compile(r"\[\[([^\[\]|\\]*)(?:\\?\|([^\[\]]*))?\]\]")
_LINK = re.compile(r"\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_ANGLES = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_STYLE = re.compile(
    r"</?(?:b|i|u|s|em|strong|mark|small|big|del|ins|sub|sup|kbd|code|span|font|center)(?:\s+[\w-]+\s*=[^<>]*)?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FIELD = re.compile(r"[\[(][A-Za-z][\w -]*::[^\])]*[\])]")
_TICK = re.compile(r"[📅⏳🛫✅❌➕]\ufe0f?\s*\d{4}-\d\d-\d\d|[🔁🏁]\ufe0f?\s*[\w ]+$|[🔺⏫🔼🔽⏬]\ufe0f?")
_TAG = re.compile(r"(?<![\w#&/])#[\w/-]*[^\W\d][\w/-]*")
_BLOCK = re.compile(r"\s\^[\w-]+\s*$")
_LEAD = re.compile(r"^(?:\[[ xX/-]\](?=\s)|[-=~]*>+|[→➔➜➝⇒⟶»▶►‣•·]\ufe0f?|[-*+–—](?=\s)|#{1,6}(?=\s))\s*")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_EMPHASIS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\*\*\*(?=\S)(.+?)(?<=\S)\*\*\*", r"\*\*(?=\S)(.+?)(?<=\S)\*\*", r"(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)",
        r"~~(?=\S)(.+?)(?<=\S)~~", r"==(?=\S)(.+?)(?<=\S)==",
        r"(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])", r"(?<![\w_])_(?=[^\s_])(.+?)(?<=[^\s_])_(?![\w_])",
    )
)  # fmt: skip
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HOLLOW = re.compile(r"(?<=\s)[(\[]\s*[)\]]")
_BEFORE_MARK = re.compile(r"\s+([.,;:!?])(?=\s|$)")
_DOTS = re.compile(r"\.{3,}")
_TWO_DOTS = re.compile(r"(?<=[^.])\.\.(?=\s|$)")
_DOUBLE_END = re.compile(r"([!?…])\.(?=\s|$)")

_ENDED = ".!?…。！？؟।"
_QUOTES = "\"'”’»›“‘«‹」』"
_OPEN_SINGLE = re.compile(r"(?:^|[\s(\[])['‘‚]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_SMILE = re.compile(r"(?:^|\s)[:;=8][-']?[)(DPpO3|/]$")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]")
_RUN_ON = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_PICTURES = (0x1F000, 0x1FAFF)
_ASKING = re.compile(
    r"(?:(?:what|who|whom|whose|which|why|how|where)(?:['’](?:s|re|d|ll))?"
    r"|(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)(?:n['’]t)?"
    r" (?:you|your|there|it|this|that|the|a|an|any|anybody|anyone|anything|people|they|their|we|I|my|one))(?=\s)",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(r"^[\"'“”‘’«»‹›„‚(\[¿¡*_~=]*([^\s]+)")


def wash(text: object, *, tags: bool = False) -> str:
    """`text` as a person would say it: links as their shown words, no box, dates, emphasis or comment.

    Tags go unless `tags` (a property of plain text has none). "" when no word is left. Idempotent.
    """
    return _washed(text_of(text), tags)


@lru_cache(maxsize=KEPT)
def _washed(text: str, tags: bool) -> str:
    if len(text) > LONGEST:
        text = " ".join(_HIDDEN.sub("", text).split())
        if len(text) > LONGEST:
            return text
    bare = _once(text, tags)
    while bare != text:  # what one mark hid, the next pass finds: a tag in emphasis, an arrow behind a box
        text, bare = bare, _once(bare, tags)
    bare = _tidied(_ESCAPE.sub(r"\1", bare))
    return bare if any(character.isalnum() for character in bare) else ""


def _once(text: str, tags: bool) -> str:
    bare = _EMBED.sub("", _HIDDEN.sub("", text))
    bare = _LINK.sub(r"\1", _WIKILINK.sub(lambda m: link_words(m[1], m[2]), bare))
    bare = _STYLE.sub("", _BREAK.sub(" ", _ANGLES.sub(r"\1", bare)))
    bare = _TICK.sub("", _FIELD.sub("", _BLOCK.sub("", bare)))
    bare = _unmarked(" ".join(bare.split()))
    return _tidied(bare if tags else _TAG.sub("", bare).strip())


def _unmarked(text: str) -> str:
    while True:
        shorter = _LEAD.sub("", text)
        for pattern in _EMPHASIS:
            shorter = pattern.sub(r"\1", shorter)
        if shorter == text:
            break
        text = shorter
    return _CODE.sub(r"\2", text).strip()


def _tidied(text: str) -> str:
    """No hollow brackets, no blank before a mark, no run of dots: what lost tags and hurry leave behind."""
    text = _HOLLOW.sub("", text)
    text = _BEFORE_MARK.sub(r"\1", " ".join(text.split()))
    text = _TWO_DOTS.sub(".", _DOTS.sub("…", text))
    return _DOUBLE_END.sub(r"\1", text)


def ends(text: object) -> str:
    """`text` with one ending: the mark that it has, else a full stop where the language puts it.

    An emoji or a web address gets none, and a closing quotation mark takes it inside.
    """
    # What was trimmed off may have stood behind two marks.
    body = _DOUBLE_END.sub(r"\1", _TWO_DOTS.sub(".", trimmed(text)))
    if not body or body[-1] in _ENDED or _ADDRESS.search(body) or _SMILE.search(body) or _is_emoji(body[-1]):
        return body
    stop = "。" if _is_cjk(_last_letter(body)) else "."
    if body[-1] in _QUOTES and len(body) > 1 and _closes(body):
        return body if body[-2] in _ENDED else f"{body[:-1]}{stop}{body[-1]}"
    return body + stop


def asked(text: object) -> str:
    """`ends`, but a line that begins as a question does, and has no mark, ends as one: for lines that are asked.

    One that is no question ("the worst day of the year") is ended as ever.
    """
    body = trimmed(text)
    question = _ASKING.match(body.lstrip("\"'“‘«([")) and ends(body) == f"{body}." and ". " not in body
    return f"{body}?" if question else ends(body)


def trimmed(text: object) -> str:
    """`text` without the blanks, commas, semicolons, colons and dashes at its end (a smile is kept)."""
    body = text_of(text).strip()
    while body and (body[-1].isspace() or body[-1] in ",;:-–—،、；："):
        body = body[:-1]
    return body


def unstopped(text: object) -> str:
    """`text` without a full stop at its end, for brackets and for the middle of a sentence of ours."""
    body = trimmed(text)
    return body[:-1].rstrip() if body.endswith((".", "。")) and not body.endswith("..") else body


def raised(text: object) -> str:
    """`text` with a capital first letter, if its first word is a plain word in small letters."""
    body = text_of(text)
    match = _FIRST_WORD.match(body)
    word = match[1].rstrip(".,;:!?…\"'”’)]") if match else ""
    plain = word and word == word.lower() and all(c.isalpha() or c in "'’-" for c in word)
    if not match or not plain:
        return body
    at = match.start(1)
    capital = body[at].upper()
    return body[:at] + capital + body[at + 1 :] if len(capital) == 1 else body


def _closes(body: str) -> bool:
    """Whether the last character closes a quotation: an apostrophe or a lone mark (24") does not."""
    last = body[-1]
    if last == '"':
        return body.count('"') % 2 == 0
    if last in "'’":
        return _OPEN_SINGLE.search(body[:-1]) is not None
    return True


def _last_letter(text: str) -> str:
    return next((character for character in reversed(text) if character.isalnum()), "")


def _is_cjk(character: str) -> bool:
    return _CJK.match(character) is not None


def _is_emoji(character: str) -> bool:
    if character in "\ufe0f\u200d\u20e3" or unicodedata.category(character) in ("So", "Sk"):
        return character not in "°`^¨´"
    return _PICTURES[0] <= ord(character) <= _PICTURES[1]


def cjk_letters(text: str) -> int:
    """How many letters of Chinese and Japanese script are in `text`: those put no blanks between words."""
    return 0 if text.isascii() else len(_CJK.findall(text))


def run_on_letters(text: str) -> int:
    """The same for Thai, Lao, Burmese and Khmer, which part sentences by blanks and words by none."""
    return 0 if text.isascii() else len(_RUN_ON.findall(text))
