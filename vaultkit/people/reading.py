"""One note: what it is, its properties by our names, and the problems that it has by itself.

In: a path, the parsed note, the configuration, the templates' names. Out: Facts.
Never: another note, or an exception, whatever the note says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from vaultkit.index.names import stem
from vaultkit.model import OWN, Facts, Kind, Link, Parsed, Problem, Severity, Value
from vaultkit.people import checks, schema
from vaultkit.people.coerce import Coerced, Finding, coerce
from vaultkit.people.kinds import kind_of
from vaultkit.people.names import fold, person_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from vaultkit.config import Config

_TEMPLATE: Final = re.compile(rb"^[\"']?template[\"']?[ \t]*:", re.IGNORECASE | re.MULTILINE)
HEAD: Final = 65_536
"""Bytes in which a front matter ends."""


@dataclass(slots=True)
class _Props:
    """The properties of a note by their canonical names, as they are gathered."""

    values: dict[str, Value] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    findings: list[tuple[str, Finding]] = field(default_factory=list)


def read_note(path: str, parsed: Parsed, config: Config, templates: Mapping[str, str]) -> Facts:
    """What a note says, with its kind and its problems.

    `templates` has the name of each template with what it renders ("interview", "contact", "vault").
    """
    kind = kind_of(path, parsed, config, templates)
    broken = parsed.front == "broken" or not parsed.readable
    props = _properties(kind, parsed, config)
    name, names = _names(path, kind, props)
    facts = Facts(
        path=path,
        kind=kind,
        name=name,
        props=_settled(kind, name, props.values),
        raw=parsed.properties,
        lines=parsed.lines,
        keys=props.keys,
        sections=parsed.sections if kind in OWN else {},
        links=_links(kind, parsed, props),
        tags=parsed.tags,
        names=names,
        broken=broken,
    )
    found = [*_of_notes(kind, parsed)]
    if kind in OWN:
        found += _of_values(path, parsed, props)
        found += () if broken else checks.of_note(facts)
    return replace(facts, problems=tuple(sorted(set(found)))) if found else facts


def reader(config: Config, templates: Mapping[str, str]) -> Callable[[str, bytes], Facts]:
    """What the index calls for each note that changed: bytes in, Facts out."""
    from vaultkit import notes  # noqa: PLC0415 - commands that find nothing changed do without

    def read(path: str, data: bytes) -> Facts:
        if _TEMPLATE.search(data, 0, HEAD):
            parsed = notes.read(data, path, body=False)
            if kind_of(path, parsed, config, templates) == "rendered":  # nobody asks what its body says
                return read_note(path, parsed, config, templates)
        return read_note(path, notes.read(data, path, sections=config.sections), config, templates)

    return read


def _properties(kind: Kind, parsed: Parsed, config: Config) -> _Props:
    written: dict[str, list[tuple[str, Value]]] = {}
    for key, value in parsed.properties.items():
        if (name := schema.canonical(kind, key, config.properties)) is not None:
            written.setdefault(name, []).append((key, value))
    props = _Props()
    lines = parsed.head.splitlines()
    for name, pairs in written.items():
        row = schema.named(kind, name)
        if row is None:
            continue
        read = [(key, coerce(row, value, _line(lines, parsed.lines.get(key, 0)))) for key, value in pairs]
        key, chosen = _choose(name, read)
        props.keys[name] = key
        if chosen.value is not None:
            props.values[name] = chosen.value
        if chosen.findings:
            props.findings += [(key, finding) for finding in chosen.findings]
        if len(read) > 1:
            props.findings += [(other, finding) for other, finding in _rivals(name, key, chosen, read)]
    return props


def _line(lines: list[str], number: int) -> str:
    """A line of the front matter, counted in the file, in which the opening fence is the first."""
    return lines[number - 2] if 2 <= number < len(lines) + 2 else ""  # noqa: PLR2004 - the fence and the first


def _choose(name: str, read: list[tuple[str, Coerced]]) -> tuple[str, Coerced]:
    """Of several keys for one property ours goes first, then the first that says anything."""
    if len(read) == 1:
        return read[0]
    ranked = sorted(read, key=lambda pair: (pair[1].value is None, schema.folded(pair[0]) != name))
    return ranked[0]


def _rivals(
    name: str, key: str, chosen: Coerced, read: list[tuple[str, Coerced]]
) -> Iterator[tuple[str, Finding]]:
    for other, coerced in read:
        if other != key and coerced.value not in (None, chosen.value):
            yield (
                other,
                Finding("key-twice", f"and {key} both say {name}", f"{key} is used; drop one of them"),
            )


def _names(path: str, kind: Kind, props: _Props) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The note's name, and the names by which links may call it beside that of its file."""
    file_name = stem(path)
    name = file_name
    if kind == "contact":
        written = props.values.get("name")
        name = written if isinstance(written, str) and written else person_name(file_name)
    found: dict[tuple[str, str], None] = {}
    if fold(name) != fold(file_name):
        found[(name, "name")] = None
    if kind == "contact" and fold(person_name(file_name)) not in (fold(file_name), fold(name)):
        found[(person_name(file_name), "name")] = None
    aliases = props.values.get("aliases")
    for alias in aliases if isinstance(aliases, tuple) else ():
        if isinstance(alias, str) and fold(alias) not in ("", fold(file_name)):
            found[(alias, "alias")] = None
    return name, tuple(found)


def _settled(kind: Kind, name: str, values: dict[str, Value]) -> Mapping[str, Value]:
    """The values, less a job title that is the name: what address books and templates put there."""
    title = values.get("title")
    if kind == "contact" and isinstance(title, str) and fold(title) == fold(name):
        return {key: value for key, value in values.items() if key != "title"}
    return values


def _links(kind: Kind, parsed: Parsed, props: _Props) -> tuple[Link, ...]:
    """The note's links, with bare names where links belong. A rendered note is a source of none but its identity."""
    if kind == "rendered":
        mine = {props.keys.get("about"), props.keys.get("to")} - {None}
        return tuple(link for link in parsed.links if link.prop in mine)
    return parsed.links + tuple(_plain(kind, parsed, props)) if kind in OWN else parsed.links


def _plain(kind: Kind, parsed: Parsed, props: _Props) -> Iterator[Link]:
    for name, key in props.keys.items():
        row = schema.named(kind, name)
        if row is None or not row.is_link:
            continue
        value = props.values.get(name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and "[[" not in text and "](" not in text:
                yield Link(target=text, line=parsed.lines.get(key, 0), prop=key, form="plain")


def _of_notes(kind: Kind, parsed: Parsed) -> Iterator[Problem]:
    """The problems that the reader of text found. In a note that is none of ours a front matter is no error."""
    for problem in parsed.problems:
        if kind == "other" and parsed.readable and problem.severity == "error":
            yield replace(problem, severity="warning")
        elif kind in OWN and parsed.front == "broken" and problem.line < parsed.body_line:
            yield replace(problem, severity="error" if problem.severity == "warning" else problem.severity)
        else:
            yield problem


def _of_values(path: str, parsed: Parsed, props: _Props) -> Iterable[Problem]:
    for key, finding in props.findings:
        severity: Severity = checks.CODES[finding.code].severity
        line = parsed.lines.get(key, 1)
        yield Problem(path, line, 0, finding.code, severity, f"{key} {finding.message}", finding.hint)
