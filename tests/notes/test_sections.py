"""Sections, their items, and what the items say."""

import pytest

from vaultkit.model import Item, Section
from vaultkit.notes import read


def sections(text: str, **own: str) -> dict[str, Section]:
    return dict(read(text.encode(), "a.md", sections=own).sections)


def only(text: str, name: str = "takeaways") -> Item:
    (item,) = sections(f"## {name.replace('_', ' ')}\n{text}\n")[name].items
    return item


def texts(section: Section) -> list[str]:
    return [item.text for item in section.items]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("# QUESTIONS", "questions"),
        ("###### talking points", "talking_points"),
        ("## Talking-Points:", "talking_points"),
        ("## **Notes**", "notes"),
        ("## Notes ##", "notes"),
        ("## 📝 Notes", "notes"),
        ("Follow-ups\n===", "follow_ups"),
        ("## Follow ups", "follow_ups"),
        ("## Wrap-up", "wrap_up"),
        ("## [[Debrief]]", "debrief"),
        ("## Personal", "personal"),
        ("## Introductions", "introductions"),
        ("## Signature", "signature"),
        ("### Log", "log"),
    ],
)
def test_headings_are_known_at_any_level_in_any_case(heading: str, name: str) -> None:
    found = sections(f"text\n\n{heading}\n- an item\n")
    assert list(found) == [name]
    assert texts(found[name]) == ["an item"]
    assert found[name].line == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1. look 2. listen", ["1. look 2. listen"]),
        ("- 1. look 2. listen", ["1. look 2. listen"]),
        ("1) look 2) listen", ["1) look 2) listen"]),
        ("1. [ ] look 2. listen", ["1. look 2. listen"]),
        ("1. look\n2. listen", ["look", "listen"]),
        ("1. look 2) listen", ["look 2) listen"]),
        ("1. at 2.5 metres", ["at 2.5 metres"]),
        ("2. look 2. listen", ["look 2. listen"]),
    ],
)
def test_a_line_that_counts_in_itself_keeps_its_first_number(typed: str, said: list[str]) -> None:
    assert texts(sections(f"## Takeaways\n{typed}\n")["takeaways"]) == said


@pytest.mark.parametrize(
    "heading", ["## Notes on Jo", "Notes", "> ## Notes", "- ## Notes", "```\n## Notes\n```", "#Notes"]
)
def test_what_is_no_known_heading(heading: str) -> None:
    assert sections(f"{heading}\n- an item\n") == {}


def test_a_section_ends_at_the_next_heading_of_its_rank_or_above() -> None:
    text = "## Takeaways\n- a\n### More\n- b\n## Else\n- c\n### Log\n- d\n# Top\n- e\n"
    found = sections(text)
    assert texts(found["takeaways"]) == ["a", "b"]
    assert texts(found["log"]) == ["d"]
    assert found["takeaways"].text == "- a\n### More\n- b"


def test_a_known_heading_inside_another_starts_its_own_section() -> None:
    found = sections("# Notes\n- n1\n## Takeaways\n- t1\n### Personal\n- p1\n## Other\n- n2\n")
    assert texts(found["notes"]) == ["n1", "n2"]
    assert texts(found["takeaways"]) == ["t1"]
    assert texts(found["personal"]) == ["p1"]
    assert found["takeaways"].text == "- t1"
    assert found["notes"].text == "- n1\n\n- n2"


def test_one_section_under_two_headings_is_one() -> None:
    found = sections("## Log\n- a\n## Else\n- x\n## Log\n- b\n")
    assert texts(found["log"]) == ["a", "b"]
    assert found["log"].line == 1


def test_questions_are_grouped_by_their_subheadings() -> None:
    text = (
        "## Questions\n- loose\n### Essential\n- a\n#### Deeper\n- b\n### Nice to know\n- c\n### Else\n- d\n"
        "## Notes\n### Essential\n- e\n"
    )
    found = sections(text)
    assert [(item.text, item.group) for item in found["questions"].items] == [
        ("loose", ""), ("a", "essential"), ("b", "essential"), ("c", "nice_to_know"), ("d", ""),
    ]  # fmt: skip
    assert [(item.text, item.group) for item in found["notes"].items] == [("e", "")]


def test_the_users_own_headings_are_mapped_and_say_so() -> None:
    own = {"erkenntnisse": "takeaways", "was ich fragen will": "questions", "wichtig": "essential"}
    text = "## Erkenntnisse\n- a\n## Was ich fragen will\n### WICHTIG\n- b\n## Notes\n- c\n"
    found = read(text.encode(), "a.md", sections=own).sections
    assert found["takeaways"].mapped
    assert found["questions"].mapped
    assert not found["notes"].mapped
    assert found["questions"].items[0].group == "essential"
    assert not read(b"## Takeaways\n- a\n", "a.md", sections=own).sections["takeaways"].mapped


def test_items_of_nested_lists_are_flat_and_continuation_lines_joined() -> None:
    found = sections("## Notes\n- a\n  goes on\n  - b\n      - c\nlazy\n1. d\n\n   second\n* e\n")
    assert texts(found["notes"]) == ["a goes on", "b", "c lazy", "d second", "e"]
    assert [item.line for item in found["notes"].items] == [2, 4, 5, 7, 10]


def test_paragraphs_are_items_in_takeaways_alone() -> None:
    text = "one line\nand the next\n\n- an item\n\nanother\n"
    assert texts(sections(f"## Takeaways\n{text}")["takeaways"]) == [
        "one line and the next",
        "an item",
        "another",
    ]
    assert texts(sections(f"## Personal\n{text}")["personal"]) == ["an item"]


@pytest.mark.parametrize(
    "text",
    ["- ", "- [ ] ", "- [ ]", "- !?", "- 👍", "-", "- #tag", "- %% a comment %%", "- <!-- a comment -->", "***",
     "%% a prompt %%", "%%\n- an item\n\nand text\n%%", "<!--\n- an item\n-->", "| a | b |\n|---|---|\n| c | d |",
     "> words of another", "```\n- code\n```", "    code", "- 📅 2026-05-20", "- ^abc", "<div>\nhtml\n</div>", "- ![]()"],
)  # fmt: skip
def test_what_is_no_item(text: str) -> None:
    assert sections(f"## Takeaways\n\n{text}\n")["takeaways"].items == ()


def test_comments_do_not_stop_what_is_around_them() -> None:
    found = sections(
        "## Takeaways\n%% prompt: letters quote these %%\n- a %% aside %% b\n- %% x %% c\n<!-- y -->\n- d\n"
    )
    assert texts(found["takeaways"]) == ["a b", "c", "d"]
    assert [item.raw for item in found["takeaways"].items] == ["a %% aside %% b", "%% x %% c <!-- y -->", "d"]
    assert found["takeaways"].text.startswith("%% prompt")


@pytest.mark.parametrize(
    ("written", "box"),
    [
        ("- [ ] a", " "),
        ("- [x] a", "x"),
        ("* [X] a", "X"),
        ("1. [-] a", "-"),
        ("- [/] a", "/"),
        ("- a", None),
    ],
)
def test_boxes(written: str, box: str | None) -> None:
    item = only(written)
    assert (item.text, item.raw, item.box) == ("a", "a", box)


def test_percent_signs_do_not_swallow_what_is_below_or_show_a_prompt() -> None:
    text = "## Takeaways\n- 100%% sure\n- b\n%%\n- a prompt\n%%\n%% another %%\n- c\n"
    assert texts(sections(text)["takeaways"]) == ["100%% sure", "b", "c"]
    assert texts(sections("## Notes\n- a %% b\n- c %% d\n")["notes"]) == ["a d"]
    assert texts(sections("## Notes\n- a\n%%\n- never closed\n")["notes"]) == ["a"]


def test_boxes_say_done_dropped_and_open() -> None:
    states = [
        (only(f"- {box} a").done, only(f"- {box} a").dropped, only(f"- {box} a").open)
        for box in ("[x]", "[-]", "[ ]", "")
    ]
    assert states == [(True, False, False), (False, True, False), (False, False, True), (False, False, True)]


@pytest.mark.parametrize("written", ["- [x](y.md) a", "- [[x]] a", "- [ab] a", "[ ] a"])
def test_what_is_no_box(written: str) -> None:
    assert only(written).box is None


@pytest.mark.parametrize(
    ("written", "due", "ticked"),
    [
        ("- send it 📅 2026-05-20", "2026-05-20", None),
        ("- [x] send it 📅2026-05-20 ✅ 2026-05-21", "2026-05-20", "2026-05-21"),
        ("- send it [due:: 2026-05-20]", "2026-05-20", None),
        ("- send it (due::2026-05-20) [completion:: 2026-05-21]", "2026-05-20", "2026-05-21"),
        ("- ⏫ send it ⏳ 2026-05-01 ➕ 2026-04-01 🗓️ 2026-05-20 ^id-1", "2026-05-20", None),
    ],
)
def test_dates_of_tasks(written: str, due: str | None, ticked: str | None) -> None:
    item = only(written)
    assert (item.text, item.due, item.ticked) == ("send it", due, ticked)


@pytest.mark.parametrize(
    ("written", "text", "tags"),
    [
        ("- a #Thanks", "a", ("thanks",)),
        ("- #ask a #b/C-d b", "a b", ("ask", "b/c-d")),
        ("- a #thanks.", "a.", ("thanks",)),
        ("- a (#x)", "a", ("x",)),
        ("- C# and a#b and [[N#h]] and #1", "C# and a#b and [[N#h]] and #1", ()),
        ("- `#code` a", "`#code` a", ()),
        ("- https://x.example/#y", "https://x.example/#y", ()),
        ("- #été a", "a", ("été",)),
    ],
)
def test_tags_of_items(written: str, text: str, tags: tuple[str, ...]) -> None:
    item = only(written)
    assert (item.text, item.tags) == (text, tags)


def test_links_of_items_are_their_targets() -> None:
    assert only("- [[Jo Kim#x|Jo]] and [b](c%20d.md) `[[no]]` %%[[hidden]]%%").links == ("Jo Kim", "c d.md")


@pytest.mark.parametrize(
    ("written", "day", "text"),
    [
        ("- 2026-05-01 called", "2026-05-01", "called"),
        ("- 2026-05-01: called", "2026-05-01", "called"),
        ("- [[2026-05-01]] – called", "2026-05-01", "called"),
        ("- [[Daily/2026-05-01|1 May]] called", "2026-05-01", "called"),
        ("- called on 2026-05-01", None, "called on 2026-05-01"),
        ("- 2026-05-011 called", None, "2026-05-011 called"),
        ("### 2026-05-02\n- called", "2026-05-02", "called"),
        ("### [[2026-05-02]] a Saturday\n#### At night\n- called", "2026-05-02", "called"),
        ("### 2026-05-02\n- 2026-05-03 called", "2026-05-03", "called"),
        ("### Else\n- called", None, "called"),
    ],
)
def test_the_day_of_a_log_line(written: str, day: str | None, text: str) -> None:
    item = only(written, "log")
    assert (item.day, item.text) == (day, text)


def test_the_day_of_a_heading_ends_with_it() -> None:
    found = sections("## Log\n### 2026-05-02\n- a\n### Else\n- b\n## Takeaways\n- 2026-05-04 c\n")
    assert [item.day for item in found["log"].items] == ["2026-05-02", None]
    assert found["takeaways"].items[0].day is None
    assert found["takeaways"].items[0].text == "2026-05-04 c"


def test_line_numbers_count_from_the_top_of_the_note() -> None:
    text = "---\r\na: 1\r\n---\r\n\r\n## Takeaways\r\n\r\n- a\r\n- b\r\n"
    for note in (text, text.replace("\r\n", "\n"), "\ufeff" + text):
        section = read(note.encode(), "a.md").sections["takeaways"]
        assert (section.line, [item.line for item in section.items]) == (5, [7, 8])


def test_lists_in_quotes_are_items_without_their_marks() -> None:
    assert texts(sections("## Notes\n> [!note] Callout\n> - [ ] quoted\n>   more\n")["notes"]) == [
        "quoted more"
    ]
