"""Text that a terminal can be shown: escaped, wrapped, counted.

In: any text, also a hostile file name. Out: the same text, harmless and readable.
Never: colour codes of its own; click adds those, and only on a terminal.
"""

from __future__ import annotations

import json
import re
import unicodedata

# Controls, and the marks that turn the direction of what follows: a name could hide its own ending with them.
_DIRECTION = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")

_PIECES = re.compile(r'(?:`[^`]*`|"[^"]{1,60}"|[^ ])+')


def shown(text: str) -> str:
    """`text` with control and direction characters written as escapes; line breaks too."""
    if text.isprintable() and (text.isascii() or not _DIRECTION.intersection(text)):
        return text
    return "".join(_escape(character) for character in text)


def _escape(character: str) -> str:
    harmless = unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp") and character not in _DIRECTION
    return character if harmless else character.encode("unicode_escape", "backslashreplace").decode("ascii")


def as_json(value: object, *, indent: int | None = None) -> str:
    """`value` as JSON; what `shown` escapes is escaped here as JSON does it, so that it reads back the same."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if text.isascii() and "\x7f" not in text:
        return text
    return "".join(
        letter if letter == "\n" or shown(letter) == letter else _escaped(letter) for letter in text
    )


def _escaped(letter: str) -> str:
    return "\\u007f" if letter == "\x7f" else json.dumps(letter)[1:-1]


def width(text: str) -> int:
    """The columns that a terminal gives `text`: two for a wide character, none for a combining one."""
    return len(text) if text.isascii() else sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def padded(text: str, columns: int) -> str:
    return text.ljust(columns) if text.isascii() else text + " " * max(0, columns - width(text))


def wrapped(text: str, *, indent: int = 0, first: int | None = None, columns: int = 80) -> str:
    """`text` in lines of at most `columns`, the first indented by `first`, the others by `indent`."""
    lead, rest, text = " " * (indent if first is None else first), " " * indent, shown(text)
    if text.isascii() and text == " ".join(text.split()):
        return _filled(text, columns, lead, rest)
    return _by_width(text.split(" "), columns, lead, rest)


def on_screen(text: str, columns: int) -> str:
    """Lines that are longer than the screen (0: as wide as they are) wrapped between words, indented as they begin.

    Commands in backticks and names in quotes stay in one piece, to be copied.
    """
    if not columns or all(width(line) <= columns for line in text.split("\n")):
        return text
    return "\n".join(_fitted(line, columns) for line in text.split("\n"))


def _fitted(line: str, columns: int) -> str:
    lead = " " * (len(line) - len(line.lstrip(" ")))
    return line if width(line) <= columns else _by_width(_PIECES.findall(line), columns, lead, lead)


def _by_width(words: list[str], columns: int, lead: str, rest: str) -> str:
    """The words in lines, measured as a terminal shows them; an empty one is a blank more."""
    lines, gap = [""], 0
    for word in words:
        used = len(rest if len(lines) > 1 else lead) + width(lines[-1]) + gap + width(word)
        if word and used > columns:
            lines += [""] if lines[-1] else []
            gap = 0
        if word:
            lines[-1] += " " * gap + word
            gap = 0
        gap += 1
    return "\n".join(f"{rest if n else lead}{line}" for n, line in enumerate(lines)) if any(lines) else ""


def _filled(text: str, columns: int, lead: str, rest: str) -> str:
    """The same for words with one blank between, at a tenth of the price. A word too long has its own line."""
    made, room = lead if text else "", columns - len(lead)
    while len(text) > room:
        end = text.rfind(" ", 0, room + 1)
        end = end if end >= 0 else text.find(" ")
        if end < 0:
            break
        made += f"{text[:end]}\n{rest}"
        text, room = text[end + 1 :], columns - len(rest)
    return made + text
