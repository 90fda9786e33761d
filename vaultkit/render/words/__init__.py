"""The words of letters and sheets: pure functions that templates call as filters and functions.

In: an environment. Out: the same, knowing every name of FILTERS and FUNCTIONS.
Never: a sentence (those stand in the templates), a file, a clock, or Jinja at import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultkit.render.words import (
    asks,
    candid,
    choose,
    counting,
    envelope,
    frames,
    layout,
    phrases,
    seen,
    sheets,
    slots,
    talk,
    times,
    wash,
)
from vaultkit.render.words import takeaway as takeaways

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FILTERS: Mapping[str, Callable[..., Any]] = {
    # a jotting
    "wash": wash.wash,
    "ends": wash.ends,
    "unstopped": wash.unstopped,
    "raised": wash.raised,
    "own_line": frames.own_line,
    "bracketed": frames.bracketed,
    "is_question": frames.is_question,
    "is_stopped": frames.is_stopped,
    "needs_line": frames.needs_line,
    "begins_small": frames.begins_small,
    "cut": counting.cut,
    # days, hours, lengths
    "weekday": times.weekday,
    "day": times.day_words,
    "short_day": times.short_day,
    "date": times.date_words,
    "date_year": times.date_year,
    "clock": times.clock,
    "city": times.city,
    "in_zone": times.in_zone,
    "duration": phrases.duration_words,
    "in_words": phrases.number_words,
    # places, names, lists
    "place_name": phrases.place_name,
    "town": phrases.town,
    "listed": phrases.listed,
    "called": seen.called,
    "oneline": phrases.oneline,
    "cell": phrases.cell,
    "note_link": sheets.note_link,
    "texts": sheets.texts,
    "open_texts": sheets.items_open,
    "graph_label": sheets.graph_label,
    "graph_name": sheets.graph_name,
    "path_link": sheets.path_link,
    "web_link": sheets.web_link,
    "slot_words": sheets.slot_words,
    # the shape of the whole
    "letter": layout.letter,
    "sheet": layout.sheet,
}

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    # which words
    "number": talk.number,
    "hello_number": talk.hello_number,
    "pick": choose.pick,
    "frame": frames.frame,
    "words": counting.words,
    # what the notes give
    "takeaway": takeaways.takeaway,
    "hello_line": takeaways.hello_line,
    "takeaway_count": takeaways.takeaway_count,
    "why_thin": takeaways.why_thin,
    "about_reader": takeaways.about_reader,
    "offers": asks.offers,
    "offer_text": asks.offer_text,
    "made": asks.made,
    "made_text": asks.made_text,
    "leftovers": asks.leftovers,
    "asked_known": asks.asked_known,
    "asks_count": asks.asks_count,
    "to_ask": asks.to_ask,
    # facts about the talk and the reader
    "day_of": talk.day_of,
    "others": talk.others,
    "again": talk.again,
    "talks": talk.talks,
    "talks_before": seen.talks_before,
    "has_thanks": talk.has_thanks,
    "thanked_before": talk.thanked_before,
    "reminded": talk.reminded,
    "last_talk": talk.last_talk,
    "place_in": seen.place_of,
    # proposed times
    "slots": slots.slots,
    "slots_city": slots.slots_city,
    "is_lunch": slots.is_lunch,
    "night_slots": slots.night_slots,
    # first and last lines
    "greeting": envelope.greeting,
    "closing": envelope.closing,
    "comment": envelope.comment,
    # sheets
    "start_in": sheets.start_in,
    "end_in": sheets.end_in,
    "minutes_of": sheets.minutes_of,
    "apart": times.apart,
    "same_clock": times.same_clock,
    "candid": candid.candid,
    "personal_things": sheets.personal_things,
    "last_held": sheets.last_held,
    "graph_notes": sheets.graph_notes,
}


def register(environment: Any) -> None:
    """Add the filters and functions to a Jinja environment; names that it has already are replaced."""
    environment.filters.update(FILTERS)
    environment.globals.update(FUNCTIONS)
