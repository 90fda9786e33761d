"""Meetings and cards that the tests of this room share. Everybody here is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from vaultkit.exchange.addresses import Who
from vaultkit.exchange.meeting import Meeting

DATA = Path(__file__).parent / "data"
AINO = Who("Aino Lehtisaari", "aino@example.org")
LEILANI = Who("Leilani Kahale", "leilani@example.org")
LINK = "https://zoom.example.org/j/5550144?pwd=a&b=c"
PATH = "Interviews/2026-11-05 Aino Lehtisaari.md"


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def online(**changes: Any) -> Meeting:
    """Thursday 9 pm in Honolulu, Friday 9 am in Helsinki."""
    meeting = Meeting(
        start=at("2026-11-05T21:00", "Pacific/Honolulu"),
        minutes=30,
        people=(AINO,),
        me=LEILANI,
        mode="online",
        platform="Zoom",
        link=LINK,
        phone="+1 808 555 0118",
        clocks=("Pacific/Honolulu", "Europe/Helsinki"),
        known=datetime(2026, 10, 20).date(),
    )
    return replace(meeting, **changes)
