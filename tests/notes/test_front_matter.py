"""Where front matter begins and ends, and what is said about a broken one."""

import pytest

from vaultkit.notes import read

BODY = "# Title\n\n## Takeaways\n- still read [[Jo]]\n"


def takeaways(text: str) -> list[str]:
    parsed = read(text.encode(), "a.md")
    return [item.text for item in parsed.sections["takeaways"].items]


def test_properties_keep_order_and_know_their_lines() -> None:
    parsed = read(b"---\n# note\nb: 1\na:\n  - x\n  - y\nc: z\n---\nbody", "a.md")
    assert list(parsed.properties.items()) == [("b", 1), ("a", ("x", "y")), ("c", "z")]
    assert parsed.lines == {"b": 3, "a": 4, "c": 7}
    assert (parsed.front, parsed.body_line) == ("read", 9)
    assert parsed.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text",
        "---",
        "---\n",
        "---\n\nprose\n\n---\nmore\n",
        "---\nprose goes here\n---\n",
        "---\nprose goes here and never ends\n",
        "---\n\nkey: value\n---\n",
        "---\n- a list after a rule\n\nand text\n",
        "---\n# A heading\n\ntext: more\n---\n",
        "---\nhttp://x.example\n---\n",
        "----\na: 1\n----\n",
        " ---\na: 1\n---\n",
        "text\n---\na: 1\n---\n",
        "---\n> quote\n---\n",
        "---\nNote: see this: and that\nprose goes on\n\nmore prose\n\n---\nrest",
        "---\nDear Jo, here is: a thing\nand: more: of it\n",
        "---\nDear Jo, here is: a thing: and more\n\n---\n",
        "---\n- one: two: three\n- four\n---\n",
        '---\n&a "quoted\nas: prose"\n---\n',
    ],
)
def test_a_horizontal_rule_is_no_front_matter_and_no_error(text: str) -> None:
    parsed = read(text.encode(), "a.md")
    assert (parsed.front, parsed.properties, parsed.problems, parsed.body_line) == ("none", {}, (), 1)


@pytest.mark.parametrize(
    ("text", "properties"),
    [
        ("---\n---\nx", {}),
        ("---\n# only a comment\n---\nx", {}),
        ("---\n# comment\nkey: 1\n---\n", {"key": 1}),
        ("---  \nkey: 1\n---\t\nx", {"key": 1}),
        ('---\n{"key": 1}\n---\n', {"key": 1}),
        ("---\nkey: 1\n---", {"key": 1}),
        ("\ufeff---\nkey: 1\n---\nx", {"key": 1}),
        ("---\r\nkey: 1\r\nl:\r\n- a\r\n---\r\nx", {"key": 1, "l": ("a",)}),
        ("---\n  key: 1\n  b: 2\n---\n", {"key": 1, "b": 2}),
        ('---\n"key: odd": 1\n---\n', {"key: odd": 1}),
        ("---\nkey : 1\n---\n", {"key": 1}),
        ("---\nkey: |\n  a\n  ---\n---\n", {"key": "a\n---\n"}),
    ],
)
def test_what_is_front_matter(text: str, properties: dict[str, object]) -> None:
    parsed = read(text.encode(), "a.md")
    assert parsed.front == "read"
    assert parsed.properties == properties


@pytest.mark.parametrize(
    ("block", "code", "line", "column"),
    [
        ("a: 1\nb: [x, y\n", "front-matter-broken", 3, 4),
        ("a: 1\nb: c: d\n", "front-matter-broken", 3, 5),
        ("a: @x\n", "front-matter-broken", 2, 4),
        ('a: "C:\\x"\n', "front-matter-broken", 2, 9),
        ("a: *nobody\n", "front-matter-broken", 2, 4),
        ('a: 1\nb: "open\n', "front-matter-broken", 3, 4),
        ("- a\n- b\n", "front-matter-list", 2, 1),
        ("a: " + "[" * 40 + "]" * 40 + "\n", "front-matter-nesting", 2, 36),
        ("a: " + "x" * 66_000 + "\n", "front-matter-too-large", 2, 1),
        ("a: &a x\nb: [" + "*a, " * 101 + "]\n", "front-matter-aliases", 3, 405),
        ("a: &a [*a]\n", "front-matter-aliases", 2, 8),
        ("a:\n\t- b\n", "front-matter-broken", 3, 1),
        ("title: Foo: Bar\n\nand prose below\ntype: contact\n", "front-matter-broken", 2, 11),
        ("a: 1\n...\nb: 2\n", "front-matter-broken", 4, 1),
    ],
)
def test_a_broken_block_is_told_with_its_place_and_the_rest_is_read(
    block: str, code: str, line: int, column: int
) -> None:
    parsed = read(f"---\n{block}---\n{BODY}".encode(), "a.md")
    assert parsed.front == "broken"
    problem = parsed.problems[0]
    assert (problem.code, problem.severity, problem.path) == (code, "error", "a.md")
    assert (problem.line, problem.column) == (line, column)
    assert takeaways(f"---\n{block}---\n{BODY}") == ["still read [[Jo]]"]
    assert [link.target for link in parsed.links] == ["Jo"]
    assert parsed.head == block[: 64 * 1024]


def test_a_tab_is_named_as_what_is_wrong() -> None:
    assert "blanks" in read(b"---\na:\n\t- b\n---\n", "a.md").problems[0].hint


def test_an_unclosed_fence_is_told_and_the_rest_is_read() -> None:
    text = f"---\ntype: contact\nname: x\n\n{BODY}"
    parsed = read(text.encode(), "a.md")
    assert parsed.front == "broken"
    problem = parsed.problems[0]
    assert (problem.code, problem.line, problem.column) == ("front-matter-unclosed", 1, 1)
    assert "after line 3" in problem.hint
    assert parsed.head == "type: contact\nname: x\n"
    assert takeaways(text) == ["still read [[Jo]]"]
    assert parsed.sections["takeaways"].line == text[: text.index("## T")].count("\n") + 1


def test_a_doubled_key_reads_as_empty_and_the_others_stand() -> None:
    parsed = read(f"---\na: 1\nheld: x\nb: 2\n  \nheld: y\n---\n{BODY}".encode(), "a.md")
    assert parsed.front == "read"
    assert parsed.properties == {"a": 1, "held": None, "b": 2}
    problem = parsed.problems[0]
    assert (problem.code, problem.line, problem.column) == ("front-matter-duplicate", 6, 1)
    assert problem.severity == "error"


def test_a_doubled_key_deep_down_is_told_too() -> None:
    parsed = read(b"---\na:\n  b: 1\n  b: 2\nc: {d: 1, d: 2}\n---\n", "a.md")
    assert parsed.properties == {"a": {"b": None}, "c": {"d": None}}
    assert [(each.line, each.column) for each in parsed.problems] == [(4, 3), (5, 11)]


@pytest.mark.parametrize("key", ["1", "null", "true", "1.5", "~", "[a]", "{b: c}"])
def test_a_key_that_is_no_text_is_told_and_left_out(key: str) -> None:
    parsed = read(f"---\nx: y\n{key}: 1\nz: 2\n---\n".encode(), "a.md")
    assert parsed.front == "read"
    assert parsed.properties == {"x": "y", "z": 2}
    problem = parsed.problems[0]
    assert (problem.code, problem.line, problem.severity) == ("front-matter-key", 3, "warning")


@pytest.mark.parametrize("placeholder", ["{{date}}", "{{ title }}", "[{{x}}]", '"{{date}}"', "<% tp.date %>"])
def test_placeholders_of_templates_do_no_harm(placeholder: str) -> None:
    parsed = read(f"---\ntype: contact\nmet: {placeholder}\n---\n".encode(), "a.md")
    assert parsed.properties["type"] == "contact"
    assert parsed.front == "read"


def test_aliases_are_read_as_what_they_stand_for() -> None:
    parsed = read(b"---\na: &x [1, 2]\nb: *x\nc: *x\n---\n", "a.md")
    assert parsed.properties == {"a": (1, 2), "b": (1, 2), "c": (1, 2)}


def test_an_alias_bomb_is_refused_with_a_message() -> None:
    rows = ["a0: &a0 [x, x, x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 4)}]" for n in range(1, 24)]
    parsed = read(("---\n" + "\n".join(rows) + "\n---\n").encode(), "a.md")
    assert parsed.front == "broken"
    assert parsed.problems[0].code == "front-matter-aliases"


def test_front_matter_alone_is_read_when_the_body_is_not_wanted() -> None:
    parsed = read(b'---\npeople: "[[Jo]]"\n---\n## Takeaways\n- [[Ann]]\n#tag\n', "a.md", body=False)
    assert [link.target for link in parsed.links] == ["Jo"]
    assert parsed.sections == {}
    assert parsed.tags == ()
