"""From a real vault on disk to invitations, drafts and address books, and back."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from tests.people.vaults import vault_of
from vaultkit import notes
from vaultkit.errors import Refused
from vaultkit.exchange import adapting, books, invitation, mail
from vaultkit.exchange.identity import said
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview
from vaultkit.people.invited import fits

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.index.vault import Vault

ME = "---\ntype: me\nname: Leilani Kahale\nemail: leilani@example.org\nphone: '+1 808 555 0118'\ntimezone: Pacific/Honolulu\n---\n"
AINO = (
    "---\ntype: contact\nEmail: aino@example.org\ntimezone: Europe/Helsinki\nCompany: Museum of Labels\nphone: '+358 9 555 0100'\n---\n"
    "## Personal\n- sister's divorce\n"
)
TALK = "Interviews/talk.md"


def talk(tmp_path: Path, front: str, *, me: str = ME, more: dict[str, str] | None = None) -> Interview:
    root = tmp_path / "vault"
    head = f'---\ntype: interview\npeople: "[[Aino Lehtisaari]]"\n{front}---\n## Notes\n- tired\n## Debrief\n- secret\n'
    vault = vault_of(root, {"Me.md": me, "People/Aino Lehtisaari.md": AINO, TALK: head, **(more or {})})
    note = vault.note(TALK)
    assert note is not None
    return Interview(note, vault)


ONLINE = "mode: online\nplatform: Zoom\nlink: https://zoom.example.org/j/1\nstart: 2026-11-05T21:00\ngranted: 2026-10-20\n"


def test_an_interview_becomes_an_invitation_with_both_clocks(tmp_path: Path) -> None:
    made = adapting.invite(talk(tmp_path, ONLINE))
    text = invitation.eml(made).decode()
    assert made.changes["sequence"] == 0
    assert (
        made.changes["invited_for"]
        == "2026-11-05T21:00 Pacific/Honolulu, 30 minutes, https://zoom.example.org/j/1"
    )
    assert "Friday 6 November 2026, 9 am (Helsinki)" in text
    assert made.notices == ()


def test_nothing_private_is_in_any_of_it(tmp_path: Path) -> None:
    made = adapting.invite(talk(tmp_path, ONLINE + "goal: is the pay enough to leave?\nmet: at a funeral\n"))
    links = invitation.links(made)
    assert links is not None
    told = invitation.eml(made).decode() + invitation.ics(made).decode() + links.google + links.outlook
    calendar = next(
        part
        for part in message_from_bytes(invitation.eml(made), policy=policy.default).walk()
        if part.get_content_type() == "text/calendar"
    )
    told += str(calendar.get_content())
    for private in ("divorce", "secret", "tired", "funeral", "pay", "555 0100", "555%200100", "+358"):
        assert private not in told


def test_the_agenda_takes_what_the_note_then_says_for_said(tmp_path: Path) -> None:
    # Two rooms read `invited_for`; they have to agree for every mode.
    fronts = [
        ONLINE, ONLINE.replace("https://", ""), ONLINE.replace("link: https://zoom.example.org/j/1\n", ""),
        "mode: phone\nstart: 2026-11-05T21:00\ndial_in: '+358 9 555 0101'\n", "mode: phone\nstart: 2026-11-05T21:00\n",
        "mode: in-person\nvenue: office\nstart: 2026-11-05T21:00\nduration: 45\n", "mode: in-person\nplace: Café  Ora, Kaivokatu 1\nstart: 2026-11-05T21:00\n",
        "start: 2026-11-05T21:00\ntimezone: Europe/Helsinki\nlink: https://zoom.example.org/ü?x=1\n", "start: 2026-11-05T21:00\n",
        "mode: in-person\nvenue: cafe\nlink: https://maps.example.org/x\nstart: 2026-11-05T21:00\n",
    ]  # fmt: skip
    for number, front in enumerate(fronts):
        interview = talk(tmp_path / str(number), front)
        told = adapting.invite(interview).identity.invited_for
        assert fits(told, interview), told
        assert not fits(f"cancelled {told}", interview)


@pytest.mark.parametrize(
    ("front", "why"),
    [
        ("granted: 2026-10-20\n", "no `start` is set"),
        ("start: 2026-11-05\n", "the day alone"),
        ("start: 2026-11-05T21:00\ntimezone: EST\n", "America/New_York"),
        ("start: 2026-11-05T21:00\ntimezone: Europe/Helsinky\n", "Europe/Helsinki"),
        ("start: 2026-11-05T21:00\ntimezone: Middle Earth\n", "no time zone that calendars know"),
        ("start: 2026-03-29T03:30\ntimezone: Europe/Helsinki\n", "does not exist"),
        ("start: 2026-10-25T03:30\ntimezone: Europe/Helsinki\n", "comes twice"),
        ("start: 2026-11-05T21:00\noutcome: cancelled\n", "outcome says cancelled"),
    ],
)
def test_what_cannot_be_invited_to_is_refused_with_the_reason(tmp_path: Path, front: str, why: str) -> None:
    with pytest.raises(Refused, match=why) as found:
        adapting.invite(talk(tmp_path, front))
    assert str(found.value).startswith(TALK)


def test_a_doubtful_zone_and_a_booked_time_are_told(tmp_path: Path) -> None:
    interview = talk(
        tmp_path, ONLINE + "booked_via: them\n", me=ME.replace("timezone: Pacific/Honolulu\n", ""),
        more={"People/Aino Lehtisaari.md": AINO.replace("timezone: Europe/Helsinki\n", "")},
    )  # fmt: skip
    assert [notice.split(",")[0].split(":")[0] for notice in adapting.invite(interview).notices] == [
        "No time zone is known",
        "They booked it on a page of their own",
    ]


def test_a_talk_that_was_held_is_told(tmp_path: Path) -> None:
    assert adapting.invite(talk(tmp_path, ONLINE + "held: 2026-11-05\n")).notices == (
        "The talk was held already; this invites to it all the same.",
    )


def test_with_several_people_nobody_s_zone_is_told_to_the_others(tmp_path: Path) -> None:
    front = ONLINE.replace("mode", "who: x\nmode")
    more = {TALK: f'---\ntype: interview\npeople: ["[[Aino Lehtisaari]]", Jo Kim]\n{front}---\n'}
    made = adapting.invite(talk(tmp_path, front, more=more))
    assert "Helsinki" not in invitation.ics(made).decode()
    assert made.notices == ("No e-mail address is known for Jo Kim: add them in your calendar by hand.",)


def test_a_cancellation_works_without_the_time_that_is_gone_from_the_note(tmp_path: Path) -> None:
    first = adapting.invite(talk(tmp_path / "a", ONLINE))
    assert first.identity.sequence == 0
    again = f"uid: {first.identity.uid}\nsequence: 0\ninvited_for: '{first.identity.invited_for}'\noutcome: cancelled\nmode: online\n"
    gone = adapting.invite(talk(tmp_path / "b", again), cancel=True)
    assert gone.meeting.start == first.meeting.start
    assert dict(gone.changes) == {"sequence": 1, "invited_for": f"cancelled {said(first.meeting)}"}
    last = again.replace("sequence: 0", "sequence: 1").replace("invited_for: '", "invited_for: 'cancelled ")
    assert adapting.invite(talk(tmp_path / "c", last), cancel=True).changes == {}


def test_never_invited_cannot_be_cancelled(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no invitation to cancel"):
        adapting.invite(talk(tmp_path, ONLINE), cancel=True)


DRAFT = (
    '---\ntemplate: thank-you\nabout: "[[talk]]"\nto: "[[Aino Lehtisaari]]"\nsubject: Thank you for Friday\n---\n'
    "%% hint %%\n\nHello Aino,\n\nThank you.\n"
)


def drafted(tmp_path: Path, text: str, audience: str = "them") -> mail.Draft:
    interview = talk(tmp_path, ONLINE, more={"Drafts/talk - thank you.md": text})
    note = interview.vault.note("Drafts/talk - thank you.md")
    assert note is not None
    return adapting.draft(note, text.encode(), interview.vault, audience=audience)  # type: ignore[arg-type]


def test_a_rendered_letter_becomes_a_draft_to_its_reader(tmp_path: Path) -> None:
    draft = drafted(tmp_path, DRAFT)
    assert draft.subject == "Thank you for Friday"
    assert [(who.name, who.email) for who in draft.to] == [("Aino Lehtisaari", "aino@example.org")]
    assert (draft.sender.name, draft.sender.email) == ("Leilani Kahale", "leilani@example.org")
    assert mail.text(draft) == "Hello Aino,\n\nThank you.\n"


def test_without_to_it_goes_to_the_interview_s_people(tmp_path: Path) -> None:
    draft = drafted(tmp_path, DRAFT.replace('to: "[[Aino Lehtisaari]]"\n', ""))
    assert [who.email for who in draft.to] == ["aino@example.org"]


def test_a_sheet_goes_to_nobody(tmp_path: Path) -> None:
    assert drafted(tmp_path, DRAFT, "me").to == ()


def contacts(vault: Vault) -> list[Contact]:
    return [Contact(note, vault) for note in vault.of_kind("contact")]


MANY = {
    "People/Aino Lehtisaari.md": AINO,
    "People/Jo Kim (Acme).md": "---\ntype: contact\nemail:\n  - jo@example.org\n  - j@example.org\naliases: [Jo, J]\nuid: 03A0E51F-d1aa-4385-8a53-e29025acd8af\n---\n",
    "Old/Jo Kim.md": "---\ntype: contact\nphone: '555-0100'\n---\n",
    "People/Nobody's Sign.md": "---\ntype: contact\norg: '=cmd()'\ntitle: '<\\% x %>'\nlinkedin: www.linkedin.com/in/nobody\n---\n",
    "People/@Ana Ruiz.md": "---\ntype: person\nconnected: 2025-03-12\nlocation: Helsinki, Finland\ngreeting: Ana\n---\n",
    "Me.md": ME,
}


@pytest.mark.parametrize("form", ["vcf", "csv"])
def test_importing_our_own_export_matches_everybody_and_changes_nothing(tmp_path: Path, form: str) -> None:
    vault = vault_of(tmp_path / "vault", MANY)
    there = contacts(vault)
    assert len(there) == 5
    data = books.write([adapting.card(one) for one in there], form)  # type: ignore[arg-type]
    plan = books.plan(
        [("out", books.read(data, "out"))],
        [adapting.known(one) for one in there],
        folder="People",
        taken=list(MANY),
    )
    assert (plan.created, plan.questions, plan.skipped) == ((), (), ())
    assert [one.path for one in plan.matched] == [one.path for one in there]
    assert not [one for one in plan.matched if one.fills]


@pytest.mark.parametrize("form", ["vcf", "csv"])
def test_an_export_taken_into_an_empty_vault_says_the_same_again(tmp_path: Path, form: str) -> None:
    there = contacts(vault_of(tmp_path / "one", {"People/Aino Lehtisaari.md": AINO, "Me.md": ME}))
    data = books.write(map(adapting.card, there), form)  # type: ignore[arg-type]
    (one,) = books.plan([("out", books.read(data, "out"))], [], folder="People").created
    again = vault_of(tmp_path / "two", {one.path: books.note_text(one)})
    assert books.write(map(adapting.card, contacts(again)), form) == data  # type: ignore[arg-type]


def test_fills_set_lines_and_leave_the_rest_of_the_note(tmp_path: Path) -> None:
    vault = vault_of(
        tmp_path / "vault",
        {"People/Jo Kim.md": "---\ntype: contact # mine\ne-mail: jo@example.org\norg:\n---\nText\n"},
    )
    csv = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\nJo,Kim,https://www.linkedin.com/in/jokim,jo@example.org,Acme,Boss,12 Mar 2025\n"
    plan = books.plan([("c", books.read(csv, "c"))], map(adapting.known, contacts(vault)), folder="")
    data = (tmp_path / "vault/People/Jo Kim.md").read_bytes()
    for key, value in plan.matched[0].fills.items():
        data = notes.set_property(data, key, value)
    assert data.decode() == (
        "---\ntype: contact # mine\ne-mail: jo@example.org\norg: Acme\ntitle: Boss\nlinkedin: https://www.linkedin.com/in/jokim\n"
        "connected: 2025-03-12\n---\nText\n"
    )
