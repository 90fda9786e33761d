"""Completion of names in bash, zsh and fish.

In: what was typed so far. Out: names that begin with it, or hold it.
Never: an error; a shell that cannot complete stays silent.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from vaultkit.cli.desk import vault_root
from vaultkit.model import ABOUT

if TYPE_CHECKING:
    import click

    from vaultkit.model import Kind


def names_with_spaces() -> None:
    """Bash is told to quote what it completes where that needs it; zsh and fish do so by themselves."""
    from click.shell_completion import BashComplete, add_completion_class

    add, quote = "COMPREPLY+=($value)", "[[ $value == *[^[:alnum:]_.-]* ]] && compopt -o filenames"

    class Bash(BashComplete):
        source_template = BashComplete.source_template.replace(add, f"{add}\n            {quote}")

    add_completion_class(Bash, "bash")


def notes(ctx: click.Context, _: click.Parameter, typed: str) -> list[str]:
    return _named(ctx, (*ABOUT, "rendered"), typed)


def contacts(ctx: click.Context, _: click.Parameter, typed: str) -> list[str]:
    return _named(ctx, ("contact",), typed)


def interviews(ctx: click.Context, _: click.Parameter, typed: str) -> list[str]:
    return _named(ctx, ABOUT, typed)


def _named(ctx: click.Context, kinds: tuple[Kind, ...], typed: str) -> list[str]:
    with contextlib.suppress(Exception):  # a traceback in the middle of a command line helps nobody
        from vaultkit.pipeline import open_vault

        shared = ctx.find_root().obj or ctx.find_root().params
        with open_vault(vault_root(ctx.params.get("vault") or shared.get("vault"))) as opened:
            names = opened.names(kinds)
        wanted = typed.casefold()
        return [n for n in names if n.casefold().startswith(wanted)] or [
            n for n in names if wanted in n.casefold()
        ]
    return []
