"""Pages as pictures: rendering, straightening, and what ink tells of type and ruling lines.

Pictures are numpy arrays of grey bytes, rows from top to bottom, 0 black; `Scan` remembers how its pixels lie on the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from docmine.source import Box

if TYPE_CHECKING:
    import pypdfium2

Grey = NDArray[np.uint8]
Ink = NDArray[np.bool_]

RESOLUTION = 300  # dots an inch; what the engines are trained on
MOST_PIXELS = 18_000_000  # a page of A3 at that resolution; a larger page is rendered coarser
COARSE, BAND = 36, 20  # dots an inch and tones of grey that tell paper from a photograph
LEAST_GROUND = 0.6  # scans have .78 to .94, a cover with a photograph .44
MOST_SKEW = 5.0  # degrees
LEAST_SKEW = 0.08  # degrees; less moves a row's end by two pixels
INK_SAMPLES = 150_000  # dark pixels looked at to find the skew
LEAST_RULE = 0.4  # inches; no letter has a stroke as long
THICKEST_RULE = 0.04  # inches
RULE_EDGE = 2  # pixels beside a line that are grey
MOST_RULES = 400


@dataclass(frozen=True, slots=True)
class Scan:
    """A page's picture, made straight. `angle` is by how many degrees its rows fell to the right before; lengths in points."""

    grey: Grey
    dots: float  # pixels a point
    angle: float

    @property
    def width(self) -> float:
        return float(self.grey.shape[1] / self.dots)

    @property
    def height(self) -> float:
        return float(self.grey.shape[0] / self.dots)

    def on_page(self, box: Box) -> Box:
        """The rectangle around a box of the straightened picture, on the page as it lies."""
        if not self.angle:
            return box
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        cx, cy, turn = self.width / 2, self.height / 2, math.radians(self.angle)
        x, y = (
            cx + (x - cx) * math.cos(turn) - (y - cy) * math.sin(turn),
            cy + (x - cx) * math.sin(turn) + (y - cy) * math.cos(turn),
        )
        half_width = (box.x1 - box.x0) / 2
        half_height = (box.bottom - box.top) / 2 + half_width * abs(math.sin(turn))
        return Box(box.page, x - half_width, y - half_height, x + half_width, y + half_height)

    def turned(self, quarters: int) -> Scan:
        """The picture turned clockwise by so many right angles; what follows is told on the page turned so."""
        return Scan(np.ascontiguousarray(np.rot90(self.grey, -quarters)), self.dots, 0.0)


def render(document: pypdfium2.PdfDocument, number: int) -> Scan:
    """The page of that number as a straight picture."""
    return straightened(*_drawn(document, number, RESOLUTION))


def is_paper(document: pypdfium2.PdfDocument, number: int) -> bool:
    """Whether the page looks like print on paper: most of it within `BAND` tones of one (LEAST_GROUND says how much)."""
    tones = np.bincount(_drawn(document, number, COARSE)[0].ravel(), minlength=256)
    most = int(tones.argmax())
    return float(tones[max(0, most - BAND) : most + BAND + 1].sum()) >= LEAST_GROUND * float(tones.sum())


def _drawn(document: pypdfium2.PdfDocument, number: int, resolution: float) -> tuple[Grey, float]:
    """The page as it lies, and its pixels a point; coarser than asked where it is very large."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(resolution / 72, math.sqrt(MOST_PIXELS / max(width * height, 1.0)))
        bitmap = page.render(scale=scale, grayscale=True)
        grey = np.array(bitmap.to_numpy(), dtype=np.uint8)
        bitmap.close()
    finally:
        page.close()
    return grey.reshape(grey.shape[0], grey.shape[1]), scale


def straightened(grey: Grey, dots: float) -> Scan:
    """The picture with level rows."""
    angle = skew(ink_of(grey))
    if abs(angle) < LEAST_SKEW:
        return Scan(grey, dots, 0.0)
    from PIL import Image

    turned = Image.fromarray(grey).rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    return Scan(np.asarray(turned, dtype=np.uint8), dots, angle)


def ink_of(grey: Grey) -> Ink:
    """Which pixels are ink: darker than the middle between the picture's paper and its darkest hundredth (Otsu's way needs two humps)."""
    if not grey.size:
        return np.zeros(grey.shape, dtype=np.bool_)
    sample = grey[::4, ::4]
    paper, dark = float(np.median(sample)), float(np.percentile(sample, 1))
    return grey < (paper + min(dark, paper - 40.0)) / 2


def skew(ink: Ink) -> float:
    """Degrees by which rows fall to the right: the shear that makes the rows' profile sharpest; 0 for a picture without rows."""
    ys, xs = np.nonzero(ink[::2, ::2])
    if len(ys) < 500:
        return 0.0
    step = max(1, len(ys) // INK_SAMPLES)
    ys, xs = ys[::step], xs[::step]
    best = 0.0
    for reach, grain in ((MOST_SKEW, 0.5), (0.5, 0.1), (0.1, 0.02)):
        angles = best + np.arange(-reach, reach + grain / 2, grain)
        best = float(max(angles, key=lambda angle: (_sharpness(ys, xs, float(angle)), -abs(float(angle)))))
    flat = _sharpness(ys, xs, 0.0)
    # A picture, or a page of a few words, is as sharp at any angle.
    return round(best, 3) if abs(best) <= MOST_SKEW and _sharpness(ys, xs, best) > 1.05 * flat else 0.0


def _sharpness(ys: NDArray[Any], xs: NDArray[Any], angle: float) -> float:
    rows = np.rint(ys - xs * math.tan(math.radians(angle))).astype(np.int64)
    profile = np.bincount(rows - rows.min())
    return float(np.square(np.diff(profile)).sum())


def stroke(ink: Ink, x0: int, top: int, x1: int, bottom: int) -> float:
    """The mean width of the strokes in a part of the picture, in pixels: ink over the number of times a row meets it."""
    part = ink[max(top, 0) : bottom, max(x0, 0) : x1]
    if not part.size:
        return 0.0
    meets = int(part[:, 0].sum()) + int((part[:, 1:] & ~part[:, :-1]).sum())
    return float(part.sum()) / meets if meets else 0.0


def without_rules(grey: Grey, ink: Ink, dots: float) -> tuple[Grey, Ink, list[tuple[float, float, float, float]]]:
    """The picture and its ink without ruling lines, and those as `ruling_lines` gives them.

    An engine cannot read words that are underlined or touch a table's frame. Strokes that cross a line (the tail of a g) stay.
    """
    edges = list(ruling_lines(ink, dots))
    if not edges:
        return grey, ink, edges
    grey, ink, paper = grey.copy(), ink.copy(), int(np.median(grey[::4, ::4]))
    for x0, top, x1, bottom in edges:
        a, b, c, d = (round(value * dots) for value in (x0, top, x1, bottom))
        if c - a >= d - b:
            _rub_out(grey, ink, (a, b, c, d), paper)
        else:
            _rub_out(grey.T, ink.T, (b, a, d, c), paper)
    return grey, ink, edges


def _rub_out(grey: Grey, ink: Ink, line: tuple[int, int, int, int], paper: int) -> None:
    """Makes a level line paper, with its blurred edges, where there is no ink both above and below it."""
    x0, top, x1, bottom = line
    top, bottom = max(top - RULE_EDGE, 0), min(bottom + RULE_EDGE + 1, len(grey))
    above, below = ink[max(top - 1, 0), x0:x1], ink[min(bottom, len(grey) - 1), x0:x1]
    gone = ~(above & below)
    grey[top:bottom, x0:x1][:, gone] = paper
    ink[top:bottom, x0:x1][:, gone] = False


def ruling_lines(ink: Ink, dots: float) -> Iterator[tuple[float, float, float, float]]:
    """The level and upright lines of the picture as (x0, top, x1, bottom) in points; at most `MOST_RULES` of each."""
    for x0, top, x1, bottom in _level_lines(ink, dots):
        yield x0 / dots, top / dots, x1 / dots, bottom / dots
    for top, x0, bottom, x1 in _level_lines(np.ascontiguousarray(ink.T), dots):
        yield x0 / dots, top / dots, x1 / dots, bottom / dots


def _level_lines(ink: Ink, dots: float) -> list[tuple[int, int, int, int]]:
    least, thick = int(LEAST_RULE * 72 * dots), THICKEST_RULE * 72 * dots
    if ink.shape[1] <= least:
        return []
    found: list[list[int]] = []
    for y in np.nonzero(ink.sum(axis=1) >= least)[0].tolist():
        for x0, x1 in _long_runs(ink[y], least):
            home = next((line for line in reversed(found[-40:]) if y - line[3] <= 2 and x0 < line[2] and line[0] < x1), None)
            if home is not None:
                home[0], home[2], home[3] = min(home[0], x0), max(home[2], x1), y
            elif len(found) < MOST_RULES:
                found.append([x0, y, x1, y])
    return [(x0, top, x1, bottom) for x0, top, x1, bottom in found if bottom - top <= thick]


def _long_runs(row: Any, least: int) -> list[tuple[int, int]]:
    """Stretches of ink in one row of pixels, gaps of two pixels bridged."""
    places = np.nonzero(row)[0]
    breaks = np.nonzero(np.diff(places) > 3)[0]
    starts = places[np.concatenate(([0], breaks + 1))]
    ends = places[np.concatenate((breaks, [len(places) - 1]))]
    long = ends - starts >= least
    return [(int(a), int(b) + 1) for a, b in zip(starts[long], ends[long], strict=True)]
