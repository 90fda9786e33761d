"""Whether a card is one of the contacts: by identifier, then profile, then e-mail; a name alone is a question.

In: one card after the other, and what the vault's contacts say. Out: a Plan.
Never: a change to a value that the user has, nor a guess between two people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, count
from typing import TYPE_CHECKING

from vaultkit.exchange import card as cards
from vaultkit.exchange import clean
from vaultkit.exchange.card import NAMELESS, Card, Skipped
from vaultkit.exchange.outcomes import Created, Known, Matched, Passed, Plan, Question
from vaultkit.files import fold as fold_path
from vaultkit.files import safe_name
from vaultkit.index.names import stem
from vaultkit.people.names import fold, person_name
from vaultkit.people.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vaultkit.model import Value


@dataclass(slots=True)
class _Place:
    """A contact while the plan grows: what it holds, the draft if it is new, who claimed it by e-mail."""

    path: str
    names: frozenset[str]
    filled: set[str]
    keys: Mapping[str, str]
    draft: dict[str, Value] | None = None
    claimed: str = ""


class Planner:
    def __init__(self, folder: str, known: Iterable[Known], taken: Iterable[str], me: Iterable[str]) -> None:
        self.folder = folder.strip("/")
        self.me = {one.casefold() for one in me if one}
        self.keys: dict[tuple[str, str], list[_Place]] = {}
        self.names: dict[str, list[_Place]] = {}
        self.taken = {fold_path(stem(path)) for path in taken}
        self.created: list[tuple[Created, dict[str, Value]]] = []
        self.matched: list[Matched] = []
        self.questions: list[Question] = []
        self.skipped: list[Passed] = []
        for one in known:
            place = _Place(one.path, frozenset(map(fold, one.names)), set(one.filled), one.keys)
            self._remember(place, _signs(one.uid or cards.of_path(one.path), one.linkedin, one.emails))

    def _remember(self, place: _Place, signs: Iterable[tuple[str, str]]) -> None:
        self.taken.add(fold_path(stem(place.path)))
        for sign in signs:
            self.keys.setdefault(sign, []).append(place)
        for name in place.names:
            self.names.setdefault(name, []).append(place)

    def decide(self, file: str, one: Card) -> None:
        one = _defused(one)
        if self.me & {mail.casefold() for mail in one.emails}:
            self.skipped.append(Passed(file, one.line, one.name, "it has your own e-mail address"))
            return
        self.skipped += [Passed(file, one.line, one.name, remark, remark=True) for remark in one.remarks]
        # Without a sign of its own a person gets one that the next import finds again.
        one = one if one.uid or one.linkedin or one.emails else replace(one, uid=cards.of_content(one))
        hits = [
            (by, place)
            for by, key in _signs(one.uid, one.linkedin, one.emails)
            for place in self.keys.get((by, key), ())
        ]
        places = list({id(place): place for _, place in hits}.values())
        namesakes = self.names.get(fold(one.name), [])
        if len(places) == 1:
            self._match(file, one, hits[0][0], places[0])
        elif places:
            how = ", ".join(dict.fromkeys(f"{by} of {place.path}" for by, place in hits))
            self._ask(
                file,
                one,
                places,
                f"it fits several contacts ({how})",
                "Let the value stand in one of them only.",
            )
        elif not one.name:
            who = next(iter(one.emails), one.linkedin or one.uid)
            self.skipped.append(Passed(file, one.line, who, NAMELESS))
        elif namesakes:
            self._ask(
                file,
                one,
                namesakes,
                "a contact has this name, and nothing else tells whether it is the same person",
                _hint(one),
            )
        else:
            self._create(file, one)

    def leave_out(self, file: str, skipped: Iterable[Skipped]) -> None:
        """Report what the file's reader could make no person of."""
        self.skipped += [Passed(file, one.line, one.who, one.reason) for one in skipped]

    def _match(self, file: str, one: Card, by: str, place: _Place) -> None:
        if by == "e-mail" and place.claimed and place.claimed != fold(one.name):
            reason = "another card with this e-mail address and a different name was matched to the contact"
            self._ask(file, one, [place], reason, "An address that several people share tells nobody apart.")
            return
        place.claimed = place.claimed or fold(one.name)
        values = {
            key: value for key, value in self._properties(one, place).items() if key not in place.filled
        }
        # The identifier that stands in for a missing one is no news to the note that it was made from.
        if one.uid and cards.same_uid(one.uid) == cards.of_path(place.path):
            values.pop("uid", None)
        place.filled |= values.keys()
        if place.draft is not None:
            place.draft.update(values)
        fills = (
            {}
            if place.draft is not None
            else {place.keys.get(key, key): value for key, value in values.items()}
        )
        self.matched.append(Matched(place.path, file, one.line, one.name, by, fills))
        for sign in _signs(one.uid, one.linkedin, one.emails):
            if place not in self.keys.setdefault(sign, []):
                self.keys[sign].append(place)

    def _ask(self, file: str, one: Card, places: Sequence[_Place], reason: str, hint: str) -> None:
        paths = tuple(sorted({place.path for place in places}))
        self.questions.append(Question(file, one.line, one.name, paths, reason, hint))

    def _create(self, file: str, one: Card) -> None:
        path = self._path(one)
        properties: dict[str, Value] = {"type": "contact"}
        if person_name(stem(path)) != one.name:
            properties["name"] = one.name
        place = _Place(path, frozenset({fold(one.name)}), set(), {}, properties)
        properties.update(self._properties(one, place))
        place.filled = set(properties) | {"name"}
        place.names |= {fold(alias) for alias in _texts(properties.get("aliases"))}
        place.claimed = fold(one.name)
        self._remember(place, _signs(one.uid, one.linkedin, one.emails))
        body = f"\n## Notes\n\n{clean.prose(one.note)}\n" if one.note else ""
        self.created.append((Created(path, file, one.line, one.name, properties, body), properties))

    def _path(self, one: Card) -> str:
        """A free file name: the name, else with the firm in brackets (which drop out of it), else a number."""
        # Room for the number is kept free, or a name of 200 bytes would lose it and be tried for ever.
        short = safe_name(one.name, ending=" (00000).md")
        tries = chain(
            [safe_name(one.name)],
            [safe_name(f"{one.name} ({one.org})")] if one.org else [],
            (f"{short} ({number})" for number in count(2)),
        )
        name = next(name for name in tries if fold_path(name) not in self.taken)
        return f"{self.folder}/{name}.md" if self.folder else f"{name}.md"

    def _properties(self, one: Card, place: _Place) -> dict[str, Value]:
        """The card's values by canonical key, in the order in which a contact has them; only what is there."""
        others = [alias for alias in one.aliases if not self._taken_name(alias, place)]
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

    def _taken_name(self, alias: str, place: _Place) -> bool:
        """An alias that two notes share makes every link to it a doubt."""
        if any(other is not place for other in self.names.get(fold(alias), ())):
            return True
        return fold_path(alias) in self.taken and fold_path(alias) != fold_path(stem(place.path))

    def plan(self) -> Plan:
        created = tuple(replace(one, properties=dict(draft)) for one, draft in self.created)
        return Plan(created, tuple(self.matched), tuple(self.questions), tuple(self.skipped))


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


def _defused(one: Card) -> Card:
    """The card with every text such that no plugin of Obsidian runs or hides it. The note is done when written."""
    one = cards.tidy(one)

    def safe(text: str) -> str:
        return clean.defuse(clean.undefuse(text))

    return replace(
        one,
        name=safe(one.name),
        aliases=tuple(map(safe, one.aliases)),
        greeting=safe(one.greeting),
        pronouns=safe(one.pronouns),
        pronunciation=safe(one.pronunciation),
        phones=tuple(map(safe, one.phones)),
        org=safe(one.org),
        title=safe(one.title),
        location=safe(one.location),
        platform=safe(one.platform),
        uid=safe(one.uid),
        linkedin=cards.profile(one.linkedin) or clean.url(one.linkedin),
        scheduling_url=clean.url(one.scheduling_url),
    )
