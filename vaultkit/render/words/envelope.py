"""The first and the last line of a letter, and the comment above it.

In: a person, me, hints. Out: "Dear Jo,", "With thanks,\\nAna", one `%% … %%` block.
Never: a dangling comma, a split name, or a Mr, Ms or Dr that nobody wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultkit.render.safe import Ours, defuse
from vaultkit.render.words import seen
from vaultkit.render.words.phrases import oneline
from vaultkit.render.words.wash import ends, raised, wash

if TYPE_CHECKING:
    from collections.abc import Iterable


def greeting(person: object, word: str = "Dear") -> str:
    """The first line. A `greeting` that begins with Dear, Hello or Hi is all of it.

    A whole name is met with Dear, whatever `word` says: "Hello" before one is how mass mail sounds.
    """
    short = oneline(seen.get(person, "greeting")).rstrip(",;: ")
    name = oneline(seen.name_of(person))
    if seen.SALUTATION.match(short):
        return _addressed(raised(short))
    if short and seen.folded(short) != seen.folded(name):
        return _addressed(f"{word} {short}")
    return _addressed(f"Dear {name}" if name else "Hello")


def _addressed(words: str) -> str:
    """With a comma, unless its writer set a mark of their own."""
    return words if words.endswith(("!", "！")) else f"{words},"


def closing(words: str, me: object, *more: object) -> str:
    """The last lines: the closing words and the Signature, else the name; then what else is given (a number).

    "" when there is neither: the letter then ends with its last sentence.
    """
    signature = _signature(seen.get(me, "signature"))
    if signature:
        digits = {_digits(line) for line in signature}
        signature += [line for line in map(oneline, more) if line and _digits(line) not in digits]
        has_closing = signature[0].endswith(",")
        return "\n".join(signature if has_closing else [f"{words},", *signature])
    name = oneline(seen.get(me, "name"))
    extra = [oneline(line) for line in more if oneline(line)]
    return "\n".join([f"{words},", name, *extra]) if name else ""


def _signature(value: Any) -> list[str]:
    """The lines of the Signature section, as text or as items, without marks."""
    lines = (
        value.split("\n")
        if isinstance(value, str)
        else value
        if isinstance(value, (tuple, list))
        else [value]
    )
    text = [wash(line if isinstance(line, str) else seen.get(line, "text"), tags=True) for line in lines]
    return [line for line in text if line]


def _digits(line: str) -> str:
    """What tells two ways of writing a telephone number apart from another number: the last seven digits."""
    return "".join(character for character in line if character.isdigit())[-7:]


def comment(*hints: object) -> str:
    """All hints as one comment block above the letter, each a sentence; "" when there is none."""
    texts = [ends(raised(_clean(hint))) for hint in _flat(hints)]
    shown = " ".join(text for text in texts if text)
    return Ours(f"%% {shown} %%") if shown else Ours("")


def _flat(hints: Iterable[object]) -> Iterable[object]:
    for hint in hints:
        if isinstance(hint, (tuple, list)):
            yield from _flat(hint)
        else:
            yield hint


def _clean(hint: object) -> str:
    """A hint cannot close its own comment, nor open another program's."""
    return defuse(oneline(hint))
