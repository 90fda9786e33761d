"""Draws the pictures of README.md: a sheet, a letter beside what was typed for it, and a terminal.

In: the example vault, and what a command printed. Out: docs/pictures; `python -m tests.docs.pictures` draws anew.
Never: a word that vaultkit did not write. Chromium takes the photographs, so the two of paper need
`apt-get install chromium pngquant fonts-inter fonts-droid-fallback`, or the same from elsewhere.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tempfile
import unicodedata
from html import escape
from pathlib import Path

from tests.hand import Hand
from vaultkit.exchange import html

ROOT = Path(__file__).parents[2]
VAULT = ROOT / "example-vault"
PICTURES = ROOT / "docs" / "pictures"
DRAWN_FROM = PICTURES / "drawn-from.txt"
"""Which page each photograph was taken of, as a digest: a photograph cannot be compared across Chromiums."""
AGENDA = ("agenda", "--now", "2026-11-24T09:00+01:00")
TALK = "2026-11-23 Wojciech and Mbali"

WIDTH = 560
STYLE = """
* { box-sizing: border-box; } html { background: transparent; }
body { margin: 0; padding: 8px; width: %dpx; background: transparent; color: #24292f;
  font: 15px/1.5 Inter, "Droid Sans Fallback", sans-serif; font-feature-settings: "tnum"; }
article { background: #ffffff; border: 1px solid #c9d1d9; border-radius: 10px; overflow: hidden; }
article + article { margin-top: 14px; }
header { background: #f3f4f6; border-bottom: 1px solid #dde1e6; color: #59636e; font-size: 12.5px;
  padding: 8px 20px; }
main { padding: 14px 20px 18px; }
.subject { color: #59636e; border-bottom: 1px solid #e6e8eb; margin: 0 0 12px; padding-bottom: 10px; }
.subject b { color: #24292f; font-weight: 600; }
pre { font: 14px/1.6 "DejaVu Sans Mono", monospace; margin: 0; white-space: pre-wrap; }
h2 { font-size: 15.5px; font-weight: 650; margin: 16px 0 4px; }
p, li { text-wrap: pretty; word-break: keep-all; } p { margin: 0 0 10px; } p:last-child { margin: 0; } ul, ol { margin: 2px 0; padding-left: 24px; }
table { border-collapse: collapse; margin: 0 0 14px; width: 100%%; font-size: 13.5px; }
th { color: #59636e; font-weight: 500; } th, td { text-align: left; vertical-align: top; padding: 2px 12px 2px 0; }
td { border-top: 1px solid #e6e8eb; padding-top: 5px; }
a { color: #0b5cad; text-decoration: none; }
"""


def card(path: str, inside: str) -> str:
    return f"<article><header>{escape(path)}</header><main>{inside}</main></article>"


def note(path: str) -> str:
    """A rendered note as a card: its path, its subject if it is a letter, and its text."""
    front, _, body = (VAULT / path).read_text("utf-8").removeprefix("---\n").partition("\n---\n")
    subject = re.search(r"^subject: (.*)$", front, re.MULTILINE)
    above = f'<p class="subject">Subject: <b>{escape(subject[1])}</b></p>' if subject else ""
    return card(path, above + html.fragment(re.sub(r"%%.*?%%", "", body, flags=re.DOTALL)))


def typed(path: str, heading: str) -> str:
    """A section of a note, as it was typed."""
    section = re.search(rf"^## {heading}\n(?:.+\n)+", (VAULT / path).read_text("utf-8"), re.MULTILINE)
    assert section, (path, heading)
    return card(path, f"<pre>{escape(section[0].strip())}</pre>")


def papers() -> dict[str, str]:
    """What is photographed: the name of each picture, and its page."""
    cards = {
        "sheet.png": note("Sheets/2026-11-26 林佳穎 - prep.md"),
        "letter.png": typed(f"Interviews/{TALK}.md", "Takeaways")
        + note(f"Drafts/{TALK} - thank you Mbali Khumalo.md")
        + note(f"Drafts/{TALK} - thank you Wojciech Ślusarczyk.md"),
    }
    head = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><style>{STYLE % WIDTH}</style>'
    return {name: f"{head}<body>{inside}</body></html>\n" for name, inside in cards.items()}


def drawn_from() -> str:
    """The digests of all pages, a line each."""
    return "".join(
        f"{hashlib.sha256(page.encode()).hexdigest()}  {name}\n" for name, page in papers().items()
    )


def browser() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def photograph(page: str, picture: Path) -> None:
    """The whole page at twice its size, then with a palette as small as its few colours allow."""
    with tempfile.TemporaryDirectory() as folder:
        base = [
            browser() or "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
            f"--user-data-dir={folder}/profile",
        ]  # fmt: skip
        asks = page.replace("</body>", "<script>document.title = document.body.offsetHeight</script></body>")
        where = Path(folder) / "page.html"
        where.write_text(asks, "utf-8")
        dom = subprocess.run(
            [*base, "--dump-dom", where.as_uri()], capture_output=True, check=True, timeout=60
        )
        height = re.search(rb"<title>(\d+)</title>", dom.stdout)
        assert height, dom.stderr
        subprocess.run(
            [
                *base, "--force-device-scale-factor=2", "--default-background-color=00000000",
                f"--window-size={WIDTH},{int(height[1])}", f"--screenshot={folder}/picture.png", where.as_uri(),
            ],
            capture_output=True, check=True, timeout=60,
        )  # fmt: skip
        small = ["pngquant", "--force", "--strip", "--speed", "1", "--nofs", "--output", str(picture)]
        subprocess.run([*small, "32", f"{folder}/picture.png"], check=True, timeout=60)


def terminal(folder: Path) -> str:
    """The agenda in a terminal of 80 columns, as SVG."""
    shutil.copytree(VAULT, folder / "my-vault")
    ran = Hand(folder / "my-vault", env={"TZ": "Europe/Brussels"}).run(*AGENDA)
    return svg(f"vaultkit {' '.join(AGENDA)}", (ran.out + ran.err).splitlines())


def svg(command: str, lines: list[str]) -> str:
    """Each line is given its width, so that columns stand in whatever monospaced letters the reader has."""
    cell, row, left, top = 8.4, 20, 20, 76
    width, height = round(2 * left + 80 * cell), top + row * len(lines)
    letters = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    prompt = f'<tspan fill="#7fc98b">$</tspan> <tspan fill="#ffffff">{escape(command)}</tspan>'
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{letters}" font-size="14" fill="#d7dae0">',
        f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="10" fill="#1b1e24" stroke="#444b57"/>',
        *(f'<circle cx="{20 + 18 * n}" cy="18" r="5" fill="#4d5562"/>' for n in range(3)),
        f'<text x="{left}" y="{top - row}">{prompt}</text>',
    ]
    for number, line in enumerate(lines):
        words = line.strip()
        if not words:
            continue
        x, y = left + cell * (len(line) - len(line.lstrip())), top + row * number
        cells = sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in words)
        out.append(f'<text x="{x:g}" y="{y}" textLength="{cells * cell:.1f}">{escape(words)}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def draw() -> None:
    """All pictures anew; the photographs if their pages have changed and there is a browser to take them."""
    with tempfile.TemporaryDirectory() as folder:
        (PICTURES / "agenda.svg").write_text(terminal(Path(folder)), "utf-8")
    stale = not DRAWN_FROM.exists() or DRAWN_FROM.read_text("utf-8") != drawn_from()
    if stale and browser() and shutil.which("pngquant"):
        for name, page in papers().items():
            photograph(page, PICTURES / name)
        DRAWN_FROM.write_text(drawn_from(), "utf-8")


if __name__ == "__main__":
    draw()
