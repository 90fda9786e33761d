"""Cost against size, as a picture in plain SVG with both axes logarithmic.

In: the JSON of `run --out`. Out: an SVG file.
Never: a figure that was not measured; a line ends where its peer was left out.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from benchmarks import measure, peers

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 460, 60, 20, 230, 50
LINES = {
    measure.FIRST: "#b8336a", measure.NOTHING: "#1d6fb8", measure.ONE: "#2a9d5c", "agenda": "#8455b8",
    "list contacts": "#c77d0a", measure.STAT: "#777777", peers.HUGO: "#111111", peers.ELEVENTY: "#9a8c4a",
    peers.MARKDOWNDB: "#b0b0b0",
}  # fmt: skip


def draw(figures: Path, to: Path) -> None:
    """Write the picture of the wall seconds in `figures` to `to`."""
    found = {int(notes): rows for notes, rows in json.loads(figures.read_text()).items()}
    lines = {
        name: [(notes, rows[name]["wall"]) for notes, rows in sorted(found.items()) if name in rows]
        for name in LINES
    }
    to.write_text(picture({name: points for name, points in lines.items() if points}), "utf-8", newline="\n")


def picture(lines: dict[str, list[tuple[int, float]]]) -> str:
    across = [math.log10(notes) for points in lines.values() for notes, _ in points]
    up = [math.log10(seconds) for points in lines.values() for _, seconds in points]
    scale = _Scale(min(across), max(across), math.floor(min(up)), math.ceil(max(up)))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">'
    )
    parts = [
        head,
        '<rect width="100%" height="100%" fill="white"/>',
        *_grid(scale, sorted({notes for points in lines.values() for notes, _ in points})),
    ]
    labels = sorted(lines, key=lambda name: -lines[name][-1][1])
    for number, name in enumerate(labels):
        parts += _line(scale, name, lines[name], TOP + 14 + 20 * number)
    return "\n".join([*parts, "</svg>", ""])


class _Scale:
    def __init__(self, first: float, last: float, low: float, high: float) -> None:
        self.first, self.last, self.low, self.high = first, max(last, first + 1), low, max(high, low + 1)

    def x(self, notes: float) -> float:
        share = (math.log10(notes) - self.first) / (self.last - self.first)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, seconds: float) -> float:
        share = (math.log10(seconds) - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)


def _grid(scale: _Scale, sizes: list[int]) -> list[str]:
    parts = []
    for power in range(int(scale.low), int(scale.high) + 1):
        y = scale.y(10**power)
        parts.append(f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{10**power:g} s</text>')
    for size in sizes:
        parts.append(f'<path d="M{scale.x(size)} {TOP}V{HEIGHT - BOTTOM}" stroke="#eeeeee"/>')
        parts.append(
            f'<text x="{scale.x(size)}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{size:,} notes</text>'
        )
    return parts


def _line(scale: _Scale, name: str, points: list[tuple[int, float]], label: int) -> list[str]:
    colour = LINES[name]
    path = " ".join(f"{scale.x(notes)},{scale.y(seconds)}" for notes, seconds in points)
    dots = [
        f'<circle cx="{scale.x(notes)}" cy="{scale.y(seconds)}" r="3" fill="{colour}"/>'
        for notes, seconds in points
    ]
    x = WIDTH - RIGHT + 20
    return [
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
        *dots,
        f'<path d="M{x} {label - 4}h16" stroke="{colour}" stroke-width="3"/>',
        f'<text x="{x + 22}" y="{label}">{name}</text>',
    ]
