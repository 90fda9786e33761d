"""Whether a card is one of the contacts: by identifier, then profile, then e-mail; a name alone is a question.

In: one card after the other, and what the vault's contacts say. Out: a Plan.
Never: a change to a value that the user has, nor a guess between two people.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import TYPE_CHECKING

from vaultkit.exchange import card as cards
from vaultkit.exchange import clean
from vaultkit.exchange.card import NAMELESS, Card
from vaultkit.exchange.outcomes import Created, Known, Matched, Passed, Plan, Question
from vaultkit.exchange.writable import writable
from vaultkit.files import safe_name
from vaultkit.index.names import stem
from vaultkit.people.names import fold, person_name
from vaultkit.people.zones import zone
from vaultkit.spelling import caseless

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultkit.exchange.card import Skipped, Source
    from vaultkit.model import Value


@dataclass(slots=True)
class _Contact:
    """A contact in one round: as it stood before, what the cards give it, and who claimed it by e-mail."""

    known: Known
    names: frozenset[str]
    given: dict[str, Value] = field(default_factory=dict)
    claimed: str = ""

    @property
    def path(self) -> str:
        return self.known.path

    def after(self) -> Known:
        """The contact as the vault will have it."""
        was, given = self.known, self.given
        mails = given.get("email")
        return replace(
            was,
            names=(*was.names, *_texts(given.get("aliases"))),
            uid=was.uid or str(given.get("uid", "")),
            linkedin=was.linkedin or str(given.get("linkedin", "")),
            emails=was.emails or ((mails,) if isinstance(mails, str) else _texts(mails)),
            filled=was.filled | given.keys(),
        )


@dataclass(frozen=True, slots=True)
class _Entry:
    """A card in its file, ready to be written; `at` counts over all files."""

    at: int
    file: str
    card: Card


@dataclass(slots=True)
class _Round:
    """The contacts that the vault is taken to have, and what the cards of all files come to beside them."""

    taken: set[str]
    contacts: list[_Contact] = field(default_factory=list)
    keys: dict[tuple[str, str], list[_Contact]] = field(default_factory=dict)
    names: dict[str, list[_Contact]] = field(default_factory=dict)
    matched: dict[int, Matched] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    skipped: list[Passed] = field(default_factory=list)
    undecided: bool = False

    def remember(self, contact: _Contact, signs: Iterable[tuple[str, str]]) -> None:
        self.contacts.append(contact)
        self.taken.add(caseless(stem(contact.path)))
        for sign in signs:
            self.keys.setdefault(sign, []).append(contact)
        for name in contact.names:
            self.names.setdefault(name, []).append(contact)

    def with_mail_of(self, one: Card) -> list[_Contact]:
        return [contact for sign in _signs("", "", one.emails) for contact in self.keys.get(sign, ())]

    def taken_name(self, alias: str, contact: _Contact) -> bool:
        """An alias that two notes share makes every link to it a doubt."""
        if any(other is not contact for other in self.names.get(fold(alias), ())):
            return True
        return caseless(alias) in self.taken and caseless(alias) != caseless(stem(contact.path))


class Planner:
    """Decides on all cards, round by round, until one more would add nothing.

    One round is not enough: a card may fit a contact that only a later one makes or fills. The next import
    would see that, and the next import is promised to find nothing to do.
    """

    def __init__(self, folder: str, known: Iterable[Known], taken: Iterable[str], me: Iterable[str]) -> None:
        self.folder = folder.strip("/")
        self.me = {one.casefold() for one in me if one}
        self.stems = {caseless(stem(path)) for path in taken}
        self.created: dict[int, Created] = {}
        self.drafts: dict[str, dict[str, Value]] = {}
        self.filled: dict[int, Matched] = {}
        self.now = self._next_round(known)

    def decide(self, sources: Iterable[tuple[str, Source]]) -> Plan:
        numbers = count()
        ready = [
            (file, [_Entry(next(numbers), file, writable(one)) for one in source.cards], source.skipped)
            for file, source in sources
        ]
        self._round(ready)
        while self.now.undecided and any(contact.given for contact in self.now.contacts):
            self.now = self._next_round([contact.after() for contact in self.now.contacts])
            self._round(ready)
        matched = {at: one for at, one in (self.now.matched | self.filled).items() if at not in self.created}
        return Plan(
            tuple(replace(one, properties=dict(self.drafts[one.path])) for one in self.created.values()),
            tuple(matched[at] for at in sorted(matched)),
            tuple(self.now.questions),
            tuple(self.now.skipped),
        )

    def _next_round(self, known: Iterable[Known]) -> _Round:
        now = _Round(set(self.stems))
        for one in known:
            contact = _Contact(one, frozenset(map(fold, one.names)))
            now.remember(contact, _signs(one.uid or cards.of_path(one.path), one.linkedin, one.emails))
        return now

    def _round(self, ready: Iterable[tuple[str, list[_Entry], Iterable[Skipped]]]) -> None:
        # Whose own address it is claims first, whatever the order of the cards.
        for entry in chain.from_iterable(entries for _, entries, _ in ready):
            for contact in self.now.with_mail_of(entry.card):
                if fold(entry.card.name) in contact.names:
                    contact.claimed = contact.claimed or fold(entry.card.name)
        for file, entries, skipped in ready:
            for entry in entries:
                self._decide(entry)
            self.now.skipped += [Passed(file, one.line, one.who, one.reason) for one in skipped]

    def _decide(self, entry: _Entry) -> None:
        file, one = entry.file, entry.card
        if self.me & {mail.casefold() for mail in one.emails}:
            self.now.skipped.append(Passed(file, one.line, one.name, "it has your own e-mail address"))
            return
        self.now.skipped += [Passed(file, one.line, one.name, remark, remark=True) for remark in one.remarks]
        hits = [
            (by, contact)
            for by, key in _signs(one.uid, one.linkedin, one.emails)
            for contact in self.now.keys.get((by, key), ())
        ]
        contacts = list({id(contact): contact for _, contact in hits}.values())
        namesakes = self.now.names.get(fold(one.name), [])
        if len(contacts) == 1:
            self._match(entry, hits[0][0], contacts[0])
        elif contacts:
            how = ", ".join(dict.fromkeys(f"{by} of {contact.path}" for by, contact in hits))
            hint = "Let the value stand in one of them only."
            self._ask(entry, contacts, f"it fits several contacts ({how})", hint)
        elif not one.name:
            self.now.undecided = True
            who = next(iter(one.emails), one.linkedin or one.uid)
            self.now.skipped.append(Passed(file, one.line, who, NAMELESS))
        elif namesakes:
            reason = "a contact has this name, and nothing else tells whether it is the same person"
            self._ask(entry, namesakes, reason, _hint(one))
        else:
            self._create(entry)

    def _match(self, entry: _Entry, by: str, contact: _Contact) -> None:
        one = entry.card
        if (
            by == "e-mail"
            and one.name
            and contact.claimed
            and fold(one.name) not in {contact.claimed, *contact.names}
        ):
            reason = "another card with this e-mail address and a different name was matched to the contact"
            self._ask(entry, [contact], reason, "An address that several people share tells nobody apart.")
            return
        contact.claimed = contact.claimed or fold(one.name)
        held = contact.known.filled | contact.given.keys()
        values = {key: value for key, value in self._properties(one, contact).items() if key not in held}
        # The identifier that stands in for a missing one is no news to the note that it was made from.
        if one.uid and cards.same_uid(one.uid) == cards.of_path(contact.path):
            values.pop("uid", None)
        contact.given |= values
        self._note_match(entry, by, contact, values)
        for sign in _signs(one.uid, one.linkedin, one.emails):
            if contact not in self.now.keys.setdefault(sign, []):
                self.now.keys[sign].append(contact)

    def _note_match(self, entry: _Entry, by: str, contact: _Contact, values: dict[str, Value]) -> None:
        """What a match adds goes into the draft of a note that is to be made, else into the note."""
        fills = dict(self.filled[entry.at].fills) if entry.at in self.filled else {}
        if contact.path in self.drafts:
            self.drafts[contact.path].update(values)
        else:
            fills |= {contact.known.keys.get(key, key): value for key, value in values.items()}
        found = Matched(contact.path, entry.file, entry.card.line, entry.card.name, by, fills)
        self.now.matched[entry.at] = found
        if fills:
            self.filled[entry.at] = found

    def _ask(self, entry: _Entry, contacts: Sequence[_Contact], reason: str, hint: str) -> None:
        self.now.undecided = True
        paths = tuple(sorted({contact.path for contact in contacts}))
        one = entry.card
        self.now.questions.append(Question(entry.file, one.line, one.name, paths, reason, hint))

    def _create(self, entry: _Entry) -> None:
        one, path = entry.card, self._path(entry.card)
        contact = _Contact(Known(path, (one.name,), filled=frozenset({"name"})), frozenset({fold(one.name)}))
        properties: dict[str, Value] = {"type": "contact"}
        if person_name(stem(path)) != one.name:
            properties["name"] = one.name
        properties |= self._properties(one, contact)
        contact.given = dict(properties)
        contact.names |= {fold(alias) for alias in _texts(properties.get("aliases"))}
        contact.claimed = fold(one.name)
        self.now.remember(contact, _signs(one.uid, one.linkedin, one.emails))
        body = f"\n## Notes\n\n{clean.prose(one.note)}\n" if one.note else ""
        self.created[entry.at] = Created(path, entry.file, one.line, one.name, properties, body)
        self.drafts[path] = properties

    def _path(self, one: Card) -> str:
        """A free file name: the name, else with the firm in brackets (which drop out of it), else a number."""
        # Room for the number is kept free, or a name of 200 bytes would lose it and be tried for ever.
        short = safe_name(one.name, ending=" (00000).md")
        tries = chain(
            [safe_name(one.name)],
            [safe_name(f"{one.name} ({one.org})")] if one.org else [],
            (f"{short} ({number})" for number in count(2)),
        )
        name = next(name for name in tries if caseless(name) not in self.now.taken)
        return f"{self.folder}/{name}.md" if self.folder else f"{name}.md"

    def _properties(self, one: Card, contact: _Contact) -> dict[str, Value]:
        """The card's values by canonical key, in the order in which a contact has them; only what is there."""
        others = [alias for alias in one.aliases if not self.now.taken_name(alias, contact)]
        values: dict[str, Value] = {
            "aliases": tuple(others),
            "greeting": one.greeting,
            "pronouns": one.pronouns,
            "pronunciation": one.pronunciation,
            "email": _several(one.emails),
            "phone": _several(one.phones),
            "org": one.org,
            "title": one.title,
            "timezone": one.timezone if zone(one.timezone) else "",
            "location": one.location,
            "linkedin": one.linkedin,
            "scheduling_url": one.scheduling_url,
            "platform": one.platform,
            "uid": one.uid.removeprefix("urn:uuid:"),
            "connected": one.connected,
        }
        return {key: value for key, value in values.items() if value}


def _signs(uid: str, linkedin: str, emails: Iterable[str]) -> list[tuple[str, str]]:
    """What tells one person from another, the surest first."""
    signs = [("uid", cards.same_uid(uid)), ("profile", cards.same_profile(linkedin))]
    signs += [("e-mail", mail.strip().casefold()) for mail in emails]
    return [(by, key) for by, key in signs if key]


def _several(values: tuple[str, ...]) -> Value:
    """One value as a scalar: Obsidian then shows a field and not a list."""
    return values[0] if len(values) == 1 else values


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()


def _hint(one: Card) -> str:
    for key, value in (("linkedin", one.linkedin), ("email", next(iter(one.emails), "")), ("uid", one.uid)):
        if value:
            return f"Same person: set {key}={value} on the contact and import again. Somebody else: `vaultkit new contact`."
    return ""
