"""Which questions get careful answers at the other person's own desk, and better ones afterwards.

In: a question. Out: whether it is candid.
Never: a rule; the list is short, English, and a `#candid` tag adds to it.
"""

from __future__ import annotations

import re

from vaultkit.render.words.texts import text_of

_WORDS = (
    "pay", "paid", "pays", "salary", "salaries", "wage", "wages", "money", "earn", "earns", "bonus", "raise",
    "compensation", "hours", "overtime", "weekends", "workload", "stress", "stressful", "burnout", "burn out",
    "boss", "bosses", "manager", "managers", "management", "leadership", "colleagues", "politics", "conflict",
    "conflicts", "quit", "quitting", "leave", "leaving", "left", "layoff", "layoffs", "redundancies", "fired",
    "turnover", "promotion", "promoted", "bullying", "fair", "unfair", "discrimination", "hate", "dislike",
    "worst", "regret", "unhappy", "complain", "complaints", "competitor", "competitors", "reorganisation",
    "reorganization", "union", "contract", "contracts", "work-life", "morale", "trust", "frustrating",
    "frustrates", "annoys", "mistake", "mistakes",
)  # fmt: skip
_CANDID = re.compile(r"\b(?:" + "|".join(re.escape(word) for word in _WORDS) + r")\b", re.IGNORECASE)


def candid(question: object) -> bool:
    """Whether `question` is about pay, hours, bosses, leaving and their kind."""
    return _CANDID.search(text_of(question)) is not None
