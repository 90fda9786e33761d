"""What letters may see of sections."""

from __future__ import annotations

import pytest

from vaultkit.model import Item, Kind, Section
from vaultkit.people.sharing import shareable, shared, waiting


@pytest.mark.parametrize(
    ("kind", "section", "tags", "wanted"),
    [
        ("interview", "takeaways", (), True),
        ("interview", "questions", (), True),
        ("interview", "introductions", (), True),
        ("interview", "takeaways", ("private",), False),
        ("interview", "questions", ("private/health",), False),
        ("interview", "personal", (), False),
        ("interview", "personal", ("ask",), True),
        ("interview", "personal", ("ask", "private"), False),
        ("contact", "personal", ("ask",), True),
        ("contact", "personal", (), False),
        ("contact", "log", ("ask",), False),
        ("contact", "takeaways", (), False),
        ("contact", "introductions", (), False),
        ("me", "personal", ("ask",), False),
        *[
            ("interview", name, ("ask",), False)
            for name in ("notes", "debrief", "talking_points", "follow_ups", "wrap_up")
        ],
    ],
)
def test_s24_only_what_is_listed_may_be_shared(
    kind: Kind, section: str, tags: tuple[str, ...], wanted: bool
) -> None:
    assert shareable(kind, Section(section), Item("x", "x", 1, tags=tags)) is wanted


def test_of_an_old_heading_only_what_is_tagged_thanks() -> None:
    plain, tagged = Item("a", "a", 1), Item("b", "b", 2, tags=("thanks",))
    old = Section("takeaways", 1, (plain, tagged), mapped=True)
    assert shared("interview", old) == (tagged,)
    assert waiting("interview", old)
    assert shared("interview", Section("takeaways", 1, (plain, tagged))) == (plain, tagged)


def test_what_is_private_waits_for_no_thanks() -> None:
    """Else a letter would tell that there is something private."""
    plain, private = Item("a", "a", 1), Item("c", "c", 3, tags=("private",))
    assert not waiting("interview", Section("takeaways", 1, (private,), mapped=True))
    assert not waiting("interview", Section("takeaways", 1, (plain,)))
    assert not waiting("contact", Section("takeaways", 1, (plain,), mapped=True))
