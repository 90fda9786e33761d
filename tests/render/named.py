"""Every name that a template can use, out of the tables that it looks through.

In: the tables of render. Out: rows for the reference, and for the tests that try every name.
Never: a name that no table has.
"""

from __future__ import annotations

from vaultkit.render import fields, names, talk_names

TABLES = {
    "me": names.ME,
    "interview": talk_names.INTERVIEW,
    "person": names.PERSON,
    "vault": names.VAULT,
    "question list": talk_names.QUESTIONS,
    "item": fields.ITEM,
    "note": names.NOTE,
    "agenda item": names.AGENDA_ITEM,
    "problem": names.PROBLEM,
}


def reference() -> tuple[tuple[str, str, bool, str], ...]:
    """(object, name, whether letters see it, its line), in order; a contact has the names of a person."""
    return tuple(
        (owner, name, row.them is not None, row.says)
        for owner, table in TABLES.items()
        for name, row in table.names.items()
    )
