"""The event's uid, sequence and what the last invitation said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tests.exchange.made import PATH, at, online
from vaultkit.errors import Refused
from vaultkit.exchange import invitation
from vaultkit.exchange.identity import Identity, fits, invited, said, stamp, withdrawn
from vaultkit.people.invited import Told

NEVER = Identity()


def invite(meeting: object = None, past: Identity = NEVER) -> Identity:
    return invited(meeting or online(), past, path=PATH)  # type: ignore[arg-type]


def test_the_first_invitation_makes_a_uid_that_two_machines_agree_on() -> None:
    one, two = invite(), invite()
    assert one == two
    assert one.sequence == 0
    assert (
        one.invited_for
        == "2026-11-05T21:00 Pacific/Honolulu, 30 minutes, https://zoom.example.org/j/5550144?pwd=a&b=c"
    )


def test_other_notes_and_other_senders_have_other_uids() -> None:
    assert (
        len(
            {
                invite().uid,
                invited(online(), Identity(), path="Other.md").uid,
                invite(online(me=replace(online().me, email="x@example.org"))).uid,
            }
        )
        == 3
    )


def test_inviting_again_for_the_same_changes_nothing() -> None:
    past = invite()
    assert invite(past=past) == past
    assert invitation.invite(online(), past, path=PATH).changes == {}


@pytest.mark.parametrize(
    "changed",
    [
        online(start=at("2026-11-05T22:00", "Pacific/Honolulu")),
        online(start=at("2026-11-05T21:00", "Europe/Helsinki")),
        online(minutes=45),
        online(link="https://meet.example.org/other"),
        online(mode="in-person", link="", place="Café Ora"),
    ],
)
def test_a_new_time_or_place_raises_the_sequence_and_keeps_the_uid(changed: object) -> None:
    past = invite()
    now = invite(changed, past)
    assert (now.uid, now.sequence) == (past.uid, 1)
    assert invite(changed, now) == now


def test_the_same_instant_told_in_another_zone_is_no_change() -> None:
    past = invite()
    assert invite(online(start=at("2026-11-06T09:00", "Europe/Helsinki")), past) == past


def test_a_place_that_was_not_known_before_is_a_change() -> None:
    open_place = online(mode="", link="", platform="")
    past = invite(open_place)
    assert invite(open_place, past) == past
    assert invite(past=past).sequence == 1


def test_people_and_platform_are_neither_time_nor_place() -> None:
    past = invite()
    assert invite(online(people=(*online().people, online().me), platform="Jitsi"), past) == past


def test_a_uid_and_sequence_of_the_user_s_are_kept() -> None:
    past = Identity("mine@example.org", 4, "")
    assert invite(past=past) == Identity("mine@example.org", 4, said(online()))


def test_cancelling_twice_is_cancelling_once() -> None:
    once = withdrawn(invite())
    assert once.sequence == 1
    assert once.invited_for.startswith("cancelled 2026-11-05T21:00")
    assert withdrawn(once) == once
    assert invitation.cancel(online(), once).changes == {}


def test_what_was_never_asked_cannot_be_cancelled() -> None:
    with pytest.raises(Refused, match="no invitation to cancel"):
        withdrawn(Identity())


def test_inviting_after_a_cancellation_is_a_later_word_on_the_same_event() -> None:
    gone = withdrawn(invite())
    again = invite(past=gone)
    assert (again.uid, again.sequence) == (gone.uid, 2)
    assert not again.cancelled


def test_a_cancellation_names_the_time_that_was_invited_for() -> None:
    past = invite()
    moved = online(start=at("2026-12-01T10:00", "Europe/Helsinki"), minutes=60)
    gone = invitation.cancel(moved, past)
    assert gone.meeting.start == online().start
    assert gone.meeting.minutes == 30


def test_what_changes_is_told_in_the_order_of_the_properties() -> None:
    assert list(invitation.invite(online(), Identity(), path=PATH).changes) == [
        "uid",
        "sequence",
        "invited_for",
    ]
    past = invite()
    moved = invitation.invite(online(minutes=60), past, path=PATH)
    assert moved.changes == {"sequence": 1, "invited_for": said(online(minutes=60))}


@pytest.mark.parametrize(
    "text", ["2026-11-05T21:00", "2026-11-05 21:00", "2026-11-05T21:00 Pacific/Honolulu"]
)
def test_what_the_property_does_not_say_is_taken_to_fit(text: str) -> None:
    read = Told.read(text)
    assert read is not None
    assert fits(read, online())
    now = invite(past=Identity("u", 2, text))
    assert now == Identity("u", 2, said(online()))
    assert invite(online(link="https://other.example.org"), now).sequence == 3


@pytest.mark.parametrize(
    "text", ["", "next week", "2026-02-31T10:00", "2026-11-05T21:00 Mars/Crater, and so on\n"]
)
def test_what_cannot_be_read_never_fits(text: str) -> None:
    read = Told.read(text)
    assert read is None or not fits(read, online(start=at("2027-01-01T10:00", "UTC")))


def test_a_zone_nobody_knows_is_taken_for_the_meeting_s() -> None:
    read = Told.read("2026-11-05T21:00 Mars/Crater")
    assert read is not None
    assert fits(read, online())


def test_the_stamp_is_of_the_vault_and_rises_with_the_sequence() -> None:
    assert stamp(online(), 0) == datetime(2026, 10, 20)
    assert stamp(online(), 2) == datetime(2026, 10, 20, 0, 0, 2)
    assert stamp(online(known=None), 0) == datetime(2025, 11, 5)
    assert stamp(online(known=datetime(2027, 1, 1).date()), 0) < datetime(2026, 11, 5)


def test_the_notices_say_what_the_calendar_cannot_do() -> None:
    made = invitation.invite(
        online(link="", people=(*online().people, replace(online().me, name="Jo Kim", email=""))),
        Identity(),
        path=PATH,
    )
    assert [notice.split(":")[0] for notice in made.notices] == [
        "No e-mail address is known for Jo Kim",
        "The meeting is online and has no `link` yet; set it and invite again.",
    ]
