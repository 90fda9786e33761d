"""Markdown as a page that prints well and runs nothing, and as the HTML part of a mail.

In: the body of a note. Out: HTML that loads nothing from anywhere and holds no script.
Never: an image, a style sheet from elsewhere, or markup that came with somebody's words.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from vaultkit.exchange import clean, markup
from vaultkit.exchange.plain import plain
from vaultkit.notes import web

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'’”]")
_CALLOUT = re.compile(r"<blockquote>\s*<p>\[!([\w-]+)\][+-]?[ \t]*")
_WITHIN = "vaultkit: within a link"
_ROWS = 46  # printed rows of 11 pt on the shorter of A4 and Letter
_COLUMNS = 92  # letters of 11 pt in one of them
_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_STYLE = """
@page { margin: 11mm 13mm; }
* { box-sizing: border-box; }
body { font: %(size)spt/1.32 system-ui, "Liberation Sans", "Noto Sans", Arial, sans-serif; color: #1a1a1a;
  max-width: 46em; margin: 2em auto; padding: 0 1em; overflow-wrap: break-word; }
h1 { font-size: 1.35em; margin: 0 0 .5em; } h2 { font-size: 1.12em; margin: .8em 0 .2em; }
h3, h4, h5, h6 { font-size: 1em; margin: .6em 0 .15em; }
p { margin: .4em 0; } ul, ol { margin: .2em 0; padding-left: 1.5em; } li { margin: .1em 0; }
li > p { margin: 0; } hr { border: 0; border-top: 1px solid #999; margin: .6em 0; }
blockquote { margin: .4em 0; padding: .1em .8em; border-left: 3px solid #bbb; }
table { border-collapse: collapse; margin: .4em 0; } th, td { text-align: left; padding: .1em .9em .1em 0;
  vertical-align: top; } a { color: #14508c; } pre, code { font-size: .92em; white-space: pre-wrap; }
@media print { body { margin: 0; padding: 0; max-width: none; } a { color: inherit; text-decoration: none; }
  a[href^="http"]:not(.bare)::after { content: " (" attr(href) ")"; font-size: .85em; }
  h2, h3 { break-after: avoid; } li, tr { break-inside: avoid; } }
"""


def page(text: str, *, title: str, heading: bool) -> str:
    """A whole page; `heading` puts the title above the text. Long sheets get smaller letters, down to 7 pt.

    A content policy allows the one style sheet, by its digest, and nothing else.
    """
    title = clean.one_line(title)
    style = _STYLE % {"size": f"{_size(text, heading=heading):g}"}
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    above = f"<h1>{escape(title)}</h1>\n" if heading else ""
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"{above}{fragment(text)}</body>\n</html>\n"
    )


def mail(text: str) -> str:
    """The HTML part of a letter: paragraphs and links, in whatever letters the reader's program uses."""
    return f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n</head>\n<body>\n{fragment(text)}</body>\n</html>\n'


def fragment(text: str) -> str:
    """The body as HTML; addresses in the text become links, callouts paragraphs with their kind in bold."""
    html = str(_writer().render(markup.visible(text)))
    return _CALLOUT.sub(r"<blockquote>\n<p>", html)


def _size(text: str, *, heading: bool) -> float:
    """The largest letters, in points, with which the text should fit one printed sheet."""
    lines = plain(text).split("\n")
    headings = len(re.findall(r"(?m)^#{1,6} ", text)) + heading
    for size in _SIZES:
        columns, rows = _COLUMNS * _SIZES[0] / size, _ROWS * _SIZES[0] / size
        used = sum(-(-len(line) // int(columns)) if line else 0.45 for line in lines) + headings * 0.6
        if used <= rows:
            return size
    return _SIZES[-1]


@lru_cache(maxsize=1)
def _writer() -> MarkdownIt:
    writer = markup.parser()
    writer.add_render_rule("image", _image)
    writer.add_render_rule("text", _text)
    writer.add_render_rule("link_open", _link_open)
    writer.add_render_rule("link_close", _link_close)
    return writer


def _image(
    _self: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, _env: MutableMapping[str, Any]
) -> str:
    """Its words: a picture would have to be fetched, and tells its server who reads."""
    return escape(tokens[at].content)


def _link_open(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    env[_WITHIN] = True  # links do not nest
    tokens[at].attrSet("rel", "noopener noreferrer")
    if tokens[at].markup == "autolink":
        tokens[at].attrSet("class", "bare")  # its words are the address; paper need not say it twice
    return str(self.renderToken(tokens, at, options, env))


def _link_close(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    env[_WITHIN] = False
    return str(self.renderToken(tokens, at, options, env))


def _text(
    _self: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: MutableMapping[str, Any]
) -> str:
    words = tokens[at].content
    if env.get(_WITHIN):
        return escape(words)
    told, end = [], 0
    for found in _ADDRESS.finditer(words):
        told += [escape(words[end : found.start()]), _anchor(found[0])]
        end = found.end()
    return "".join([*told, escape(words[end:])])


def _anchor(address: str) -> str:
    safe = web.url(address)
    if not safe:
        return escape(address)
    return f'<a href="{escape(safe)}" rel="noopener noreferrer" class="bare">{escape(address)}</a>'
