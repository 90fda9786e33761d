"""Writes what the reference can take from the code: tables of properties, names, rules, commands, codes.

In: the tables that vaultkit itself goes by. Out: Markdown, by the name that a page gives between its marks.
Never: a sentence that the code could contradict.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import click

from tests.render.named import reference
from vaultkit.cli import COMMANDS, cli
from vaultkit.model import SECTIONS
from vaultkit.people import agenda, schema, sharing
from vaultkit.people.checks.codes import CODES
from vaultkit.render import filters, limits, names, words
from vaultkit.render.plain import METHODS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

TYPES: Mapping[schema.Type, str] = {
    "text": "text", "texts": "list of words", "first": "text; of a list the first", "phone": "text, in quotes",
    "url": "address", "link": "link", "links": "list of links", "date": "date", "time": "date and time, or a date",
    "times": "list of dates and times", "minutes": "minutes", "cadence": "days, or `never`", "number": "number",
    "yes": "true or false", "zone": "IANA zone", "word": "one of a few words",
}  # fmt: skip
HEADINGS: Mapping[str, tuple[str, str]] = {
    "questions": ("interview", """What you want to ask. *Essential* and *Nice to know* stand below it; what is under
        neither is unsorted. A ticked question was asked, `[-]` is dropped."""),
    "talking_points": ("interview", "What you might tell them; on the sheet, for when the talk runs dry."),
    "notes": ("interview, contact", "What you write down as you talk. It stays in its note."),
    "takeaways": ("interview", """What you learned, as items or paragraphs. Letters quote them; `#thanks` says which one
        the thank-you should name. In a talk with `start` and no `outcome`, one line here says that it was held."""),
    "personal": ("interview, contact", """What is good to remember. On your sheets; with a date on the agenda. `#ask`
        lets a letter ask about it."""),
    "introductions": ("interview", "Introductions that they offered. Open: still to come; ticked: made."),
    "follow_ups": ("interview, contact", "What you promised. On the agenda until ticked."),
    "wrap_up": ("interview", "How you mean to end; on the sheet."),
    "debrief": ("interview", "Candour. It stays in its note."),
    "log": ("contact", """Contacts, a dated line each: `2026-05-01`, `[[2026-05-01]]`, or below a heading of that
        form."""),
    "signature": ("me", "What your letters end with."),
}  # fmt: skip
TESTS_OF_JINJA = (
    "defined", "undefined", "none", "boolean", "true", "false", "number", "integer", "float", "string", "mapping",
    "sequence", "iterable", "even", "odd", "divisibleby", "in", "eq", "ne", "lt", "le", "gt", "ge", "sameas", "lower", "upper",
)  # fmt: skip


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; bars inside cells are escaped."""
    heads = list(heads)
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def code(words: Iterable[str], between: str = " ") -> str:
    return between.join(f"`{word}`" for word in words)


def properties(kind: str) -> Callable[[], str]:
    def made() -> str:
        rows = [
            row
            for row in schema.PROPERTIES
            if kind in row.kinds and (len(row.kinds) == 1) == (kind != "other")
        ]
        seen = {(True, False): "yes", (False, True): "whether it is set", (False, False): ""}
        heads = ("property", "value", "what it is", "letters see it", "also read as")
        cells = (
            (f"`{row.name}`", TYPES[row.type], row.about, seen[row.shared, row.fact], code(row.synonyms))
            for row in rows
        )
        if kind in ("other", "rendered"):
            return table(heads[:3] + heads[4:], ((*cell[:3], cell[4]) for cell in cells))
        return table(heads, cells)

    return made


def legal_words() -> str:
    rows = []
    for name, meanings in schema.WORDS.items():
        rows += [(f"`{name}`", f"`{legal}`", code(others)) for legal, others in meanings.items()]
    return table(("property", "word", "also read as"), rows)


def sections() -> str:
    def sees(name: str) -> str:
        if name == "signature":
            return "yes"
        if name in sharing.SHARED_SECTIONS:
            return "yes, but not `#private` items"
        return "`#ask` items" if name == "personal" else "no"

    rows = []
    for name in SECTIONS:
        kinds, about = HEADINGS[name]
        heading = (
            name.replace("_", " ")
            .capitalize()
            .replace("Follow ups", "Follow-ups")
            .replace("Wrap up", "Wrap-up")
        )
        rows.append((heading, f"`{name}`", kinds, " ".join(about.split()), sees(name)))
    return table(("heading", "in templates", "in notes", "what it is for", "letters see it"), rows)


def rules() -> str:
    side = {
        "asking": "asking",
        "giving": "giving",
        "both": "any talk",
        "contact": "contact",
        "either": "talk or contact",
    }
    rows = (
        (f"`{rule.name}`", side[rule.side], rule.about, rule.cleared, "yes" if rule.ages else "no")
        for rule in agenda.RULES.values()
    )
    return table(("rule", "for", "when", "cleared by", "let go in the end"), rows)


def numbers() -> str:
    every = [(rule.name, number) for rule in agenda.RULES.values() for number in rule.numbers]
    every.append(("interview", agenda.AGEING))
    rows = (
        (f"`{rule}.{number.name}`", f"`{number.default}`", number.meaning, code(number.units))
        for rule, number in every
    )
    return table(("number", "default", "counted", "units"), rows)


def units() -> str:
    return table(("unit", "meaning"), ((f"`{unit}`", meaning) for unit, meaning in agenda.UNITS.items()))


def template_names() -> str:
    parts: dict[str, list[tuple[str, str, str]]] = {}
    for owner, name, shared, says in reference():
        parts.setdefault(owner, []).append((f"`{name}`", says, "yes" if shared else ""))
    titles = {
        "person": "`person` and `contact`",
        "me": "`me`",
        "interview": "`interview`",
        "vault": "`vault`",
    }
    titles |= {"question list": "`interview.questions`", "item": "an item of a section", "note": "a note of `vault.notes`",
               "agenda item": "an item of `vault.agenda`", "problem": "one of `vault.problems`"}  # fmt: skip
    out = []
    for owner, rows in parts.items():
        brought = names.BROUGHT_BY.get(owner)
        said = (
            f"There when the template says it: {brought.removeprefix('it takes ')}.\n\n"
            if brought and "takes" in brought
            else ""
        )
        out.append(f"### {titles[owner]}\n\n{said}{table(('name', 'what it is', 'letters see it'), rows)}")
    return "\n".join(out)


def signature(name: str, function: Any, *, drop: int) -> str:
    """How a template writes it: `name(a, b=1)`; of a filter without its first argument."""
    parts = []
    for one in list(inspect.signature(function).parameters.values())[drop:]:
        star = "*" if one.kind is one.VAR_POSITIONAL else ""
        default = "" if one.default is one.empty else f"={one.default!r}"
        parts.append(f"{star}{one.name}{default}")
    inside = ", ".join(parts)
    return f"`{name}({inside})`" if inside or not drop else f"`{name}`"


def said(function: Any) -> str:
    """The first sentence of the docstring; every word of templates has one."""
    text = inspect.getdoc(function)
    assert text, function
    return " ".join(text.split("\n\n")[0].split()).replace("`", "").replace("<%", "< %")


def word_filters() -> str:
    rows = ((signature(name, function, drop=1), said(function)) for name, function in words.FILTERS.items())
    return table(("filter", "what it gives"), rows)


def word_functions() -> str:
    rows = ((signature(name, function, drop=0), said(function)) for name, function in words.FUNCTIONS.items())
    return table(("function", "what it gives"), rows)


def jinja() -> str:
    methods = {kind.__name__.lower(): code(sorted(names)) for kind, names in METHODS}
    rows = [
        ("filters", code(sorted(filters.FILTERS))),
        ("tests", code(TESTS_OF_JINJA)),
        ("functions", code(("range", "dict", "namespace"))),
    ]
    rows += [
        (f"of a {'mapping' if kind == 'mapping' else 'text' if kind == 'str' else kind}", known)
        for kind, known in methods.items()
    ]
    return table(("Jinja's own", "those that there are"), rows)


def bounds() -> str:
    rows = (
        ("computing", f"{limits.CPU_SECONDS:g} seconds for what one note makes of one template"),
        ("waiting", f"{limits.WALL_SECONDS:g} seconds, then the process is ended"),
        ("memory", f"{limits.MEMORY_BYTES // 2**20} MB"),
        ("length", f"{limits.MAX_TEXT:,} characters of a note, or of any text on the way to it"),
        ("lists", f"{limits.MAX_ITEMS:,} members, and as many steps of a `range`"),
    )
    return table(("what", "limit"), rows)


def codes() -> str:
    rows = ((f"`{name}`", one.severity, one.about) for name, one in CODES.items())
    return table(("code", "severity", "what it means"), rows)


def commands() -> str:
    context = click.Context(cli, info_name="vaultkit")
    return "\n".join(
        part for name in sorted(COMMANDS) for part in described(cli.get_command(context, name), name)
    )


def described(command: click.Command | None, name: str) -> Iterable[str]:
    """One command, or each of a group's, with usage, help and options."""
    assert command is not None
    if isinstance(command, click.Group):
        for sub in sorted(command.commands):
            yield from described(command.commands[sub], f"{name} {sub}")
        return
    context = click.Context(command, info_name=f"vaultkit {name}")
    usage = " ".join([f"vaultkit {name}", *command.collect_usage_pieces(context)])
    text = inspect.cleandoc(command.help or "")
    rows = [
        row
        for option in command.params
        if isinstance(option, click.Option) and (row := option.get_help_record(context))
    ]
    own = [(f"`{flags}`", help_) for flags, help_ in rows]
    yield f"## {name}\n\n```\n{usage}\n```\n\n{text}\n\n{table(('option', 'meaning'), own)}"


GENERATED: Mapping[str, Callable[[], str]] = {
    "contact": properties("contact"), "interview": properties("interview"), "me": properties("me"),
    "every": properties("other"), "rendered": properties("rendered"), "words": legal_words, "sections": sections,
    "rules": rules, "numbers": numbers, "units": units, "names": template_names, "filters": word_filters,
    "functions": word_functions, "jinja": jinja, "limits": bounds, "codes": codes, "commands": commands,
}  # fmt: skip
