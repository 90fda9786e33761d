"""The table of properties: whole, and without contradiction."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest

from vaultkit.model import Kind
from vaultkit.people import schema
from vaultkit.people.coerce import _OF_ALL, _OF_FIRST

CONTACT = [
    "name",
    "aliases",
    "greeting",
    "pronouns",
    "pronunciation",
    "email",
    "phone",
    "org",
    "title",
    "timezone",
    "location",
    "linkedin",
    "scheduling_url",
    "platform",
    "met",
    "introduced_by",
    "helpful",
    "keep_in_touch",
    "last_contact",
    "snooze_until",
    "gift_ok",
    "announced",
    "hard_to_reach",
    "do_not_contact",
    "uid",
    "connected",
    "skip",
]
INTERVIEW = [
    "people",
    "direction",
    "goal",
    "asked",
    "granted",
    "replied",
    "invited",
    "confirmed",
    "held",
    "thanked",
    "gift_sent",
    "gift_noticed",
    "mode",
    "platform",
    "link",
    "dial_in",
    "venue",
    "place",
    "start",
    "timezone",
    "duration",
    "proposed",
    "booked_via",
    "gift",
    "outcome",
    "uid",
    "sequence",
    "invited_for",
    "thanked_people",
    "skip",
]
ME = ["name", "email", "phone", "timezone", "mode", "platform", "news", "role_found", "role"]


@pytest.mark.parametrize(("kind", "names"), [("contact", CONTACT), ("interview", INTERVIEW), ("me", ME)])
def test_every_property_of_the_vault_is_there(kind: Kind, names: list[str]) -> None:
    assert [name for name in names if schema.named(kind, name) is None] == []


@pytest.mark.parametrize("kind", get_args(Kind))
def test_no_key_means_two_properties_of_one_kind(kind: Kind) -> None:
    words = Counter(w for row in schema.PROPERTIES if kind in row.kinds for w in {row.name, *row.synonyms})
    assert [word for word, times in words.items() if times > 1] == []


def test_keys_are_stored_as_they_are_compared() -> None:
    words = [word for row in schema.PROPERTIES for word in (row.name, *row.synonyms)]
    assert [word for word in words if schema.folded(word) != word] == []


def test_every_type_has_a_reader() -> None:
    assert {row.type for row in schema.PROPERTIES} <= set(get_args(schema.Type))
    assert {*_OF_ALL, *_OF_FIRST, "phone", "word"} == set(get_args(schema.Type))


@pytest.mark.parametrize(
    ("kind", "key", "name"),
    [
        ("contact", "Organisation", "org"),
        ("contact", "role", "title"),
        ("me", "role", "role"),
        ("contact", "Connected On", "connected"),
        ("interview", "with", "people"),
        ("interview", "url", "link"),
        ("contact", "url", None),
        ("interview", "thanked_on", "thanked"),
        ("interview", "Time-Zone", "timezone"),
        ("other", "org", None),
        ("other", "Alias", "aliases"),
        ("contact", "constructor", None),
    ],
)
def test_canonical(kind: Kind, key: str, name: str | None) -> None:
    assert schema.canonical(kind, key, {}) == name


def test_the_users_own_word_goes_first() -> None:
    assert schema.canonical("interview", "Wer", {"wer": "people"}) == "people"
    assert schema.canonical("interview", "with", {"with": "goal"}) == "goal"
    assert schema.canonical("contact", "wer", {"wer": "people"}) is None


@pytest.mark.parametrize(
    ("prop", "text", "word"),
    [
        ("mode", "In_Person", "in-person"),
        ("mode", "Video call", "online"),
        ("outcome", "No Show", "no-show"),
        ("outcome", "canceled", "cancelled"),
        ("direction", "GIVING", "giving"),
        ("direction", "sideways", None),
    ],
)
def test_words(prop: str, text: str, word: str | None) -> None:
    assert schema.word(prop, text) == word


def test_s24_what_a_letter_may_see_is_what_is_listed() -> None:
    seen = {row.name for row in schema.PROPERTIES if "contact" in row.kinds and row.shared}
    assert seen == {
        "name",
        "greeting",
        "pronouns",
        "org",
        "title",
        "email",
        "platform",
        "scheduling_url",
        "timezone",
        "location",
    }
    assert {row.name for row in schema.PROPERTIES if row.fact} == {"helpful", "keep_in_touch"}
