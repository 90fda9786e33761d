"""What parent and worker send each other: one JSON object a line, text and numbers only.

In: templates, configuration, candidates. Out: mappings that JSON holds, and the same things back.
Never: pickle. What comes from a worker is data: it can be wrong, but it cannot run.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaultkit.config import Config, Defaults, New, Recognise
from vaultkit.index.pack import frozen
from vaultkit.model import Problem
from vaultkit.render.templates import Partial, Template, Templates

if TYPE_CHECKING:
    from collections.abc import Mapping


def line(message: Mapping[str, Any]) -> bytes:
    """One message as it is sent, its newline included."""
    return _encode(message).encode("ascii") + b"\n"


_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def read_line(data: bytes) -> dict[str, Any]:
    """The message of one line. Raises ValueError for anything but an object."""
    message = json.loads(data)
    if not isinstance(message, dict):
        raise ValueError("a message is an object")  # noqa: TRY004 - as for all that is no message
    return message


def config_to_json(config: Config) -> dict[str, Any]:
    made = {name.name: getattr(config, name.name) for name in fields(config)}
    made["root"] = str(config.root)
    made["since"] = None if config.since is None else config.since.isoformat()
    made["always"] = sorted(config.always)
    for name in ("properties", "sections"):
        made[name] = dict(made[name])
    made["agenda"] = {rule: v if isinstance(v, str) else dict(v) for rule, v in config.agenda.items()}
    for name in ("contacts", "interviews", "new", "defaults"):
        made[name] = asdict(made[name])
    return made


def config_from_json(value: Mapping[str, Any]) -> Config:
    made = dict(value)
    made["root"] = Path(made["root"])
    made["since"] = None if made["since"] is None else date.fromisoformat(made["since"])
    made["always"] = frozenset(made["always"])
    made["exclude"] = tuple(made["exclude"])
    for name in ("contacts", "interviews"):
        made[name] = Recognise(**{key: tuple(member) for key, member in made[name].items()})
    made["new"], made["defaults"] = New(**made["new"]), Defaults(**made["defaults"])
    return Config(**made)


def templates_to_json(templates: Templates) -> dict[str, Any]:
    return {
        "named": [asdict(template) for template in templates],
        "partials": [asdict(partial) for partial in templates.partials.values()],
        "problems": [asdict(problem) for problem in templates.problems],
    }


def templates_from_json(value: Mapping[str, Any]) -> Templates:
    named = [_template(member) for member in value["named"]]
    partials = [Partial(**member) for member in value["partials"]]
    problems = tuple(Problem(**member) for member in value["problems"])
    return Templates({t.name: t for t in named}, {p.name: p for p in partials}, problems)


def _template(value: Mapping[str, Any]) -> Template:
    made = dict(value)
    made["problems"] = tuple(Problem(**problem) for problem in made["problems"])
    made["extra"] = {key: frozen(member) for key, member in made["extra"].items()}
    return Template(**made)
