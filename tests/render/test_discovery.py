"""Which templates hold for a vault, and what is said of those that cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from vaultkit.config import Config
from vaultkit.render import wire
from vaultkit.render.discovery import discover

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.render.templates import Templates

SHEET = "---\nrenders: contact\npath: '{{ contact.name }} - card.md'\n---\n\nHi\n"


def vault(tmp_path: Path, **files: str) -> Config:
    folder = tmp_path / "vault" / "Templates"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name.replace('__', '-')}.md").write_text(text, encoding="utf-8")
    return Config(root=tmp_path / "vault")


def faults(templates: Templates) -> list[tuple[str, int, str]]:
    return [(p.path, p.line, p.message) for p in templates.problems if p.path.startswith("Templates/")]


def test_the_shipped_ones_are_there_without_a_folder(tmp_path: Path) -> None:
    found = discover(Config(root=tmp_path))
    thanks = found.named["thank-you"]
    assert (thanks.renders, thanks.per_person, thanks.audience, thanks.marks) == (
        "interview",
        True,
        "them",
        "thanked",
    )
    assert thanks.shipped
    assert found.problems == ()


def test_a_template_says_what_it_is(tmp_path: Path) -> None:
    text = (
        "---\nRenders: interview\nper: people\nwhen: interview.stage == \"held\"\npath: 'x.md'\n"
        "audience: them\nmarks: thanked\nsubject: 'Hi {{ person.name }}'\nprio: 3\ncssclasses: [a, b]\n---\nBody\nmore\n"
    )
    template = discover(vault(tmp_path, own=text)).named["own"]
    assert template.source == "Templates/own.md"
    assert template.per_person
    assert template.when == 'interview.stage == "held"'
    assert template.extra == {"subject": "Hi {{ person.name }}", "prio": 3, "cssclasses": ("a", "b")}
    assert (template.line, template.body) == (12, "Body\nmore\n")
    assert template.lines["when"] == 4


def test_a_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    templates = discover(
        vault(
            tmp_path,
            agenda="---\ncreated: {{date}}\n---\n",
            daily="# {{date}}",
            other="---\ntype: contact\n---\n",
        )
    )
    assert templates.named["agenda"].shipped
    assert "daily" not in templates.named
    assert "other" not in templates.named
    assert templates.problems == ()


def test_the_vault_s_file_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    templates = discover(vault(tmp_path, Thank__You=SHEET))
    assert templates.named["thank-you"].source == "Templates/Thank-You.md"
    assert templates.named["thank-you"].renders == "contact"
    assert "Thank-You" not in templates.named


def test_a_broken_one_does_not_give_way_to_the_shipped_one(tmp_path: Path) -> None:
    templates = discover(vault(tmp_path, thank__you="---\nrenders: interview\nper: people\n---\n"))
    thanks = templates.named["thank-you"]
    assert thanks.broken
    assert not thanks.shipped
    assert faults(templates) == [("Templates/thank-you.md", 1, '"path" is missing')]


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ('interview.stage == "helt"', 'no interview has the stage "helt"; did you mean "held"?'),
        ("not (interview.stage!='open')", 'no interview has the stage "open"'),
        ('interview.stage == "no-show" or interview.stage == "thanked"', ""),
    ],
)
def test_a_stage_that_no_interview_has_is_a_warning(tmp_path: Path, when: str, message: str) -> None:
    templates = discover(vault(tmp_path, own=f"---\nrenders: interview\npath: x.md\nwhen: {when}\n---\n"))
    assert not templates.named["own"].broken
    assert faults(templates) == ([("Templates/own.md", 4, message)] if message else [])


@pytest.mark.parametrize(
    ("front", "line", "message"),
    [
        ("renders: intervew\npath: x.md", 2, '"renders: intervew" is not known; did you mean "interview"?'),
        ("renders:\npath: x.md", 2, '"renders" is missing'),
        ("renders: contact", 1, '"path" is missing'),
        ("renders: contact\npath: [a]", 3, '"path" is a list or a mapping, where a text belongs'),
        (
            "renders: contact\npath: x.md\naudience: then",
            4,
            '"audience: then" is not known; did you mean "them"?',
        ),
        (
            "renders: interview\npath: x.md\nper: persons",
            4,
            '"per: persons" is not known',
        ),
        (
            "renders: contact\npath: x.md\nper: people",
            4,
            '"per: people" has no meaning with "renders: contact"',
        ),
        (
            "renders: interview\npath: x.md\nmarks: thankd",
            4,
            '"marks: thankd" is not known; did you mean "thanked"?',
        ),
        ("renders: contact\npath: x.md\nabout: y", 4, '"about" is not a template\'s to set'),
        ("renders: contact\npath: x.md\nrenders: contact", 4, ""),
        ("renders: contact\npath: {{ x }}.md", 3, ""),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, front: str, line: int, message: str) -> None:
    templates = discover(vault(tmp_path, own=f"---\n{front}\n---\n"))
    assert templates.named["own"].broken
    found = [(at, text) for _path, at, text in faults(templates)]
    if message:
        assert (line, message) in found
    else:
        assert [at for at, _text in found if at == line]
    assert all(p.hint for p in templates.problems)


def test_a_key_that_is_nearly_ours_is_a_warning(tmp_path: Path) -> None:
    templates = discover(vault(tmp_path, own=SHEET.replace("---\n\nHi", "audence: them\n---\nHi")))
    assert not templates.named["own"].broken
    [problem] = templates.problems
    assert (problem.line, problem.severity, problem.hint) == (4, "warning", 'Did you mean "audience"?')


def test_request_is_no_expression(tmp_path: Path) -> None:
    templates = discover(
        vault(
            tmp_path,
            a=SHEET.replace("path", "when: request\npath"),
            b=SHEET.replace("path", "when: true\npath"),
        )
    )
    assert (templates.named["a"].request, templates.named["a"].when) == (True, None)
    assert (templates.named["b"].request, templates.named["b"].when) == (False, "true")


def test_partials_have_no_front_matter_and_may_shadow(tmp_path: Path) -> None:
    templates = discover(vault(tmp_path, _sign="Hi {{ me.name }}\n"))
    assert templates.partials["_sign"].body == "Hi {{ me.name }}\n"
    assert "_sign" not in templates.named
    assert templates.text("_sign.md") == templates.partials["_sign"]
    assert "_sign" in templates.digests()


def test_a_new_shadow_changes_the_digest_of_its_name_alone(tmp_path: Path) -> None:
    config = vault(tmp_path)
    before = discover(config).digests()
    (config.root / "Templates" / "reply.md").write_text(SHEET, encoding="utf-8")
    after = discover(config).digests()
    assert {name for name in after if after[name] != before.get(name)} == {"reply"}


def test_templates_stand_in_subfolders_too_and_one_name_is_one_template(tmp_path: Path) -> None:
    config = vault(tmp_path, card=SHEET)
    deeper = config.root / "Templates" / "more"
    deeper.mkdir()
    (deeper / "other.md").write_text(SHEET, encoding="utf-8")
    (deeper / "card.md").write_text(SHEET, encoding="utf-8")
    (config.root / "Templates" / ".hidden").mkdir()
    (config.root / "Templates" / ".hidden" / "secret.md").write_text(SHEET, encoding="utf-8")
    templates = discover(config)
    assert templates.named["other"].source == "Templates/more/other.md"
    assert "secret" not in templates.named
    assert [path for path, _, _ in faults(templates)] == ["Templates/more/card.md"] or [
        path for path, _, _ in faults(templates)
    ] == ["Templates/card.md"]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    config = vault(tmp_path, card=SHEET)
    outside = tmp_path / "outside.md"
    outside.write_text(SHEET + "SECRET", encoding="utf-8")
    (config.root / "Templates" / "thank-you.md").symlink_to(outside)
    (config.root / "Templates" / "_part.md").symlink_to(outside)
    (config.root / "Templates" / "again.md").symlink_to("card.md")
    templates = discover(config)
    assert templates.named["thank-you"].broken
    assert "_part" not in templates.partials
    assert "SECRET" not in repr(templates)
    assert not templates.named["again"].broken
    assert [p.message for p in templates.problems] == [
        "it is a link that leads out of the templates folder"
    ] * 2


def test_a_folder_that_leads_out_of_the_vault_is_refused_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "card.md").write_text(SHEET, encoding="utf-8")
    root = tmp_path / "vault"
    root.mkdir()
    (root / "Templates").symlink_to(tmp_path / "elsewhere")
    templates = discover(Config(root=root))
    assert "card" not in templates.named
    assert [p.path for p in templates.problems] == ["Templates"]
    assert "card" not in discover(Config(root=root, templates="../elsewhere")).named


@pytest.mark.skipif(sys.platform == "win32", reason="has no named pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    config = vault(tmp_path)
    os.mkfifo(config.root / "Templates" / "pipe.md")
    assert discover(config).named["pipe"].broken


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    config = vault(tmp_path)
    (config.root / "Templates" / "own.md").write_bytes(b"---\nrenders: contact\npath: x.md\n---\n\xff\xfe")
    templates = discover(config)
    assert templates.named["own"].broken
    assert templates.problems[0].path == "Templates/own.md"


def test_windows_line_ends_and_a_byte_order_mark_make_no_difference(tmp_path: Path) -> None:
    config = vault(tmp_path)
    (config.root / "Templates" / "own.md").write_bytes(b"\xef\xbb\xbf" + SHEET.replace("\n", "\r\n").encode())
    assert discover(config).named["own"].body == "\nHi\n"


def test_templates_come_through_the_wire_as_they_were(tmp_path: Path) -> None:
    templates = discover(
        vault(tmp_path, a=SHEET.replace("path", "x: [1, [b]]\npath"), b="---\nrenders: no\n---\n", _p="x")
    )
    back = wire.templates_from_json(wire.read_line(wire.line(wire.templates_to_json(templates))))
    assert dict(back.named) == dict(templates.named)
    assert back.partials == templates.partials


def test_configuration_comes_through_the_wire_as_it_was(tmp_path: Path) -> None:
    from vaultkit.settings import load

    (tmp_path / "vaultkit.toml").write_text(
        'since = 2026-01-01\nexclude = ["Old/*"]\n[contacts]\nfolders = ["People"]\n[properties]\nwer = "people"\n'
        '[sections]\nErkenntnisse = "takeaways"\n[render]\nalways = ["agenda"]\n[agenda]\ngift = "off"\nthank-you.due = "24h"\n',
        encoding="utf-8",
    )
    config = load(tmp_path)
    assert wire.config_from_json(wire.read_line(wire.line(wire.config_to_json(config)))) == config
    plain = Config(root=tmp_path)
    assert wire.config_from_json(wire.read_line(wire.line(wire.config_to_json(plain)))) == plain


def test_finding_templates_needs_no_jinja() -> None:
    code = "import sys, vaultkit.render.templates, vaultkit.render.pool; print('jinja2' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
