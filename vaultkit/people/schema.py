"""The one table of properties: their names, whose they are, their type, and who may see them.

In: nothing. Out: PROPERTIES, and look-ups by the key that a note writes, other tools' words included.
Never: a note, a value, or a rule about what a value means.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.model import Kind

Type: TypeAlias = Literal[
    "text", "texts", "first", "phone", "url", "link", "links", "date", "time", "times",
    "minutes", "cadence", "number", "yes", "zone", "word",
]  # fmt: skip
"""`first`: the first of several; `time`: a wall time or a day; `word`: one of `words`; `cadence`: days, or never."""

MILESTONES: tuple[str, ...] = (
    "asked", "granted", "replied", "invited", "confirmed", "held", "thanked", "gift_sent", "gift_noticed",
)  # fmt: skip
STAGES: tuple[str, ...] = ("idea", "asked", "granted", "replied", "scheduled", "held", "thanked")
AGENDA_RULES: tuple[str, ...] = (
    "no-answer", "reply", "set-time", "invite", "confirm", "prepare", "today", "did-it-happen", "write-up",
    "thank-you", "gift", "gift-note", "introduction", "introduced", "report-back", "promise", "personal",
    "stay-in-touch", "announce", "asked-of-me",
)  # fmt: skip

WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "mode": {
        "online": ("remote", "virtual", "video", "video-call", "videocall"),
        "in-person": ("inperson", "face-to-face", "on-site", "onsite", "offline"),
        "phone": ("telephone", "call", "phone-call", "by-phone"),
    },
    "direction": {"asking": ("ask", "asked"), "giving": ("give", "given")},
    "outcome": {
        "declined": ("decline", "refused"),
        "cancelled": ("canceled", "called-off"),
        "no-show": ("noshow",),
        "no-reply": ("noreply", "no-answer", "no-response"),
    },
}
"""The legal words of a property, and what other tools and hands write for each; a blank or `_` counts as `-`."""
OUTCOMES: tuple[str, ...] = tuple(WORDS["outcome"])


@dataclass(frozen=True, slots=True)
class Property:
    """One property: `shared` may stand in a letter, `fact` lends a letter only whether it is set."""

    name: str
    kinds: frozenset[Kind]
    type: Type
    about: str
    synonyms: tuple[str, ...] = ()
    shared: bool = False
    fact: bool = False

    @property
    def is_link(self) -> bool:
        return self.type in ("link", "links")


_C: frozenset[Kind] = frozenset({"contact"})
_I: frozenset[Kind] = frozenset({"interview"})
_M: frozenset[Kind] = frozenset({"me"})
_ALL: frozenset[Kind] = frozenset({"contact", "interview", "me", "other", "rendered"})


def _row(  # noqa: PLR0917 - the columns of a table
    kinds: frozenset[Kind], name: str, kind: Type, about: str, words: str = "", see: str = ""
) -> Property:
    return Property(name, kinds, kind, about, tuple(words.split()), see == "shared", see == "fact")


def _milestone(name: str, about: str, words: str = "") -> Property:
    made = f"{name}_on {name}_at date_{name} {name}_date {words}"
    return _row(_I, name, "date", about, made, "shared")


_CONTACT = (
    _row(_C, "name", "text", "the person's name, where the file name is not it",
         "full_name fullname display_name displayname", "shared"),
    _row(_C, "greeting", "text", "how letters address them",
         "salutation goes_by call_me preferred_name", "shared"),
    _row(_C, "pronouns", "text", "the pronouns they use", "pronoun", "shared"),
    _row(_C, "pronunciation", "text", "how to say the name", "pronounced phonetic say_it"),
    _row(_C, "email", "first", "their e-mail address",
         "mail e_mail emails e_mails email_address mail_address email1", "shared"),
    _row(_C, "phone", "phone", "their telephone number",
         "tel telephone mobile cell cellphone cell_phone phone_number mobile_phone phones mobile_number"),
    _row(_C, "org", "text", "where they work",
         "company organisation organization employer firm workplace works_at works_for company_name",
         "shared"),
    _row(_C, "title", "text", "what they do there",
         "job_title jobtitle role position job occupation profession headline", "shared"),
    _row(_C, "timezone", "zone", "the IANA zone in which they live", "tz time_zone iana_zone", "shared"),
    _row(_C, "location", "text", "the town or place of their work",
         "city town based_in lives_in work_location", "shared"),
    _row(_C, "linkedin", "url", "their profile", "linkedin_url linkedin_profile profile_url linked_in"),
    _row(_C, "scheduling_url", "url", "the page on which they let others book a time",
         "calendly booking_url booking_link booking_page scheduling_link calendar_link cal_link", "shared"),
    _row(_C, "platform", "text", "the platform they like for calls",
         "meeting_platform video_platform preferred_platform", "shared"),
    _row(_C, "met", "text", "where or how you met", "met_at how_we_met where_we_met met_through"),
    _row(_C, "introduced_by", "link", "who introduced you",
         "introduced referred_by intro_by referrer introduction_by introducer"),
    _row(_C, "helpful", "yes", "whether they count as helpful, whatever else the notes say", "helped", "fact"),
    _row(_C, "keep_in_touch", "cadence", "after how many days to write again, or never",
         "stay_in_touch contact_frequency contact_every cadence keep_in_touch_days", "fact"),
    _row(_C, "last_contact", "date", "a contact that no other note tells of",
         "last_contacted last_contact_date lastcontact last_spoke last_talked"),
    _row(_C, "snooze_until", "date", "no stay-in-touch before this day", "snooze snoozed_until"),
    _row(_C, "gift_ok", "yes", "whether a small gift may be sent", "gifts_ok accepts_gifts"),
    _row(_C, "announced", "date", "the day on which they heard that you found a role",
         "announced_on told_on date_announced"),
    _row(_C, "hard_to_reach", "yes", "whether they are hard to pin down", "hard_to_pin_down"),
    _row(_C, "do_not_contact", "yes", "no letter and no agenda item for them", "dnc no_contact dont_contact"),
    _row(_C, "uid", "text", "the identifier of their card in an address book", "vcard_uid card_uid"),
    _row(_C, "connected", "date", "since when you are connected on LinkedIn",
         "connected_on connected_at connection_date"),
    _row(_C, "skip", "texts", "agenda rules not wanted for this note", "skip_rules skipped"),
)  # fmt: skip

_INTERVIEW = (
    _row(_I, "people", "links", "whom you talk to",
         "contact contacts interviewee interviewees attendees attendee participants participant with person "
         "guest guests who interview_with", "shared"),
    _row(_I, "direction", "word", "asking, or giving when somebody asked you", "", "shared"),
    _row(_I, "goal", "text", "what you want to learn", "goals purpose objective aim", "shared"),
    _milestone("asked", "the day on which you asked", "approached contacted"),
    _milestone("granted", "the day on which they said yes", "agreed accepted said_yes"),
    _milestone("replied", "the day on which you answered the yes", "responded"),
    _milestone("invited", "the day on which the calendar invitation went out", "invitation_sent"),
    _milestone("confirmed", "the day on which you confirmed the meeting"),
    _milestone("held", "the day of the talk", "happened took_place"),
    _milestone("thanked", "the day on which the thank-you went out", "thank_you thank_you_sent thanks_sent"),
    _milestone("gift_sent", "the day on which a small gift went out"),
    _milestone("gift_noticed", "the day on which you told them to look for it", "gift_note_sent"),
    _row(_I, "mode", "word", "online, in-person or phone",
         "meeting_type meeting_mode meeting_format", "shared"),
    _row(_I, "platform", "text", "the platform of the call", "meeting_platform video_platform", "shared"),
    _row(_I, "link", "url", "the address of the call",
         "url meeting_link meeting_url join_url join_link video_link call_link zoom zoom_link meet_link",
         "shared"),
    _row(_I, "dial_in", "phone", "the number to call when the link fails",
         "dialin dial_in_number dial_in_phone", "shared"),
    _row(_I, "venue", "text", "office, or the kind of place", "", "shared"),
    _row(_I, "place", "text", "where you meet", "location where address cafe", "shared"),
    _row(_I, "start", "time", "wall time of the meeting, in `timezone`",
         "start_time starttime starts starts_at start_date date_time datetime meeting_time when", "shared"),
    _row(_I, "timezone", "zone", "the IANA zone of `start` and `proposed`", "tz time_zone iana_zone", "shared"),
    _row(_I, "duration", "minutes", "minutes", "length minutes duration_min duration_minutes", "shared"),
    _row(_I, "proposed", "times", "the times that you offer",
         "proposed_times times_offered suggested_times slots", "shared"),
    _row(_I, "booked_via", "text", "them, when they booked on their own page", "booked_by", "shared"),
    _row(_I, "gift", "text", "what the small gift is", "", "shared"),
    _row(_I, "outcome", "word", "declined, cancelled, no-show or no-reply", "result"),
    _row(_I, "uid", "text", "the identifier of the calendar event", "ical_uid event_uid"),
    _row(_I, "sequence", "number", "how often the event was changed"),
    _row(_I, "invited_for", "text", "what the last invitation said"),
    _row(_I, "thanked_people", "links", "who of several has had the letter", "people_thanked", "shared"),
    _row(_I, "status", "text", "a stage that you keep by hand; compared with the one that the facts give",
         "stage"),
    _row(_I, "skip", "texts", "agenda rules not wanted for this note", "skip_rules skipped"),
)  # fmt: skip

_ME = (
    _row(_M, "name", "text", "your name", "full_name fullname display_name", "shared"),
    _row(_M, "email", "first", "your e-mail address", "mail e_mail emails email_address", "shared"),
    _row(_M, "phone", "phone", "your telephone number", "tel telephone mobile cell phone_number", "shared"),
    _row(_M, "timezone", "zone", "the IANA zone in which you live", "tz time_zone iana_zone", "shared"),
    _row(_M, "mode", "word", "how you like to meet", "meeting_mode preferred_mode", "shared"),
    _row(_M, "platform", "text", "the platform you use for calls",
         "meeting_platform video_platform preferred_platform", "shared"),
    _row(_M, "news", "text", "your news in one line", "my_news", "shared"),
    _row(_M, "role_found", "date", "the day on which you found a role", "found_role role_found_on", "shared"),
    _row(_M, "role", "text", "which role it is", "new_role", "shared"),
)  # fmt: skip

_GENERAL = (
    _row(_ALL, "type", "first", "contact, person, interview or me"),
    _row(_ALL, "tags", "texts", "tags", "tag"),
    _row(_ALL, "aliases", "texts", "other names of the note", "alias nickname nicknames aka also_known_as"),
    _row(frozenset({"rendered"}), "template", "text", "the template that a rendered note comes from"),
    _row(frozenset({"rendered"}), "about", "link", "the note that it is about"),
    _row(frozenset({"rendered"}), "to", "link", "the person to whom it goes"),
)

PROPERTIES: tuple[Property, ...] = _CONTACT + _INTERVIEW + _ME + _GENERAL

_FOREIGN = """
    author banner categories category class created cover cssclass cssclasses cssclass_es date dates
    day id image links listed modified note notes number parent photo priority project publish
    permalink rating related source sources sort status summary topic topics track updated up url
    uuid week year names places times birthday birthdate address website web twitter github mastodon
    instagram country state region
"""
FOREIGN: frozenset[str] = frozenset(_FOREIGN.split())
"""Keys of Obsidian, its plugins and people's habits: never a misspelling of ours."""


def folded(key: str) -> str:
    """A key as it is compared: case, blanks and hyphens make no difference."""
    return key.strip().casefold().replace(" ", "_").replace("-", "_")


def hyphened(text: str) -> str:
    """A word as it is compared with ours: Thank_You is thank-you."""
    return "-".join(text.casefold().replace("_", " ").replace("-", " ").split())


@lru_cache(maxsize=8)
def by_key(kind: Kind) -> Mapping[str, Property]:
    """Every key, ours and synonyms, that a note of this kind may write, folded, with its property."""
    mine = [row for row in PROPERTIES if kind in row.kinds]
    table = {word: row for row in mine for word in row.synonyms}
    return table | {row.name: row for row in mine}


@lru_cache(maxsize=1)
def every_key() -> frozenset[str]:
    """Every key that some kind of note knows, folded: no misspelling, wherever it stands."""
    return frozenset(word for row in PROPERTIES for word in (row.name, *row.synonyms)) | FOREIGN


@lru_cache(maxsize=8)
def _by_name(kind: Kind) -> Mapping[str, Property]:
    return {row.name: row for row in PROPERTIES if kind in row.kinds}


def named(kind: Kind, name: str) -> Property | None:
    """The property of that canonical name, or None where notes of this kind have none."""
    return _by_name(kind).get(name)


def canonical(kind: Kind, key: str, mapped: Mapping[str, str]) -> str | None:
    """The canonical name for a key as written; `mapped` is the user's own table, keys in lower case."""
    own = mapped.get(key.casefold()) if mapped else None
    return _canonical(kind, key if own is None else own)


@lru_cache(maxsize=1024)
def _canonical(kind: Kind, key: str) -> str | None:
    row = by_key(kind).get(folded(key))
    return None if row is None else row.name


def word(prop: str, text: str) -> str | None:
    """The legal word that a text means for `mode`, `direction` or `outcome`; None if it is none of them."""
    wanted = hyphened(text)
    for legal, others in WORDS[prop].items():
        if wanted == legal or wanted in others:
            return legal
    return None
