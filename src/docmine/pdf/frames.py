"""From a page's own coordinates to those that a person sees."""

from __future__ import annotations

from typing import NamedTuple

from docmine.pdf.runs import Run
from docmine.source import Box, Problem, Rule, Word


class Frame(NamedTuple):
    """From a page's own coordinates to those seen: x' = a·x + b·y + c, y' = d·x + e·y + f; `turn` is the rotation in degrees clockwise."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    turn: int
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def box(self, page: int, left: float, bottom: float, right: float, top: float) -> Box:
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(page, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def frame_of(left: float, bottom: float, right: float, top: float, turn: int) -> Frame:
    """The frame of a page that shows the given part of its plane, turned clockwise by `turn` degrees."""
    width, height = right - left, top - bottom
    if turn == 90:
        return Frame(0, 1, -bottom, 1, 0, -left, 90, height, width)
    if turn == 180:
        return Frame(-1, 0, right, 0, 1, -bottom, 180, width, height)
    if turn == 270:
        return Frame(0, -1, top, -1, 0, right, 270, height, width)
    return Frame(1, 0, -left, 0, -1, top, 0, width, height)


class Matrix(NamedTuple):
    """What a form does to the places of what is drawn in it: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0
    depth: int = 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def moved(self, bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        left, bottom, right, top = bounds
        corners = [self.point(x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def after(self, a: float, b: float, c: float, d: float, e: float, f: float) -> Matrix:
        """The matrix of a form with the given one, drawn inside the form of this one."""
        x, y = self.point(e, f)
        return Matrix(
            self.a * a + self.c * b, self.b * a + self.d * b, self.a * c + self.c * d, self.b * c + self.d * d, x, y, self.depth + 1
        )


UNMOVED = Matrix()


def upright(
    number: int, width: float, height: float, runs: list[Run], rules: list[Rule]
) -> tuple[float, float, list[Run], list[Rule], tuple[Problem, ...]]:
    """The page turned so that most of its words stand upright, as someone holds a sheet whose table was printed sideways."""
    if {run.angle for run in runs} == {0}:
        return width, height, runs, rules, ()
    letters: dict[int, int] = {}
    for run in runs:
        letters[run.angle] = letters.get(run.angle, 0) + len(run.word.text)
    most = max(letters, key=lambda angle: (letters[angle], -angle), default=0)
    if most not in (90, 180, 270) or letters[most] < 0.7 * sum(letters.values()):
        return width, height, runs, rules, ()
    frame = frame_of(0, 0, width, height, most)

    def turned(box: Box) -> Box:
        return frame.box(number, box.x0, height - box.bottom, box.x1, height - box.top)

    for run in runs:
        box = turned(run.word.box)
        word = run.word
        run.word = Word(word.text, box, word.size, word.bold, word.italic)
        run.angle = (run.angle - most) % 360
    told = Problem("info", "page-turned", f"page {number} is printed sideways; places are given on the page turned upright", number)
    return frame.width, frame.height, runs, [Rule(turned(rule.box)) for rule in rules], (told,)
