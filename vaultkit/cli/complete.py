"""Completion of names in bash, zsh and fish.

In: what was typed so far. Out: names that begin with it, or hold it.
Never: an error; a shell that cannot complete stays silent.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from vaultkit.cli.desk import vault_root

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click


def names_with_spaces() -> None:
    """Bash is told to quote what it completes where that needs it; zsh and fish do so by themselves."""
    from click.shell_completion import BashComplete, add_completion_class  # noqa: PLC0415 - a shell needs it

    add, quote = "COMPREPLY+=($value)", "[[ $value == *[^[:alnum:]_.-]* ]] && compopt -o filenames"

    class Bash(BashComplete):
        source_template = BashComplete.source_template.replace(add, f"{add}\n            {quote}")

    add_completion_class(Bash, "bash")


def notes(ctx: click.Context, _: click.Parameter, typed: str) -> list[str]:
    return _named(ctx, ("contact", "interview", "rendered"), typed)


def contacts(ctx: click.Context, _: click.Parameter, typed: str) -> list[str]:
    return _named(ctx, ("contact",), typed)


def interviews(ctx: click.Context, _: click.Parameter, typed: str) -> list[str]:
    return _named(ctx, ("interview", "contact"), typed)


def _named(ctx: click.Context, kinds: Iterable[str], typed: str) -> list[str]:
    with contextlib.suppress(Exception):  # a traceback in the middle of a command line helps nobody
        from vaultkit.pipeline import open_vault  # noqa: PLC0415 - help does without it

        shared = ctx.find_root().obj or ctx.find_root().params
        marks = ", ".join("?" * len(tuple(kinds)))
        with open_vault(vault_root(ctx.params.get("vault") or shared.get("vault"))) as opened:
            opened.refresh()
            rows = opened.store.all(f"SELECT shown FROM note WHERE kind IN ({marks}) ORDER BY shown", *kinds)  # noqa: S608
        names = [str(name) for (name,) in rows]
        wanted = typed.casefold()
        return [n for n in names if n.casefold().startswith(wanted)] or [
            n for n in names if wanted in n.casefold()
        ]
    return []
