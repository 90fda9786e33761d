"""A View has one door, and the door has a list."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from vaultkit.render.fields import ITEM
from vaultkit.render.view import Name, NoSuchName, Table, View, kind_of, plainly


class Scope:
    def __init__(self, audience: str) -> None:
        self.audience: Any = audience

    def wrap(self, value: object) -> object:
        raise TypeError(f"no template can look at a {type(value).__name__}")


TABLE = Table(
    "a thing",
    {
        "name": Name("", lambda s, _: s["name"], lambda s, _: s["name"]),
        "diary": Name("", lambda s, _: s["diary"]),
        "odd": Name("", lambda _s, _c: object(), lambda _s, _c: object()),
    },
    key=lambda s: s["name"],
    own=lambda s: s["own"],
)
SUBJECT = {"name": "Jo %%hidden%%", "diary": "x", "own": {"Shoe Size": 38, "empty": None}}


def view(audience: str = "me", table: Table = TABLE) -> View:
    return View(table, SUBJECT, Scope(audience))


def test_me_gets_names_and_keys_of_my_own_in_any_case() -> None:
    me = view()
    assert (me.name, me["diary"], me["Shoe Size"], me.shoe_size, me["empty"]) == (
        "Jo %%hidden%%",
        "x",
        38,
        38,
        "",
    )


def test_them_gets_what_is_shared_without_what_was_hidden() -> None:
    them = view("them")
    assert them.name == "Jo"
    with pytest.raises(NoSuchName, match='"diary" of a thing is private'):
        them["diary"]
    with pytest.raises(
        NoSuchName, match='has no "shoe_size"; keys of your own are seen by "audience: me" only'
    ):
        them["shoe_size"]


def test_an_unknown_name_is_an_error_with_the_nearest() -> None:
    with pytest.raises(NoSuchName, match='a thing has no "diarry"; did you mean "diary"'):
        view()["diarry"]
    with pytest.raises(NoSuchName, match='did you mean "shoe_size"'):
        view()["shoesize"]
    with pytest.raises(AttributeError):
        _ = view().nothing


def test_where_nothing_is_near_the_names_are_listed_when_they_are_few() -> None:
    with pytest.raises(
        NoSuchName, match=r'a thing has no "zzz"; there is diary, empty, name, odd and shoe_size$'
    ):
        view()["zzz"]
    with pytest.raises(
        NoSuchName, match=r'an item has no "zzz"; docs/reference/templates\.md lists all names$'
    ):
        View(ITEM, None, Scope("me"))["zzz"]


@pytest.mark.parametrize("asked", ["tick", "answered", "checked", "asked"])
@pytest.mark.parametrize("audience", ["me", "them"])
def test_whether_an_item_is_ticked_is_asked_by_done(asked: str, audience: str) -> None:
    """The day of a tick is there only where somebody wrote it, so it answers another question."""
    with pytest.raises(NoSuchName, match=f'an item has no "{asked}"; did you mean "done"?'):
        View(ITEM, None, Scope(audience))[asked]


def test_a_private_name_is_no_nearest_name_for_them() -> None:
    with pytest.raises(NoSuchName) as told:
        view("them")["diarry"]
    assert "did you mean" not in str(told.value)


def test_what_is_no_plain_value_stops_at_the_door() -> None:
    with pytest.raises(TypeError, match="no template can look at a object"):
        view()["odd"]


def test_a_view_is_only_looked_at() -> None:
    with pytest.raises(AttributeError):
        view().name = "x"  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        iter(view())  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        "name" in view()  # type: ignore[misc]  # noqa: B015
    assert repr(view()) == "<a thing>"
    assert kind_of(view()) == "a thing"


def test_two_views_of_one_subject_are_equal_whatever_the_audience() -> None:
    assert view() == view("them")
    assert hash(view()) == hash(view("them"))
    assert view() != View(TABLE, {**SUBJECT, "name": "Al"}, Scope("me"))
    assert view() != view(table=Table("another", TABLE.names, key=TABLE.key))


def test_values_become_plain() -> None:
    scope = Scope("me")
    assert plainly(None, scope) == ""
    assert plainly(["a", None, ("b",)], scope) == ("a", "", ("b",))
    assert plainly({1: [2]}, scope) == {"1": (2,)}
    assert plainly(frozenset({"b", "a"}), scope) == ("a", "b")
    assert plainly(ZoneInfo("Europe/Lisbon"), scope) == "Europe/Lisbon"
    assert plainly(date(2026, 1, 2), scope) == date(2026, 1, 2)
