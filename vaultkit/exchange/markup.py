"""A note's Markdown as Obsidian shows it, for readers outside the vault.

In: the body of a note. Out: a syntax tree without comments, embeds, wikilink brackets, block ids.
Never: lets raw HTML or an address that runs something through; code stays as it is typed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from vaultkit.exchange import clean
from vaultkit.notes import hidden, web
from vaultkit.people.names import link_words

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_BLOCK_ID = re.compile(r"(?<![ \t])[ \t]++\^[A-Za-z0-9-]+[ \t]*$", re.MULTILINE)
_LATE_COMMENT = re.compile(r"%%.*?(?:%%|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
# Bounded, so that a line of nothing but "[[a|" costs no more than its length.
_WIKILINK = re.compile(r"!?\[\[((?:[^\[\]\n|]|\](?!\])|\[(?!\[)){0,300})(?:\|([^\n]{0,300}?))?\]\]")
_MARKED = re.compile(r"==(?=\S)([^\n]*?\S)==")


def visible(text: str) -> str:
    """`text` without what Obsidian's reading view hides: comments (`%%`, HTML) and block ids.

    A comment that never ends hides the rest when it stands on a line of its own, as it does in Obsidian;
    in the middle of a line it is two percent signs.
    """
    text = clean.lines(text)
    spans, looked_at = hidden.hidden_and_seen(text)
    kept, at = [], 0
    for span in spans:
        kept.append(_BLOCK_ID.sub("", text[at : span.start]))
        kept.append("" if span.kind == "comment" else text[span.start : span.end])
        at = span.end
    kept.append(_BLOCK_ID.sub("", text[at:looked_at]))
    # Behind thousands of marks nobody looks for code any more; what may be a comment goes all the same.
    kept.append(_LATE_COMMENT.sub("", text[max(at, looked_at) :]))
    return re.sub(r"\n[ \t]*\n(?:[ \t]*\n)+", "\n\n", "".join(kept)).strip("\n")


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The one Markdown parser for text that leaves: HTML off, tables on, a line break is a line break."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - heavy; export alone needs it

    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "typographer": False})
    markdown.enable(["table", "strikethrough"]).disable("html_block").disable("html_inline")
    markdown.validateLink = lambda url: bool(web.url(url))  # type: ignore[method-assign]
    markdown.inline.ruler.before("link", "wikilink", _wikilink)
    markdown.inline.ruler.before("link", "marked", _marked)
    return markdown


def _wikilink(state: StateInline, silent: bool) -> bool:
    """`[[Target|shown]]` gives the shown words; an embed gives nothing, since its note stays at home."""
    if state.src[state.pos] not in "![":
        return False
    found = _WIKILINK.match(state.src, state.pos)
    if found is None or found.end() > state.posMax:
        return False
    if not silent and not found[0].startswith("!"):
        state.push("text", "", 0).content = link_words(found[1], found[2])
    state.pos = found.end()
    return True


def _marked(state: StateInline, silent: bool) -> bool:
    """`==word==`, Obsidian's highlighter."""
    if not state.src.startswith("==", state.pos):
        return False
    found = _MARKED.match(state.src, state.pos)
    if found is None or found.end() > state.posMax:
        return False
    if not silent:
        end = state.posMax
        state.push("mark_open", "mark", 1)
        state.pos, state.posMax = found.start(1), found.end(1)
        state.md.inline.tokenize(state)
        state.push("mark_close", "mark", -1)
        state.posMax = end
    state.pos = found.end()
    return True
