"""Small SVG plots, written by hand so that no plotting library is needed; the same numbers give the same file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 560, 360
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 36, 52
COLOURS = ("#1b6ca8", "#c4512d", "#3a7d44", "#7b4fa0", "#a07b1b")


@dataclass(frozen=True, slots=True)
class Line:
    """A named series of (x, y) points; `marks` draws each point, a share of 1 largest; `dashed` is for a reference."""

    name: str
    points: Sequence[tuple[float, float]]
    marks: Sequence[float] = ()
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis shows, from where to where, with lines at `ticks`."""

    name: str
    low: float
    high: float
    ticks: Sequence[float]

    def at(self, value: float, start: float, end: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(start + share * (end - start), 2)


def plot(title: str, x: Axis, y: Axis, lines: Sequence[Line]) -> str:
    """The plot as the text of an SVG file."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="20" font-size="14" font-weight="bold">{escape(title)}</text>',
        *_grid(x, y),
    ]
    for n, line in enumerate(lines):
        parts += _series(line, x, y, "#888" if line.dashed else COLOURS[n % len(COLOURS)])
        parts += _legend(line, n, "#888" if line.dashed else COLOURS[n % len(COLOURS)])
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(axis: Axis, value: float) -> float:
    return axis.at(value, LEFT, WIDTH - RIGHT)


def _y(axis: Axis, value: float) -> float:
    return axis.at(value, HEIGHT - BOTTOM, TOP)


def _grid(x: Axis, y: Axis) -> list[str]:
    parts = []
    for tick in y.ticks:
        at = _y(y, tick)
        parts.append(f'<line x1="{LEFT}" y1="{at}" x2="{WIDTH - RIGHT}" y2="{at}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4}" text-anchor="end">{tick:g}</text>')
    for tick in x.ticks:
        at = _x(x, tick)
        parts.append(f'<line x1="{at}" y1="{TOP}" x2="{at}" y2="{HEIGHT - BOTTOM}" stroke="#eee"/>')
        parts.append(f'<text x="{at}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{tick:g}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 12}" text-anchor="middle">{escape(x.name)}</text>')
    high = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(f'<text x="16" y="{high}" text-anchor="middle" transform="rotate(-90 16 {high})">{escape(y.name)}</text>')
    return parts


def _series(line: Line, x: Axis, y: Axis, colour: str) -> list[str]:
    points = [(_x(x, a), _y(y, b)) for a, b in line.points]
    path = " ".join(f"{a},{b}" for a, b in points)
    dash = ' stroke-dasharray="5 4"' if line.dashed else ""
    parts = [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>']
    for (a, b), share in zip(points, line.marks, strict=False):
        parts.append(f'<circle cx="{a}" cy="{b}" r="{round(2 + 5 * share**0.5, 2)}" fill="{colour}"/>')
    return parts


def _legend(line: Line, n: int, colour: str) -> list[str]:
    top = TOP + 14 + 18 * n
    left = WIDTH - RIGHT + 10
    return [
        f'<line x1="{left}" y1="{top - 4}" x2="{left + 18}" y2="{top - 4}" stroke="{colour}" stroke-width="3"/>',
        f'<text x="{left + 24}" y="{top}">{escape(line.name)}</text>',
    ]
