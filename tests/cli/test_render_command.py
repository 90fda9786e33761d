"""render and diff: what each option does to the files, and what the report says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from tests.hand import Hand

DRAFT = "Drafts/t - thank you Jo Kim.md"
VAULT = (
    me()
    | contact("Jo Kim", "helpful: true")
    | talk("t", "Jo Kim", "held: 2026-02-27", "## Takeaways\n- never take the second job first\n")
)


@pytest.fixture
def rendered(hand: Hand) -> Hand:
    hand.write(VAULT)
    hand.render()
    return hand


def test_a_dry_run_and_check_write_nothing_not_even_a_base(hand: Hand) -> None:
    hand.write(VAULT)
    before = sorted(path for path in hand.root.rglob("*"))
    dry, check = hand.run("render", "--dry-run"), hand.run("render", "--check")
    assert (dry.code, check.code) == (0, 1)
    assert DRAFT in dry.out
    assert sorted(path for path in hand.root.rglob("*")) == before
    hand.ok("render")
    assert hand.run("render", "--check").code == 0


def test_a_note_alone_is_rendered_by_its_name_or_that_of_what_it_is_about(hand: Hand) -> None:
    hand.write(VAULT | contact("Bo Li") | talk("u", "Bo Li", "held: 2026-02-27"))
    thanks = ("--template", "thank-you")
    assert list(hand.actions("t", *thanks)) == [DRAFT]
    (hand.root / "Interviews/u.md").write_text(
        (hand.root / "Interviews/u.md").read_text() + "## Takeaways\n- be early\n"
    )
    assert hand.actions(DRAFT, *thanks) == {}
    assert list(hand.actions("u", *thanks)) == ["Drafts/u - thank you Bo Li.md"]


def test_a_part_of_a_name_means_to_render_what_it_means_to_diff(rendered: Hand) -> None:
    """The person is meant, though the name stands in an interview's file name too."""
    rendered.write(talk("Later with Kim", "Jo Kim", "asked: 2026-02-27"))
    assert DRAFT in rendered.ok("diff", "Kim").out
    assert rendered.actions("Kim", "--template", "stay-in-touch") == {"Drafts/Jo Kim - hello.md": "create"}


def test_a_template_on_request_comes_by_name_and_only_then(rendered: Hand) -> None:
    hello = "Drafts/Jo Kim - hello.md"
    assert rendered.actions("--template", "stay-in-touch") == {hello: "create"}
    rendered.edit(hello, "Dear Jo Kim", "Dear Jo")
    rendered.write(talk("t", "Jo Kim", "held: 2026-02-27", "## Takeaways\n- be early\n"))
    found = rendered.actions()
    assert (DRAFT in found, hello in found) == (True, False)
    assert "Dear Jo,\n" in rendered.read(hello)
    assert rendered.actions("--template", "stay-in-touch.md") == {hello: "merged"}
    (rendered.root / hello).unlink()
    assert hello not in rendered.actions()
    assert rendered.actions("--template", "stay-in-touch") == {hello: "create"}


def test_deleted_stays_deleted_until_it_is_asked_back(rendered: Hand) -> None:
    (rendered.root / DRAFT).unlink()
    assert rendered.actions()[DRAFT] == "deleted"
    assert not (rendered.root / DRAFT).exists()
    assert rendered.actions("--recreate")[DRAFT] == "create"
    assert (rendered.root / DRAFT).exists()


def test_fresh_replaces_my_edits_and_keeps_them_aside(rendered: Hand) -> None:
    pure = rendered.read(DRAFT)
    rendered.edit(DRAFT, "Dear Jo Kim", "Dear Jo")
    assert rendered.actions() == {DRAFT: "kept"}
    assert "Dear Jo,\n" in rendered.read(DRAFT)
    rendered.actions("t", "--fresh")
    assert rendered.read(DRAFT) == pure
    kept = [path.read_text() for path in (rendered.root / ".vaultkit/backups").rglob("*") if path.is_file()]
    assert any("Dear Jo,\n" in text for text in kept)


def test_a_foreign_note_is_left_adopted_or_overwritten(rendered: Hand) -> None:
    base = next((rendered.root / ".vaultkit/renders").rglob("t - thank you*"))
    mine = rendered.read(DRAFT).replace("Dear Jo Kim", "Dear Jo")
    for option, after in ((None, mine), ("--adopt", mine), ("--overwrite", None)):
        rendered.write({DRAFT: mine})
        base.unlink(missing_ok=True)
        ran = rendered.run("render", "--json", *([option] if option else []))
        if option is None:
            (output,) = [one for one in ran.json["outputs"] if one["path"] == DRAFT]
            assert (ran.code, output["action"]) == (1, "foreign")
        assert (rendered.read(DRAFT) == mine) is (after is not None), option
    assert "Dear Jo Kim" in rendered.read(DRAFT)


def test_diff_shows_mine_against_the_pure_render(rendered: Hand) -> None:
    assert "no edits" in rendered.ok("diff", "t").out
    rendered.edit(DRAFT, "Dear Jo Kim", "Dear Jo")
    for name in ("t", DRAFT, "t - thank you Jo Kim"):
        lines = rendered.ok("diff", name).out.splitlines()
        assert [line for line in lines if line[0] in "+-" and line[1:2] not in "+-"] == [
            "-Dear Jo Kim,",
            "+Dear Jo,",
        ], name
    rendered.no("diff", "Me")


TALK = "Interviews/t.md"
GONE = '---\ntemplate: thank-you\nabout: "[[Gone]]"\nto: "[[Jo Kim]]"\n---\n'
OTHERS = "---\nrenders: contact\npath: x.md\n---\n"
NOWHERE = "---\nrenders: interview\nper: people\npath: x\n---\n"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            talk("t", "Jo Kim", "held: 2026-02-27\nthanked: 2026-02-28"),
            "stays as it is (retired), since its condition (`when` in the template) does not hold.",
        ),
        (talk("t", "Jo Kim", "held: ["), "is broken"),
        (talk("t", "Bo Li", "held: 2026-02-27"), "no such note"),
        ({TALK: "nothing\n"}, "no such note"),
        ({DRAFT: GONE}, "not there"),
        (contact("Jo Kim", "do_not_contact: true"), "do_not_contact is set"),
        ({"vaultkit.toml": "since = 2026-03-01\n"}, "lies before `since`"),
        ({"Templates/thank-you.md": NOWHERE}, "does not end with"),
        ({"Templates/thank-you.md": OTHERS}, "no such note"),
    ],
)
def test_diff_says_why_there_is_nothing_to_compare_with(
    rendered: Hand, change: dict[str, str], why: str
) -> None:
    rendered.write(change)
    assert why in " ".join(rendered.no("diff", DRAFT).err.split())


def test_render_diff_shows_what_changes(rendered: Hand) -> None:
    rendered.edit("Interviews/t.md", "the second job", "the third job")
    out = rendered.ok("render", "--dry-run", "--diff", "--template", "thank-you").out
    changed = [line for line in out.splitlines() if line[:1] in "+-" and "job" in line]
    assert [line[0] for line in changed] == ["-", "+"]
    assert "third" in changed[1]
    assert "second" in rendered.read(DRAFT)


def test_why_names_what_was_read(rendered: Hand) -> None:
    out = " ".join(rendered.ok("render", "--why", "t").out.split())
    assert ("Interviews/t.md" in out, "People/Jo Kim.md" in out, "thank-you" in out) == (True, True, True)
    found = rendered.run("render", "--why", "t", "--json").json
    assert found["outputs"] == [] or all("why" in one for one in found["outputs"])


def test_the_text_report_counts_what_it_does_not_list(rendered: Hand) -> None:
    rendered.edit(DRAFT, "Dear Jo Kim", "Dear Jo")
    unchanged = rendered.render()["unchanged"]
    out = rendered.ok("render").out
    assert (DRAFT in out, "1 kept with your edits" in out, f"{unchanged} unchanged" in out) == (
        False,
        True,
        True,
    )


def test_the_text_report_lists_what_is_written_kept_back_refused_and_foreign(hand: Hand) -> None:
    hand.write(VAULT | contact("Bo Li") | talk("u", "Bo Li", "held: 2026-02-27") | talk("v", "Bo Li"))
    assert f"create   {DRAFT}" in hand.ok("render").out.splitlines()
    hand.edit(DRAFT, "the second job", "the third job")
    hand.edit("Interviews/t.md", "the second job", "the fourth job")
    hand.write({"Copy.md": hand.read("Drafts/u - thank you Bo Li.md"), "Drafts/v - reply Bo Li.md": "mine\n"})
    hand.edit("Interviews/v.md", "type: interview", "type: interview\ngranted: 2026-02-27")
    lines = hand.run("render").out.splitlines()
    assert {
        f"kept     {DRAFT}  (1 place of yours kept back)",
        "refused  Drafts/v - reply Bo Li.md",
        "foreign  Copy.md",
    } <= set(lines)


def test_a_note_in_the_way_of_a_shipped_one_is_told_with_what_to_do(hand: Hand) -> None:
    hand.write(contact("Jo Kim") | {"Helpful people.md": "mine\n"})
    ran = hand.run("render", "--json")
    (problem,) = ran.json["problems"]
    assert (ran.code, problem["code"]) == (1, "path-taken")
    assert problem["hint"] == (
        "move one of them, or switch this one off: make a note Templates/helpful-people.md with the properties"
        " `renders: vault`, `when: false` and `path: x.md`"
    )
    off = "---\nrenders: vault\nwhen: false\npath: x.md\n---\n"
    hand.write({"Templates/helpful-people.md": off})
    assert hand.render()["problems"] == []
    hand.write(
        {"Templates/helpful-people.md": off.replace("when: false\n", "").replace("x.md", "Helpful people.md")}
    )
    (problem,) = hand.run("render", "--json").json["problems"]
    assert problem["hint"] == "move one of them, or change `path` in Templates/helpful-people.md"


def test_a_broken_template_stops_nothing_else(hand: Hand) -> None:
    bad = "---\nrenders: interview\npath: 'x {{ interview.name }}.md'\naudience: me\n---\n{{ interview.gaol }}\n"
    hand.write(VAULT | {"Templates/mine.md": bad})
    ran = hand.run("render", "--json")
    (problem,) = ran.json["problems"]
    assert (ran.code, problem["path"], problem["line"], "goal" in problem["message"] + problem["hint"]) == (
        1,
        "Templates/mine.md",
        6,
        True,
    )
    assert (hand.root / DRAFT).exists()
    text = hand.run("render")
    assert (text.code, text.out.splitlines()[0]) == (1, "refused  mine for t")
    assert [one["path"] for one in ran.json["outputs"] if one["action"] == "refused"] == [TALK]
    hand.write({"Templates/mine.md": bad.replace("gaol", "goal or 'none'")})
    assert hand.actions() == {"x t.md": "create"}
