"""How a watch goes, as the object that `--status --json` shows.

In: news. Out: a mapping that JSON holds, brought up to date by each.
Never: a file or a clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultkit.watch.news import Round, Started, Stopped, Trouble, Well

if TYPE_CHECKING:
    from datetime import datetime

    from vaultkit.watch.news import News

MOST_PATHS = 20
"""Paths that are listed of one round; `changed` and `written` count all."""


def begun(root: str, pid: int, log: str, at: datetime) -> dict[str, Any]:
    """The status of a watch that has just begun and has looked at nothing yet."""
    return {
        "vault": root,
        "pid": pid,
        "since": _instant(at),
        "mode": "starting",
        "mode_reason": "",
        "notes": 0,
        "outputs": 0,
        "rounds": 0,
        "problems": 0,
        "last_round": None,
        "last_problem": None,
        "trouble": None,
        "stopped": None,
        "log": log,
    }


def after(status: dict[str, Any], news: News) -> dict[str, Any]:
    """The status once `news` came."""
    match news:
        case Started():
            return {**status, "mode": news.mode, "mode_reason": news.why}
        case Round():
            return {**status, **_of_round(status, news)}
        case Trouble():
            told = {"at": _instant(news.at), "path": "", "code": "watch", "message": news.text}
            return {**status, "trouble": news.text, "last_problem": told}
        case Well():
            return {**status, "trouble": None}
        case Stopped():
            return {**status, "stopped": _instant(news.at)}


def _of_round(status: dict[str, Any], news: Round) -> dict[str, Any]:
    made: dict[str, Any] = {
        "notes": news.notes,
        "outputs": news.outputs,
        "rounds": status["rounds"] + 1,
        "problems": len(news.standing),
        "last_round": {
            "at": _instant(news.at),
            "seconds": round(news.seconds, 3),
            "changed": len(news.changed),
            "written": len(news.written),
            "paths": [one.path for one in news.written[:MOST_PATHS]],
        },
    }
    if news.appeared:
        last = news.appeared[-1]
        made["last_problem"] = {
            "at": _instant(news.at), "path": last.path, "code": last.code, "message": last.message,
        }  # fmt: skip
    return made


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
