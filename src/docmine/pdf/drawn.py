"""What is drawn on a page besides its words: ruling lines, and how much of it is pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import repeat

from docmine.pdf.calls import calls
from docmine.pdf.frames import UNMOVED, Frame, Matrix
from docmine.pdf.signs import FINE, PageSigns
from docmine.source import Box, Rule

PATH, IMAGE, FORM = 2, 3, 5  # kinds of page objects
MOST_NESTED = 4  # forms inside forms
MAX_OBJECTS = 30_000  # page objects looked at for ruling lines
MAX_RULES = 4_000
THIN = 3.0  # points: a drawn rectangle thinner than that is a line
SHORTEST_RULE = 6.0  # points; the sides of a cell of one row are little longer


class Drawings:
    """Looks at the objects of one page after the other."""

    def __init__(self) -> None:
        self._call = calls()
        self._floats = (ctypes.c_float * 6)()
        self._sizes = (ctypes.c_uint * 2)()
        self._pixels = 0  # of the largest picture of the page
        self._narrowest = 0  # pixels of the narrower side of the picture seen last
        self.signs = PageSigns()  # of the page seen last

    def rules(self, page: int, number: int, frame: Frame, hidden: float) -> list[Rule]:
        """The page's ruling lines; notes on the way what its pictures and paths say of it."""
        found: list[Rule] = []
        paths, picture, fine = 0, 0.0, 0.0
        self._pixels = 0
        for kind, bounds in self._objects(page):
            box = frame.box(number, *bounds)
            if kind == IMAGE:
                shown = _shown(box, frame)
                picture += shown
                fine += shown if self._narrowest >= FINE / 72 * min(box.x1 - box.x0, box.bottom - box.top) else 0.0
                continue
            paths += 1
            if len(found) < MAX_RULES:
                found += _edges(box, frame)
        self.signs = PageSigns(min(picture, 1.0), paths, hidden, self._pixels, min(fine, 1.0))
        return found

    def _objects(self, page: int) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
        """The paths and pictures of the page, in forms too: kind, and (left, bottom, right, top) in the page's own frame."""
        call, left = self._call, MAX_OBJECTS
        waiting: list[tuple[int, Matrix]] = []
        count, item, container, matrix = call.count_objects, call.get_object, page, UNMOVED
        while True:
            total = min(count(container), left)
            left -= total
            things = list(map(item, repeat(container), range(total)))
            for thing, kind in zip(things, map(call.object_type, things), strict=True):
                if kind == FORM and matrix.depth < MOST_NESTED:
                    waiting.append((thing, self._inner(thing, matrix)))
                elif kind in (PATH, IMAGE):
                    if kind == IMAGE:
                        width, height = self._claimed(thing)
                        self._pixels = max(self._pixels, width * height)
                        self._narrowest = min(width, height)
                    bounds = self._bounds(thing, matrix)
                    if bounds is not None:
                        yield kind, bounds
            if not waiting or left <= 0:
                return
            container, matrix = waiting.pop()
            count, item = call.count_inner, call.get_inner

    def _claimed(self, image: int) -> tuple[int, int]:
        """How many pixels wide and high a picture says that it is, whatever its data hold."""
        at = ctypes.addressof(self._sizes)
        return (self._sizes[0], self._sizes[1]) if self._call.image_size(image, at, at + 4) else (0, 0)

    def _bounds(self, thing: int, matrix: Matrix) -> tuple[float, float, float, float] | None:
        values = self._floats
        at = ctypes.addressof(values)
        if not self._call.bounds(thing, at, at + 4, at + 8, at + 12):
            return None
        bounds = (values[0], values[1], values[2], values[3])
        return bounds if matrix is UNMOVED else matrix.moved(bounds)

    def _inner(self, form: int, outer: Matrix) -> Matrix:
        values = self._floats
        if not self._call.object_matrix(form, ctypes.addressof(values)):
            return outer._replace(depth=outer.depth + 1)
        return outer.after(values[0], values[1], values[2], values[3], values[4], values[5])


def _shown(box: Box, frame: Frame) -> float:
    """The share of the page that a box covers."""
    width = max(0.0, min(box.x1, frame.width) - max(box.x0, 0.0))
    height = max(0.0, min(box.bottom, frame.height) - max(box.top, 0.0))
    return width * height / max(frame.width * frame.height, 1.0)


def _edges(box: Box, frame: Frame) -> list[Rule]:
    """A thin path as a line, a rectangle as its four edges; tiny things and frames of the whole page as nothing."""
    width, height = box.x1 - box.x0, box.bottom - box.top
    if max(width, height) < SHORTEST_RULE or (width > 0.97 * frame.width and height > 0.97 * frame.height):
        return []
    if min(width, height) <= THIN:
        return [Rule(box)]
    return [
        Rule(Box(box.page, box.x0, box.top, box.x1, box.top)),
        Rule(Box(box.page, box.x0, box.bottom, box.x1, box.bottom)),
        Rule(Box(box.page, box.x0, box.top, box.x0, box.bottom)),
        Rule(Box(box.page, box.x1, box.top, box.x1, box.bottom)),
    ]
