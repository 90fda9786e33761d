"""What may cross into another program's format, and what is taken out or refused on the way.

In: text out of notes or out of a stranger's file. Out: the same text without what could alter a structure.
Never: knows a format's own escapes; those stay with the module that writes it.
"""

from __future__ import annotations

import re

from vaultkit.errors import Refused
from vaultkit.notes import marks

# Every character that some reader takes for the end of a line.
BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_BREAK = re.compile(f"\r\n|[{BREAKS}]")
# C0 and C1 controls, and lone surrogates, which no encoding can hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BLANKS = re.compile(r"[ \t\u00a0]+")
_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")
_QUOTED_FORMULA = re.compile("'+[=+\\-@\t\r＝＋－＠]")


def lines(text: str) -> str:
    """Text of several lines with `\\n` between them and no other control character."""
    return _CONTROL.sub("", _BREAK.sub("\n", text)).replace("\t", " ")


def one_line(text: str) -> str:
    """Text on one line: breaks and runs of blanks become one blank, control characters go."""
    return _BLANKS.sub(" ", lines(text).replace("\n", " ")).strip()


def unbroken(text: str, what: str) -> str:
    """`text` without control characters; Refused when it breaks the line, since that could start a header."""
    text = text.strip()
    if _BREAK.search(text):
        raise Refused(f"{what} runs over more than one line ({text!r}); write it on one line")
    return one_line(text)


def cell(text: str) -> str:
    """A CSV cell that no spreadsheet runs as a formula: a leading apostrophe before what would start one."""
    return "'" + text if _FORMULA.match(text) else text


def uncell(text: str) -> str:
    """The text before `cell`: one apostrophe goes where it guards a formula."""
    return text[1:] if _QUOTED_FORMULA.match(text) else text


# What would be markup at the start of a line: lists, quotes, headings, tables, rules, fences, indented code.
_BLOCK_START = re.compile(r"^([^\S\n]*+)([-+*>#=|~]|\d+(?=[.)]))", re.MULTILINE)
_MARKUP = re.compile(r"([\\`*_\[\]<$]|(?<!\S)#(?=\S)|\^(?=[\w-]+$)|(?<=:):|(?<=~)~|(?<==)=)", re.MULTILINE)


def prose(text: str) -> str:
    """A stranger's text as Markdown that shows it and does nothing: no code, HTML, link, tag, task, field."""
    text = re.sub(r"(?m)^[ \t]+", "", lines(text)).strip()
    text = _MARKUP.sub(r"\\\1", text)
    return marks.parted(_BLOCK_START.sub(_escape_start, text))


def _escape_start(found: re.Match[str]) -> str:
    mark = found[2]
    # "1." is defused behind the number, the rest before the sign.
    return found[1] + (mark + "\\" if mark.isdigit() else "\\" + mark)
