"""Other programs over the same notes, where they are installed.

In: a folder of their own, a generated vault, the folder in which npm installed. Out: commands.
Never: more of a site than one page a note, with the barest of layouts.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HUGO, ELEVENTY, MARKDOWNDB = "hugo", "eleventy", "markdowndb"
MOST = {HUGO: 1_000_000, ELEVENTY: 10_000, MARKDOWNDB: 1_000}
"""Notes beyond which a peer would take hours; `--all-peers` waits for them."""
_ELEVENTY = """
module.exports = function (config) {
  config.setTemplateFormats(["md"]);
  config.addGlobalData("layout", "page.html");
  return { dir: { input: "content", output: "public", includes: "../layouts" }, markdownTemplateEngine: false };
};
"""


@dataclass(frozen=True)
class Peer:
    """`site` is the folder in which `words` are run; `notes` is its copy of the vault, `public` what it makes."""

    name: str
    words: list[str]
    watch: list[str]
    site: Path
    notes: Path
    public: Path


def present(npm: Path | None, notes: int, *, everyone: bool) -> list[str]:
    """The peers that can be asked, each that cannot with a line that says why."""
    names = []
    for name in (HUGO, ELEVENTY, MARKDOWNDB):
        if notes > MOST[name] and not everyone:
            print(f"{name} is left out at {notes:,} notes; --all-peers waits for it.\n")
        elif _program(name, npm) is None:
            print(f"{name} is not installed; docs/performance.md says how.\n")
        else:
            names.append(name)
    return names


def _program(name: str, npm: Path | None) -> str | None:
    if name == HUGO:
        return shutil.which("hugo")
    found = npm / "node_modules/.bin" / {ELEVENTY: "eleventy", MARKDOWNDB: "mddb"}[name] if npm else None
    return str(found.absolute()) if found and found.exists() else None


def peer(name: str, site: Path, vault: Path, npm: Path | None) -> Peer:
    """A fresh site of that peer over a copy of the vault."""
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    content, program = site / "content", _program(name, npm) or name
    shutil.copytree(vault, content)
    if name == HUGO:
        layouts = site / "layouts" / "_default"
        layouts.mkdir(parents=True)
        (site / "hugo.toml").write_text('title = "notes"\ndisableKinds = ["taxonomy", "term", "RSS"]\n')
        (layouts / "single.html").write_text("<h1>{{ .Title }}</h1>{{ .Content }}")
        (layouts / "list.html").write_text(
            "{{ range .Pages }}<a href='{{ .Permalink }}'>{{ .Title }}</a>{{ end }}"
        )
        words = [program, "--quiet"]
        return Peer(name, words, [*words, "--watch"], site, content, site / "public")
    if name == ELEVENTY:
        (site / "layouts").mkdir()
        (site / "layouts/page.html").write_text("<h1>{{ page.fileSlug }}</h1>{{ content }}")
        (site / "eleventy.config.cjs").write_text(_ELEVENTY)
        words = [program, "--quiet", "--config=eleventy.config.cjs"]
        return Peer(name, words, [*words, "--watch", "--incremental"], site, content, site / "public")
    return Peer(name, [program, "content"], [], site, content, site)
