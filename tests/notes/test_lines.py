"""A line added to a section, a task ticked: one place changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.errors import Refused
from vaultkit.notes import append_item, read, tick

NEW = "- 2026-05-01 called"


def added(text: str, *, section: str = "log", before_subheading: bool = False) -> str:
    out = append_item(text.encode(), section, NEW, before_subheading=before_subheading)
    items = read(out, "").sections[section].items
    assert NEW[2:] in [item.raw for item in items]
    return out.decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"## Log\n{NEW}\n"),
        ("text\n", f"text\n\n## Log\n{NEW}\n"),
        ("text", f"text\n\n## Log\n{NEW}\n"),
        ("text\n\n", f"text\n\n## Log\n{NEW}\n"),
        ("---\na: 1\n---\n", f"---\na: 1\n---\n## Log\n{NEW}\n"),
        ("## Log\n", f"## Log\n{NEW}\n"),
        ("## Log", f"## Log\n{NEW}"),
        ("## Log\n\n## Next\n", f"## Log\n{NEW}\n\n## Next\n"),
        ("## Log\n- a\n\n\n## Next\n- b\n", f"## Log\n- a\n{NEW}\n\n\n## Next\n- b\n"),
        ("## Log\n- a", f"## Log\n- a\n{NEW}"),
        ("## Log\n- a\n  - b\n", f"## Log\n- a\n  - b\n{NEW}\n"),
        ("## Log\n%% one line a talk %%\n\n## Next\n", f"## Log\n%% one line a talk %%\n{NEW}\n\n## Next\n"),
        ("## Log\n%%\n- not one\n\n%%\n", f"## Log\n%%\n- not one\n\n%%\n{NEW}\n"),
        ("## Log\n```\ncode\n```\n", f"## Log\n```\ncode\n```\n{NEW}\n"),
        ("Log\n===\n\ntext\n", f"Log\n===\n\ntext\n{NEW}\n"),
        ("## Log\n<div>\nx\n", f"## Log\n<div>\nx\n\n{NEW}\n"),
        ("# Log\n- a\n## Notes\n- b\n", f"# Log\n- a\n{NEW}\n## Notes\n- b\n"),
        ("## Log\r\n- a\r\n", f"## Log\r\n- a\r\n{NEW}\r\n"),
        ("\ufeff## Log\n", f"\ufeff## Log\n{NEW}\n"),
        ("## Log\ntext\n---\n", f"## Log\n{NEW}\n\ntext\n---\n"),
        ("## Log\n- a\n## X\n## Log\n- b\n## Y\n", f"## Log\n- a\n## X\n## Log\n- b\n{NEW}\n## Y\n"),
    ],
)
def test_a_line_is_added_behind_the_last(text: str, expected: str) -> None:
    assert added(text) == expected


def test_a_line_may_go_above_the_first_subheading() -> None:
    text = "## Questions\n- loose\n\n### Essential\n- a\n"
    assert added(text, section="questions") == f"{text}{NEW}\n"
    assert added(text, section="questions", before_subheading=True) == text.replace(
        "loose\n", f"loose\n{NEW}\n"
    )


def test_the_users_own_heading_is_found() -> None:
    out = append_item(b"## Verlauf\n- a\n", "log", NEW, sections={"verlauf": "log"})
    assert out.decode() == f"## Verlauf\n- a\n{NEW}\n"


@pytest.mark.parametrize(
    "text", ["## Notes\n```\nnever closed\n", "text\n\n%%\nnever closed\n", "## Log\n~~~\nx\n"]
)
def test_a_line_that_would_be_hidden_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="left open"):
        added(text)


@pytest.mark.parametrize("line", ["", "  ", "- a\n- b", "- a\r", "text"])
def test_what_is_no_line_is_refused(line: str) -> None:
    with pytest.raises(Refused, match="one line"):
        append_item(b"", "log", line)


PIECES = st.sampled_from(
    ["## Log\n", "## Notes\n", "### Log\n", "- a\n", "  - b\n", "text\n", "\n", "%% x %%\n", "%%\n", "```\n", "> q\n",
     "| a |\n|---|\n", "<div>\n", "# T\n", "### 2026-05-01\n", "    code\n", "- \n", "\t- c\n", "---\n"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=9), st.booleans(), st.booleans())
@settings(max_examples=500, deadline=None)
def test_every_other_byte_stays(pieces: list[str], cut: bool, above: bool) -> None:
    text = "".join(pieces)[: -1 if cut else None]
    try:
        out = append_item(text.encode(), "log", NEW, before_subheading=above).decode()
    except Refused:
        return
    at = out.index(NEW) if NEW not in text else -1
    assert at >= 0
    before, after = out[:at], out[at + len(NEW) :]
    kept = before.removesuffix("\n").removesuffix("## Log").rstrip("\n")
    assert text.startswith(kept)
    assert after.strip("\n") == text[len(kept) :].strip("\n") or "## Log" in before
    sections = read(out.encode(), "").sections
    assert [item.raw for item in sections["log"].items].count(NEW[2:]) == 1


@pytest.mark.parametrize(
    ("line", "ticked"),
    [
        ("- [ ] call", "- [x] call ✅ 2026-05-21"),
        ("- call", "- [x] call ✅ 2026-05-21"),
        ("* [-] call", "* [x] call ✅ 2026-05-21"),
        ("  1. [ ] call", "  1. [x] call ✅ 2026-05-21"),
        ("- [ ] call 📅 2026-05-20", "- [x] call 📅 2026-05-20 ✅ 2026-05-21"),
        ("- [ ] call ^id-1", "- [x] call ✅ 2026-05-21 ^id-1"),
        ("- [ ] call  ", "- [x] call ✅ 2026-05-21  "),
        ("- [ ] call %% aside %%", "- [x] call %% aside %% ✅ 2026-05-21"),
        ("- [x] call", "- [x] call"),
        ("- [ ] call ✅ 2026-05-01", "- [x] call ✅ 2026-05-01"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_task_is_ticked_on_its_line(line: str, ticked: str, newline: str) -> None:
    text = newline.join(["---", "a: 1", "---", "## Follow-ups", "- other", line, "- last"])
    items = read(text.encode(), "").sections["follow_ups"].items
    item = next(item for item in items if item.raw.startswith("call"))
    assert tick(text.encode(), item, "2026-05-21").decode() == text.replace(line, ticked)


def test_a_tick_reads_back() -> None:
    data = b"## Follow-ups\n- [ ] call\n  about it\n"
    out = tick(data, read(data, "").sections["follow_ups"].items[0], "2026-05-21")
    item = read(out, "").sections["follow_ups"].items[0]
    assert (item.done, item.ticked, item.text) == (True, "2026-05-21", "call about it")


def test_what_no_longer_stands_there_is_not_ticked() -> None:
    item = read(b"## Follow-ups\n- [ ] call\n", "").sections["follow_ups"].items[0]
    for text in (b"## Follow-ups\n- [ ] write\n", b"## Follow-ups\ncall\n", b"", b"## Follow-ups\n- [ ] \n"):
        with pytest.raises(Refused):
            tick(text, item, "2026-05-21")
