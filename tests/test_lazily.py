"""An attribute that is worked out when it is first asked for."""

from __future__ import annotations

from vaultkit.lazily import kept


class Thing:
    def __init__(self) -> None:
        self.asked = 0

    @kept
    def size(self) -> int:
        """How large it is."""
        self.asked += 1
        return 7


def test_an_attribute_is_worked_out_once_for_each_thing() -> None:
    one, other = Thing(), Thing()
    assert (one.size, one.size, one.asked) == (7, 7, 1)
    assert (other.asked, other.size, other.asked) == (0, 7, 1)


def test_asked_of_the_class_it_is_the_attribute_itself() -> None:
    assert vars(Thing)["size"].__doc__ == Thing.size.__doc__ == "How large it is."
