"""What went wrong in a template, as a problem with its line, the note it was rendered for, and a remedy.

In: an exception out of Jinja or out of a read, the template. Out: a Problem.
Never: a traceback, or an exception that it does not know how to tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2.exceptions import TemplateNotFound, TemplateRuntimeError, TemplateSyntaxError

from vaultkit.model import Problem
from vaultkit.render.declared import near_or_all
from vaultkit.render.limits import TimeUp
from vaultkit.render.templates import Partial

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from vaultkit.render.templates import Template, Templates

HINT = "Mend the template; what it rendered before stays as it is."
_NO_SUCH = re.compile(r"No (filter|test) named '(.*)'")
_ONE_SIGN = re.compile(r"(?<![=!<>])=(?!=)")


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a template at work: the key in its front matter, or "" for the body; of a partial there is no other."""

    templates: Templates
    template: Template | Partial
    key: str = ""

    def start(self) -> tuple[str, int]:
        """The file, and the line on which the part begins."""
        if isinstance(self.template, Partial) or not self.key:
            return self.template.source, self.template.line
        return self.template.source, self.template.lines.get(self.key.casefold(), 1)

    def of(self, name: str | None, line: int) -> tuple[str, int]:
        """The file and its line for a line that Jinja gives; `name` is the template it stands in."""
        found: Template | Partial | None = self.templates.text(name) if name else None
        if found is None:
            source, first = self.start()
            return source, first + max(line, 1) - 1
        return found.source, found.line + max(line, 1) - 1


def problem(error: BaseException, part: Part, note: str | None, known: Iterable[str] = ()) -> Problem:
    """The Problem of an error. `note`: what was being rendered; `known`: filters and tests, for near names."""
    source, line = _where(error, part)
    message = _sentence(error, part, known)
    if note and not isinstance(error, TemplateSyntaxError):  # that is wrong for every note: told once
        message = f"{message} (for {note})"
    return Problem(source, line, 0, "template", "error", message, HINT)


def _where(error: BaseException, part: Part) -> tuple[str, int]:
    if isinstance(error, TemplateSyntaxError):
        return part.of(error.name, error.lineno)
    found = _innermost(error.__traceback__)
    return part.of(*found) if found else part.start()


def _innermost(traceback: TracebackType | None) -> tuple[str | None, int] | None:
    """The template and line of the last frame that Jinja compiled."""
    found = None
    while traceback is not None:
        template: Any = traceback.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            found = (template.name, template.get_corresponding_lineno(traceback.tb_lineno))
        traceback = traceback.tb_next
    return found


def _sentence(error: BaseException, part: Part, known: Iterable[str]) -> str:
    if isinstance(error, TemplateRuntimeError | TemplateSyntaxError) and (no := _NO_SUCH.match(str(error))):
        what, name = no.groups()
        return f'no {what} is named "{name}"{near_or_all(name, known)}'
    match error:
        case TimeUp():
            return f"it takes longer than {error.seconds:g} seconds"
        case MemoryError():
            return "it takes more memory than a render may have"
        case RecursionError():
            return "it calls or includes itself without an end"
        case TemplateNotFound():
            return str(error.message)
        case TemplateSyntaxError():
            return _syntax(error, part)
        case ZeroDivisionError():
            return "it divides by zero"
    return " ".join(str(error).split()) or type(error).__name__


def _syntax(error: TemplateSyntaxError, part: Part) -> str:
    message = (error.message or "this is no Jinja").rstrip(".")
    compares = message.endswith("got '='")
    if message == "chunk after expression":  # only `when` is an expression alone
        message = "something stands behind the expression that does not belong to it"
        compares = _ONE_SIGN.search(getattr(part.template, "when", None) or "") is not None
    return message[:1].lower() + message[1:] + ("; to compare, write == in place of =" if compares else "")
