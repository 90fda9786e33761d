"""Pages that run nothing, load nothing, and print on one sheet."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.exchange import html

if TYPE_CHECKING:
    from pathlib import Path

SHEET = """| | |
|---|---|
| In Mexico City | Wednesday 2 December, 10 am |
| Here in Oslo | Wednesday 2 December, 5 pm |

Zoom: <https://zoom.example.org/j/5550144>. If it fails: +52 55 5550 0144.
Say it: see-TLAH-lee.

## Goal

Is a pastry chef's palate worth a salary in a laboratory?

## Essential

1. What did you do yesterday, hour by hour?
2. Which part of the work would you hand to someone else tomorrow?
3. What do people from kitchens get wrong in their first month?
4. Is a degree a locked door here, or only a stiff one?
5. Where do pay and hours stand after five years?

## If it stalls

- How do you train a new taster?
- What do you read to keep up?
- how was the recital on 21 November?
- the winter when every batch of mine bloomed, and why

## Last five minutes

- Look at the clock at 5:25 pm and say that you have seen it
- Thank them for the one thing that you will remember
- Say what happens next, and by when
- Ask whom else you should meet
- greetings from Tevita

## Before

- Invitation sent on 24 November; a short word the day before confirms it
"""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(page)
    return parser.seen


def test_the_policy_allows_the_one_style_sheet_and_nothing_else() -> None:
    page = html.page("text", title="t", heading=True)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = next(
        a["content"]
        for t, a in tags(page)
        if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.split("; ")[:2] == ["default-src 'none'", f"style-src 'sha256-{digest}'"]


def test_nothing_is_fetched_from_anywhere() -> None:
    page = html.page(
        "![t](https://t.example.org/p.png) ![[x.png]] ![d](data:image/png;base64,AA)",
        title="t",
        heading=False,
    )
    assert {tag for tag, _ in tags(page)} <= {"html", "head", "meta", "title", "style", "body", "p"}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))", "[x](data:text/html,<script>)", "<javascript:alert(1)>", "[x](vbscript:x)", "[x]: javascript:alert(1)\n\n[x]",
        "[x](file:///etc/passwd)", 'https://example.org/"onmouseover="alert(1)', '[x](https://example.org "t\\" onclick=alert(1)")',
        "[x](&#106;avascript:alert(1))", "[x](//evil.example)", "<svg/onload=alert(1)>", "```<script>\n</script>\n```", "[[x|<b>y</b>]]",
    ],
)  # fmt: skip
def test_no_words_become_markup_that_acts(text: str) -> None:
    for tag, attributes in tags(html.page(text, title=text, heading=True)):
        assert tag in {"html", "head", "meta", "title", "style", "body", "p", "a", "h1", "code", "pre"}
        assert not [name for name in attributes if name.startswith("on")]
        assert re.match(r"(https?|mailto|tel):", attributes.get("href") or "https:")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                ["<", ">", '"', "[", "](", ")", "javascript:", "https://x", "&#", "![", "`", "=="]
            ),
        ),
        max_size=16,
    )
)
def test_any_text_gives_harmless_tags(pieces: list[str]) -> None:
    for tag, attributes in tags(html.mail("".join(pieces))):
        assert tag not in {
            "script",
            "img",
            "iframe",
            "object",
            "embed",
            "link",
            "svg",
            "form",
            "input",
            "base",
        }
        assert set(attributes) <= {"href", "rel", "charset", "class", "start", "title", "style"}
        assert re.match(r"(https?|mailto|tel):", attributes.get("href") or "https:")


def test_a_sheet_carries_its_name_and_a_letter_does_not() -> None:
    assert "<h1>Jo &amp; Ana - prep</h1>" in html.page("x", title="Jo & Ana - prep", heading=True)
    assert "<h1>" not in html.page("x", title="Thank you", heading=False)


def size(text: str) -> float:
    found = re.search(r"font: ([\d.]+)pt", html.page(text, title="t", heading=True))
    assert found is not None
    return float(found[1])


def test_longer_sheets_get_smaller_letters() -> None:
    more = "- and another question\n"
    assert size("- short") == 11
    assert 11 >= size(SHEET) > size(SHEET + more * 15) > size(SHEET * 9) == 7


@pytest.mark.programs
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(
    "extra", ["", "- one more question that somebody may like to ask, if there is time\n" * 22]
)
def test_a_sheet_prints_on_one_page(tmp_path: Path, paper: str, extra: str) -> None:
    page = html.page(SHEET + extra, title="2026-12-02 Citlali Ansaldo - prep", heading=True)
    # The digest in the policy is of the style as it was, so the paper goes in with the policy left out.
    page = re.sub(r"<meta http-equiv[^>]*>", "", page).replace("@page {", f"@page {{ size: {paper};")
    (tmp_path / "sheet.html").write_text(page, encoding="utf-8")
    assert CHROMIUM is not None
    subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer",
         f"--user-data-dir={tmp_path}/profile", f"--print-to-pdf={tmp_path}/sheet.pdf", (tmp_path / "sheet.html").as_uri()],
        check=True, capture_output=True, timeout=120, env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    pdf = (tmp_path / "sheet.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
    width = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+)", pdf)
    assert width is not None
    assert round(float(width[1])) in ({595, 594, 596} if paper == "A4" else {612})
