"""Under watch a save does not wait for what loops over the vault; and that comes all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.watch.running import NAMES, interview, note_of, read, sheet_of, small_vault
from vaultkit.pipeline import Ask, open_vault, render, rendering

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.index.outputs import Job
    from vaultkit.pipeline.run import Run

LIST = '---\nrenders: vault\npath: "All goals.md"\n---\n{% for one in vault.interviews %}\n- {{ one.goal }}\n{% endfor %}\n'


@pytest.mark.parametrize("watching", [True, False])
def test_the_vaults_own_outputs_come_a_round_later_under_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, watching: bool
) -> None:
    monkeypatch.setenv("VAULTKIT_CACHE", str(tmp_path / "cache"))
    root, rounds = small_vault(tmp_path / "vault"), list[list[str | None]]()
    (root / "Templates").mkdir()
    (root / "Templates/goals.md").write_text(LIST)
    real = rendering._round

    def noted(run: Run, jobs: tuple[Job, ...]) -> None:
        rounds.append([job.path for job in jobs])
        real(run, jobs)

    with open_vault(root) as opened:
        render(opened, Ask(watching=watching))
        monkeypatch.setattr(rendering, "_round", noted)
        (root / note_of(NAMES[0])).write_text(interview(NAMES[0], "to come first"))
        report = render(opened, Ask(watching=watching), {note_of(NAMES[0])})
    assert rounds == ([[note_of(NAMES[0])], [None]] if watching else [[note_of(NAMES[0]), None]])
    assert [one.path for one in report.outcomes if one.after] == ["All goals.md", sheet_of(NAMES[0])]
    assert "to come first" in read(root / sheet_of(NAMES[0]))
    assert "to come first" in read(root / "All goals.md")


@pytest.mark.parametrize("paths", [None, {"Me.md"}], ids=["whole", "aimed"])
def test_outputs_that_are_still_to_be_created_meet_in_one_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: set[str] | None
) -> None:
    monkeypatch.setenv("VAULTKIT_CACHE", str(tmp_path / "cache"))
    root = small_vault(tmp_path / "vault")
    with open_vault(root) as opened:
        render(opened, Ask(watching=True))
        (root / "Templates").mkdir()
        path = "Drafts/one place.md"
        (root / "Templates/goals.md").write_text(LIST.replace("All goals.md", path))
        mine = f'---\nrenders: interview\nwhen: interview.people[0].name == "Jo Kim"\npath: "{path}"\n---\nHello\n'
        (root / "Templates/mine.md").write_text(mine)
        opened.reload()
        report = render(opened, Ask(watching=True), paths)
    assert not (root / path).exists()
    assert {problem.code for problem in report.problems} == {"two-outputs"}
