"""The render process and its parent: what happens when a template gets the better of it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.render.bench import TALK, Bench, sheet
from vaultkit.index.refresh import refresh
from vaultkit.index.store import Store
from vaultkit.people import reader
from vaultkit.render import pool as pool_module
from vaultkit.render import session
from vaultkit.render.discovery import discover
from vaultkit.render.job import Answer, Job
from vaultkit.render.pool import Pool
from vaultkit.render.process import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from vaultkit.config import Config
    from vaultkit.render.templates import Templates

INTERVIEW = "Interviews/2026-03-09 Jo Kim.md"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs limits on memory")


class Runs:
    """A vault that is indexed, and a pool to render it."""

    def __init__(self, made: Bench, pool: Pool) -> None:
        self.made = made
        self.pool = pool

    def __call__(self, jobs: Iterable[Job]) -> Iterator[Answer]:
        config, templates, store = self.parts()
        with store:
            yield from self.pool.run(jobs, config=config, store=store.path, templates=templates)

    def parts(self) -> tuple[Config, Templates, Store]:
        config = self.made.config
        templates = discover(config)
        store = Store.open(self.made.root, self.made.cache)
        refresh(store, config, reader(config, templates.renders()), templates.digests())
        return config, templates, store


def _no_sense(_value: object) -> object:
    raise KeyError


def job(*only: str, about: str | None = INTERVIEW) -> Job:
    return Job(about, "vault" if about is None else "interview", frozenset(only) if only else None)


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool() as made:
        yield made


def test_the_worker_gives_what_the_engine_gives(tmp_path: Path, pool: Pool) -> None:
    made = Bench(tmp_path, x=sheet("{{ interview.people }} ü"))
    runs = Runs(made, pool)
    answers = list(runs([job(), job(about=None), Job("People/Jo Kim.md", "contact"), job(about="Gone.md")]))
    assert answers[0].candidates == tuple(made.render(INTERVIEW))
    assert answers[1].candidates == tuple(made.render(None))
    assert answers[2].candidates == tuple(made.render("People/Jo Kim.md"))
    assert answers[3].candidates == ()


def test_answers_come_in_order_while_the_worker_goes_on(tmp_path: Path, pool: Pool) -> None:
    made = Bench(tmp_path, x=sheet("{{ interview.name }}"))
    paths = [f"Interviews/{number:04} Jo.md" for number in range(300)]
    for path in paths:
        made.write(path, TALK)
    answers = list(Runs(made, pool)(job("x", about=path) for path in paths))
    assert [answer.job.about for answer in answers] == paths
    assert [answer.candidates[0].path for answer in answers] == [f"Out/{n:04} Jo - x.md" for n in range(300)]


def test_one_worker_serves_run_after_run_and_sees_what_changed(tmp_path: Path, pool: Pool) -> None:
    made = Bench(tmp_path, x=sheet("{{ interview.goal }}"))
    runs = Runs(made, pool)
    [first] = runs([job("x")])
    pid = pool.pid
    made.write(INTERVIEW, TALK.replace("held", "goal: to learn\nheld"))
    [second] = runs([job("x")])
    made.template("x", sheet("new"))
    [third] = runs([job("x")])
    assert pool.pid == pid
    texts = [answer.candidates[0].text or "" for answer in (first, second, third)]
    assert [text.split("---\n")[-1] for text in texts] == ["", "to learn\n", "new\n"]


def test_asked_for_by_name(tmp_path: Path, pool: Pool) -> None:
    runs = Runs(Bench(tmp_path, x=sheet("Hi", more="when: request\n")), pool)
    [plain] = runs([job("x")])
    [asked] = runs([Job(INTERVIEW, "interview", frozenset({"x"}), frozenset({"x"}))])
    assert plain.candidates[0].request
    assert (asked.candidates[0].text or "").endswith("Hi\n")


def test_a_template_that_never_ends_costs_two_seconds_and_nobody_else(tmp_path: Path, pool: Pool) -> None:
    slow = sheet("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")
    runs = Runs(Bench(tmp_path, slow=slow, fine=sheet("Hi")), pool)
    begun = time.monotonic()
    [answer] = runs([job("slow", "fine")])
    assert time.monotonic() - begun < 60
    fine, bad = answer.candidates
    assert (fine.template, fine.failed) == ("fine", False)
    assert (bad.template, bad.failed) == ("slow", True)
    assert "2 seconds" in bad.problems[0].message


@LINUX
def test_a_template_that_takes_all_memory_is_stopped(tmp_path: Path, pool: Pool) -> None:
    hungry = sheet(
        "{% set ns = namespace(x=[]) %}{% for i in range(99999) %}{% set ns.x = [('a' ~ i) * 100000, ns.x] %}{% endfor %}"
    )
    runs = Runs(Bench(tmp_path, hungry=hungry, fine=sheet("Hi")), pool)
    first, second = runs([job("hungry", "fine"), job("fine")])
    assert [c.failed for c in first.candidates] == [False, True]
    assert "memory" in first.candidates[1].problems[0].message
    assert not second.candidates[0].failed


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path, pool: Pool) -> None:
    made = Bench(tmp_path, x=sheet("{{ interview.name }}"))
    runs = Runs(made, pool)
    jobs = [job("x") for _ in range(200)]
    answers = []
    for number, answer in enumerate(runs(jobs)):
        answers.append(answer)
        if number in (3, 80):
            assert pool.pid is not None
            os.kill(pool.pid, signal.SIGKILL)
    assert len(answers) == 200
    failed = [c for answer in answers for c in answer.candidates if c.failed]
    assert failed == []


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_a_worker_that_is_killed_before_its_run_loses_nothing(tmp_path: Path, pool: Pool) -> None:
    runs = Runs(Bench(tmp_path, x=sheet("Hi")), pool)
    pool.warm()
    worker = pool._seat.worker
    assert worker is not None
    os.kill(worker.process.pid, signal.SIGKILL)
    worker.reader.join(10)
    answers = list(runs([job("x")] * 5))
    assert [answer.candidates[0].failed for answer in answers] == [False] * 5


@pytest.mark.parametrize("dead", [1, session.FALSE_STARTS])
def test_a_worker_that_ends_while_it_begins_is_at_no_template_s_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dead: int
) -> None:
    """No job was sent to it, so that nobody may wait for the answer of one."""
    made: list[Worker] = []

    def worker() -> Worker:
        made.append(Worker())
        if len(made) <= dead:
            made[-1].process.kill()
            made[-1].reader.join(10)
        return made[-1]

    monkeypatch.setattr(session, "Worker", worker)
    with Pool(seconds=1) as pool:
        answers = list(Runs(Bench(tmp_path, x=sheet("Hi")), pool)([job("x")] * 2))
        assert pool._left_alone == {}
    failed = [one for answer in answers for one in answer.candidates if one.failed]
    assert len(failed) == (0 if dead == 1 else 2)
    assert all("the render process ended" in one.problems[0].message for one in failed)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_the_culprit_of_a_crash_is_found_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that dies over one template: the others of the note render, and so do the other notes."""
    crash = tmp_path / "crash"
    crash.mkdir()
    (crash / "sitecustomize.py").write_text(
        "import os\n"
        "import vaultkit.render.compose as c\n"
        "old = c.note_text\n"
        "def note_text(properties, body):\n"
        "    if 'CRASH' in body: os.kill(os.getpid(), 9)\n"
        "    if 'HANG' in body: import time; time.sleep(60)\n"
        "    return old(properties, body)\n"
        "c.note_text = note_text\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(crash))
    made = Bench(
        tmp_path,
        a=sheet("Hi"),
        b=sheet("CRASH"),
        c=sheet("Ho"),
        h=sheet("HANG", more="when: interview.goal\n"),
    )
    made.write("Interviews/other.md", TALK.replace("held", "goal: x\nheld"))
    with Pool(seconds=1.5) as pool:
        runs = Runs(made, pool)
        jobs = [job("a", "b", "c"), job("a", "c"), job("a", "h", about="Interviews/other.md"), job("a")]
        answers = list(runs(jobs))
    assert [[c.failed for c in answer.candidates] for answer in answers] == [
        [False, True, False],
        [False, False],
        [False, True],
        [False],
    ]
    crashed, hung = answers[0].candidates[1], answers[2].candidates[1]
    assert (crashed.template, crashed.problems[0].path) == ("b", "Templates/b.md")
    assert "ended" in crashed.problems[0].message
    assert INTERVIEW in crashed.problems[0].message
    assert "longer than 1.5 seconds" in hung.problems[0].message


CRASHING = """
import os, time
import vaultkit.render.compose as c
old = c.note_text
def note_text(properties, body):
    if 'ABORT' in body: os.abort()
    if 'EXIT' in body: os._exit(1)
    if 'KILL' in body: os.kill(os.getpid(), 9)
    if 'HANG' in body: time.sleep(60)
    return old(properties, body)
c.note_text = note_text
"""


@pytest.mark.soak
@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_over_what_a_process_ended_is_told_with_what_it_had_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that it is tried again when that changes and no sooner; but for a clock on the wall, or a kill from outside."""
    (tmp_path / "crash").mkdir()
    (tmp_path / "crash/sitecustomize.py").write_text(CRASHING)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "crash"))
    read = "{% include '_p' %}{{ interview.people[0].org }}"
    made = Bench(
        tmp_path,
        a=sheet(read + "ABORT"),
        e=sheet(read + "EXIT"),
        h=sheet(read + "HANG"),
        k=sheet(read + "KILL"),
        _p="{{ me.phone }}",
    )
    made.write("Interviews/2.md", TALK)
    jobs = [job(name, about=about) for name in "aehk" for about in (INTERVIEW, "Interviews/2.md")]
    with Pool(seconds=1) as pool:
        runs = Runs(made, pool)
        reads = [dict(answer.candidates[0].reads) for answer in runs(jobs)]
        _, _, store = runs.parts()
        with store:
            own, jo = (
                store.all("SELECT id FROM note WHERE path = ?", path)[0][0]
                for path in (INTERVIEW, "People/Jo Kim.md")
            )
    assert {"t:a", "t:_p", "me", f"n:{own}", f"n:{jo}"} <= reads[0].keys()
    assert "p:org" in reads[0][f"n:{jo}"]
    assert reads[1] == reads[0], "the other note is left alone for the same"
    assert reads[2].keys() - {"t:e"} == reads[0].keys() - {"t:a"}
    assert reads[4:] == [{}] * 4


DEEP = "{% set n = namespace(a=[1], b=[1]) %}{% for i in range(60) %}{% set n.a = [n.a, n.a] %}{% set n.b = [n.b, n.b] %}{% endfor %}"


def test_a_template_that_cannot_be_interrupted_holds_up_one_note_and_not_each(tmp_path: Path) -> None:
    """Comparing lists within lists takes ages in one step, in which no alarm is heard."""
    made = Bench(tmp_path, a=sheet("Hi"), x=sheet(DEEP + "{{ n.a == n.b }}"))
    paths = [f"Interviews/{number}.md" for number in range(20)]
    for path in paths:
        made.write(path, TALK)
    jobs = [job("a", "x", about=path) for path in paths] + [job("x"), job("a")]
    before = time.monotonic()
    with Pool(seconds=1) as pool:
        answers = list(Runs(made, pool)(jobs))
    assert time.monotonic() - before < 15, "it was two seconds and a start for each note"
    assert [answer.job for answer in answers] == jobs
    failed = [[(c.template, c.failed) for c in answer.candidates] for answer in answers]
    assert failed[:20] == [[("a", False), ("x", True)]] * 20
    assert failed[20:] == [[("x", True)], [("a", False)]]
    assert "longer than 1 seconds" in answers[0].candidates[1].problems[0].message
    assert "left alone" in answers[19].candidates[1].problems[0].message


def test_of_a_template_that_was_silent_the_next_run_hears_nothing_until_it_is_mended(tmp_path: Path) -> None:
    made = Bench(tmp_path, a=sheet("Hi"), x=sheet(DEEP + "{{ n.a == n.b }}"))
    with Pool(seconds=1) as pool:
        runs = Runs(made, pool)
        assert [c.failed for answer in runs([job("x"), job("a")]) for c in answer.candidates] == [True, False]
        worker = pool.pid
        assert [c.failed for answer in runs([job("x")]) for c in answer.candidates] == [True]
        assert pool.pid == worker is not None, "it was waited for and killed: a watch would wait at each save"
        made.template("x", sheet("Hi"))
        assert [c.failed for answer in runs([job("x")]) for c in answer.candidates] == [False]


def test_an_idle_worker_is_ended_and_started_again(tmp_path: Path) -> None:
    with Pool(idle=0.2) as pool:
        runs = Runs(Bench(tmp_path, x=sheet("Hi")), pool)
        list(runs([job("x")]))
        pids = [pool.pid]
        end = time.monotonic() + 5
        while pids[-1] is not None and time.monotonic() < end:
            time.sleep(0.02)
            pids.append(pool.pid)
        assert pids[0] is not None
        assert pids[-1] is None
        [answer] = runs([job("x")])
        assert not answer.candidates[0].failed


def test_a_worker_rests_anew_after_each_run_and_no_run_waits_for_a_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, made = 0.0, []

    class Later(SimpleNamespace):
        def __init__(self, seconds: float, act: Callable[[], None]) -> None:
            super().__init__(seconds=seconds, act=act, start=lambda: None, cancel=lambda: None)
            made.append(self)

    clock = SimpleNamespace(Timer=Later, Lock=threading.Lock, current_thread=lambda: made[-1])
    monkeypatch.setattr(pool_module, "threading", clock)
    monkeypatch.setattr(pool_module, "time", SimpleNamespace(monotonic=lambda: now))
    with Pool(idle=60) as pool:
        pool.warm()
        now = 40.0
        list(Runs(Bench(tmp_path, x=sheet("Hi")), pool)([job("x")]))
        assert [one.seconds for one in made] == [60]
        now = 60.0
        made[0].act()
        assert pool.pid is not None
        assert [one.seconds for one in made] == [60, 40]
        now = 100.0
        made[1].act()
        assert pool.pid is None


def test_a_caller_that_goes_away_leaves_no_answers_behind(tmp_path: Path, pool: Pool) -> None:
    made = Bench(tmp_path, x=sheet("{{ interview.name }}"))
    made.write("Interviews/other.md", TALK)
    runs = Runs(made, pool)
    for _answer in runs([job("x")] * 100):
        break
    [answer] = runs([job("x", about="Interviews/other.md")])
    assert answer.candidates[0].about == "Interviews/other.md"


def test_a_pool_closed_in_the_middle_of_a_run_does_not_wait_for_itself(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=sheet("Hi"))
    runs = Runs(made, Pool())
    answers = runs([job("x")] * 100)
    next(answers)
    closing = threading.Thread(target=runs.pool.close)
    closing.start()
    closing.join(10)
    assert not closing.is_alive()
    answers.close()  # type: ignore[attr-defined]
    runs.pool.close()


def test_a_store_that_is_gone_fails_the_jobs_and_raises_nothing(tmp_path: Path, pool: Pool) -> None:
    made = Bench(tmp_path, x=sheet("Hi"), y=sheet("Hi"))
    config, templates, store = Runs(made, pool).parts()
    store.close()
    begun = time.monotonic()
    jobs = [job("x", "y")] * 500
    answers = list(pool.run(jobs, config=config, store=tmp_path / "none.db", templates=templates))
    assert [c.failed for answer in answers for c in answer.candidates] == [True] * 1000
    assert "cannot read the index" in answers[0].candidates[0].problems[0].message
    assert time.monotonic() - begun < 60


def test_what_does_not_compile_is_told_without_a_render(tmp_path: Path, pool: Pool) -> None:
    made = Bench(tmp_path, a=sheet("{% if %}"), b=sheet("{{ x }}"), c="---\nrenders: contact\n---\n")
    found = pool.check(discover(made.config))
    assert [(problem.path, problem.line) for problem in found] == [("Templates/a.md", 6)]
    deep = "{{ " + "(" * 5000 + ")" * 5000 + " }}"
    made.template("a", sheet(deep))
    assert [problem.path for problem in pool.check(discover(made.config))] == ["Templates/a.md"]


def test_no_module_of_the_folder_one_stands_in_is_run(
    tmp_path: Path, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Bench(tmp_path, x=sheet("Hi"))
    (made.root / "jinja2.py").write_text("raise SystemExit(3)\n")
    monkeypatch.chdir(made.root)
    monkeypatch.setenv("PYTHONPATH", "")
    monkeypatch.delenv("HOME", raising=False)
    [answer] = Runs(made, pool)([job("x")])
    assert not answer.candidates[0].failed


def test_a_line_from_the_worker_that_makes_no_sense_is_a_failed_job(
    tmp_path: Path, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "all_from_json", _no_sense)
    [answer] = Runs(Bench(tmp_path, x=sheet("Hi")), pool)([job("x")])
    assert answer.candidates[0].failed
    assert "no sense" in answer.candidates[0].problems[0].message


def test_a_process_started_ahead_serves_the_first_run(tmp_path: Path, pool: Pool) -> None:
    made = Bench(tmp_path, x=sheet("ü"))
    pool.warm()
    pid = pool.pid
    assert pid is not None
    pool.warm()
    assert len(next(Runs(made, pool)([job()])).candidates) > 0
    assert pool.pid == pid
    pool.close()
    assert pool.pid is None


def test_a_process_started_ahead_for_nothing_ends_by_itself() -> None:
    with Pool(idle=0.05) as pool:
        pool.warm()
        deadline = time.monotonic() + 10
        while pool.pid is not None and time.monotonic() < deadline:
            time.sleep(0.02)
        assert pool.pid is None
