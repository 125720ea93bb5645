"""The fast reader: PDFium through ctypes, a bulk text call a page and then a few calls a word.

PDFium's own ways, which this module hides:
- a hyphen at a line's end comes as U+FFFE or U+0002, with no line break after it;
- coordinates are those of the unrotated, uncropped page, y upwards;
- the boxes of characters are not comparable between fonts, so a word's height is taken from its baseline and size.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain, compress, pairwise, repeat
from operator import ne
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from docmine.pdf.calls import calls
from docmine.pdf.drawn import Drawings
from docmine.pdf.frames import Frame, frame_of, upright
from docmine.pdf.lines import make_lines
from docmine.pdf.runs import DESCENT, Run
from docmine.pdf.signs import PageSigns
from docmine.pdf.tokens import Tokens, find_tokens
from docmine.source import Box, Page, Problem, Word

if TYPE_CHECKING:
    import pypdfium2

BOLD = re.compile(r"bold|black|heavy|demi|cmbx|sfbx|,b$|-bd|-medi$|-mediital", re.IGNORECASE)
ITALIC = re.compile(r"ital|obli|cmti|cmsl|sfti|slanted", re.IGNORECASE)
FORCE_BOLD, ITALIC_FLAG = 1 << 18, 1 << 6  # bits of a font descriptor's /Flags
FILL_AND_STROKE = 2  # a text rendering mode used to imitate bold
INVISIBLE = 3  # the mode of text that an OCR program laid under a picture
MAX_CHARACTERS = 400_000  # a page; the rest is left out with a Problem
AT_ONCE = 256  # words whose places are asked for before they are read

Numbers = NDArray[np.float64]
# As `Box(…)` and `Word(…)` of a tuple's fields, without the Python function that a NamedTuple puts around it.
_box: Callable[[tuple[int, float, float, float, float]], Box] = partial(tuple.__new__, Box)
_word: Callable[[tuple[str, Box, float, bool, bool]], Word] = partial(tuple.__new__, Word)


class Style(NamedTuple):
    """What the words of one text object share. `angle` is in the page's own frame, degrees counter-clockwise."""

    size: float
    bold: bool
    italic: bool
    angle: int
    hidden: bool = False


class FastReader:
    """Reads one opened document, a page at a time; not thread-safe, as PDFium is not."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._call = calls()
        self._document = document
        self._handle = ctypes.cast(document.raw, ctypes.c_void_p).value
        self._floats = (ctypes.c_float * 6)()
        self._look = (ctypes.c_float * 7)()  # a font's size and a character's matrix
        self._at_size, self._at_matrix = ctypes.byref(self._look), ctypes.byref(self._look, 4)
        self._name = ctypes.create_string_buffer(256)
        self._places = Places()
        self._drawings = Drawings()

    @property
    def signs(self) -> PageSigns:
        """Those of the page read last."""
        return self._drawings.signs

    def page(self, number: int) -> Page:
        """The page of that number, counted from 1; a page that cannot be loaded is empty and carries a Problem."""
        page = self._call.load_page(self._handle, number - 1)
        if not page:
            return Page(number, 0.0, 0.0, (), problems=(unreadable(number),))
        try:
            frame = self._frame(page)
            runs, cut, hidden = self._runs(page, number, frame)
            rules = self._drawings.rules(page, number, frame, hidden)
        finally:
            self._call.close_page(page)
        problems: tuple[Problem, ...] = (_cut_short(number),) if cut else ()
        rules = [rule for rule in rules if _has_place(rule.box)]
        if not math.isfinite(sum(chain.from_iterable([run.word.box for run in runs]))) and not all(
            _has_place(run.word.box) for run in runs
        ):
            problems += (_without_place(number),)
            runs = [run for run in runs if _has_place(run.word.box)]
        width, height, runs, rules, turned = upright(number, frame.width, frame.height, runs, rules)
        return Page(number, width, height, make_lines(runs), tuple(rules), problems=problems + turned)

    def _frame(self, page: int) -> Frame:
        box = self._floats
        turn = 90 * self._call.rotation(page)
        self._call.page_box(page, ctypes.addressof(box))
        left, top, right, bottom = box[0], box[1], box[2], box[3]  # an FS_RECTF
        if right - left < 1 or top - bottom < 1:
            left, bottom, right, top = 0.0, 0.0, self._call.width(page), self._call.height(page)
        return frame_of(left, bottom, right, top, turn)

    def _runs(self, page: int, number: int, frame: Frame) -> tuple[list[Run], bool, float]:
        """The page's words, whether some were left out, and the share of them that is invisible."""
        text = ctypes.c_void_p(self._call.load_text(page))
        if not text:
            return [], False, 0.0
        try:
            count = self._call.count(text)
            if count <= 0:
                return [], False, 0.0
            tokens = find_tokens(self._characters(text, min(count, MAX_CHARACTERS)), count > MAX_CHARACTERS)
            styles = self._styles(text, tokens)
            hidden = sum([style.hidden for style in styles]) / max(1, len(styles))
            return self._placed(text, tokens, styles, number, frame), tokens.cut, hidden
        finally:
            self._call.close_text(text)

    def _characters(self, text: ctypes.c_void_p, count: int) -> str:
        """One character for each index; the bulk call is right unless it dropped or doubled some."""
        units = (ctypes.c_ushort * (count + 2))()
        got = self._call.get_text(text, 0, count, ctypes.addressof(units)) - 1
        characters = ctypes.string_at(ctypes.addressof(units), 2 * max(got, 0)).decode("utf-16-le", "surrogatepass")
        if len(characters) == count:
            return characters
        codes = map(self._call.unicode, repeat(text), range(count))
        return "".join(chr(code) if 0 < code < 0x110000 else "\0" for code in codes)

    def _styles(self, text: ctypes.c_void_p, tokens: Tokens) -> list[Style]:
        """Each token's style; tokens are split where the style changes inside a word (note marks, bold lead-ins)."""
        fonts: dict[int, tuple[bool, bool]] = {}
        looks: dict[tuple[object, ...], Style] = {}
        starts, ends = tokens.starts, tokens.ends
        owner_of = self._call.text_object
        first: list[int | None] = list(map(owner_of, repeat(text), starts))
        # An object's style is asked of the first of its characters that begins a token: backwards, that is the one that the dict keeps.
        beginning = dict(zip(reversed(first), reversed(starts), strict=True))
        known = {owner: self._style(text, start, owner, fonts, looks) for owner, start in beginning.items()}
        styles = [known[owner] for owner in first]

        def style(character: int, owner: int | None) -> Style:
            if owner not in known:
                known[owner] = self._style(text, character, owner, fonts, looks)
            return known[owner]

        # An object's characters follow one another: where two tokens begin with its own, all between are.
        changing = [k for k, (owner, following) in enumerate(pairwise((*first, -1))) if owner != following or not owner]
        mixed = [k for k in changing if ends[k] - starts[k] > 1 and owner_of(text, ends[k] - 1) != first[k]]
        for k in reversed(mixed):
            self._split(text, tokens, styles, k, style)
        return styles

    def _split(self, text: ctypes.c_void_p, tokens: Tokens, styles: list[Style], k: int, style: Callable[[int, int | None], Style]) -> None:
        start, end = tokens.starts[k], tokens.ends[k]
        owners = list(map(self._call.text_object, repeat(text), range(start, end)))
        cuts, seen, last = [0], [styles[k]], styles[k]
        for i in compress(range(1, end - start), map(ne, owners, owners[1:])):
            before, last = last, style(start + i, owners[i])
            if last != before and last.size > 0:
                cuts.append(i)
                seen.append(last)
        if len(cuts) == 1:
            return
        whole = tokens.texts[k]
        spans = list(pairwise([*cuts, end - start]))
        styles[k : k + 1] = seen
        tokens.texts[k : k + 1] = [whole[a:b] for a, b in spans]
        tokens.starts[k : k + 1] = [start + a for a, _ in spans]
        tokens.ends[k : k + 1] = [start + b for _, b in spans]
        tokens.rows[k : k + 1] = [tokens.rows[k]] * len(cuts)
        tokens.glued[k : k + 1] = [tokens.glued[k]] + [True] * (len(cuts) - 1)

    def _style(
        self,
        text: ctypes.c_void_p,
        character: int,
        owner: int | None,
        fonts: dict[int, tuple[bool, bool]],
        looks: dict[tuple[object, ...], Style],
    ) -> Style:
        """The style of a text object; `fonts` are those met on the page, `looks` the styles by what PDFium says of their objects."""
        if not owner:
            return Style(0.0, False, False, 0)
        call, thing = self._call, ctypes.c_void_p(owner)
        font, mode = call.font(thing), call.render_mode(thing)
        call.font_size(thing, self._at_size)
        # The character's matrix, not the object's: it has the matrices of the forms around it in it.
        moved = call.matrix(text, character, self._at_matrix)
        size, *matrix = self._look[:5]
        look = (font, mode, size, *matrix) if moved else (font, mode, size)
        if look not in looks:
            if font not in fonts:
                fonts[font] = self._font(font)
            looks[look] = _style_of(size, matrix if moved else (), mode, *fonts[font])
        return looks[look]

    def _font(self, font: int) -> tuple[bool, bool]:
        length = self._call.font_name(font, ctypes.addressof(self._name), 256)
        name = self._name.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")
        flags = self._call.font_flags(font)
        flags = flags if flags > 0 else 0
        return bool(BOLD.search(name)) or bool(flags & FORCE_BOLD), bool(ITALIC.search(name)) or bool(flags & ITALIC_FLAG)

    def _placed(self, text: ctypes.c_void_p, tokens: Tokens, styles: Sequence[Style], number: int, frame: Frame) -> list[Run]:
        if not styles:
            return []
        sizes, bold, italic, angles, _ = zip(*styles, strict=True)
        em = np.array(sizes)
        x, y, right = self._places.of(text, tokens)
        with np.errstate(all="ignore"):  # a damaged matrix puts words at infinity
            bottom = frame.f - y + DESCENT * em
            top, forward = bottom - em, right >= x
            x0, x1 = np.where(forward, x, right) + frame.c, np.where(forward, right, x) + frame.c
        boxes = map(_box, zip(repeat(number), x0.tolist(), top.tolist(), x1.tolist(), bottom.tolist(), strict=False))
        words = map(_word, zip(tokens.texts, boxes, sizes, bold, italic, strict=True))
        runs = list(map(Run, words, tokens.rows, tokens.glued))
        # That is right for level words, as nearly all are.
        level = (em > 0) & (np.array(angles) == 0) & (frame.turn == 0)
        for k in np.flatnonzero(~level).tolist():
            box = self._turned_box(text, tokens.starts[k], tokens.ends[k] - 1, number, frame)
            runs[k].word = Word(tokens.texts[k], box, sizes[k] or box.bottom - box.top, bold[k], italic[k])
            runs[k].angle = (angles[k] - frame.turn) % 360
        return runs

    def _turned_box(self, text: ctypes.c_void_p, first: int, last: int, number: int, frame: Frame) -> Box:
        values = self._floats
        boxes = []
        for character in (first, last):
            self._call.loose_box(text, character, ctypes.byref(values))
            left, top, right, bottom = values[0], values[1], values[2], values[3]  # an FS_RECTF
            boxes.append(frame.box(number, left, bottom, right, top))
        a, b = boxes
        return Box(number, min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom))


class Places:
    """Where words begin and end in the page's own coordinates. What PDFium's answers are written to is made once, with the pointers
    to it: to make a pointer takes as long as to ask."""

    def __init__(self) -> None:
        self._call = calls()
        origins, boxes = np.zeros((AT_ONCE, 2)), np.zeros((AT_ONCE, 4), dtype=np.float32)
        doubles, floats = (ctypes.c_double * origins.size).from_buffer(origins.data), (ctypes.c_float * boxes.size).from_buffer(boxes.data)
        self._xs = [ctypes.byref(doubles, 16 * k) for k in range(AT_ONCE)]
        self._ys = [ctypes.byref(doubles, 16 * k + 8) for k in range(AT_ONCE)]
        self._boxes = [ctypes.byref(floats, 16 * k) for k in range(AT_ONCE)]
        self._origin, self._box = origins.T, boxes.T  # x, y; of an FS_RECTF: left, top, right, bottom

    def of(self, text: ctypes.c_void_p, tokens: Tokens) -> tuple[Numbers, Numbers, Numbers]:
        """The origins' x and y of the tokens' first characters, and the right edges of their last."""
        x, y, right = np.empty((3, len(tokens.texts)))
        for first in range(0, len(tokens.texts), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            starts, lasts = tokens.starts[part], [end - 1 for end in tokens.ends[part]]
            self._origin[:], self._box[:] = 0, 0  # where PDFium knows no place it writes none
            list(map(self._call.origin, repeat(text), starts, self._xs, self._ys))
            list(map(self._call.loose_box, repeat(text), lasts, self._boxes))
            (x[part], y[part]), right[part] = self._origin[:, : len(starts)], self._box[2, : len(starts)]
        return x, y, right


def _style_of(size: float, matrix: Sequence[float], mode: int, bold: bool, italic: bool) -> Style:
    angle = 0
    if matrix:
        a, b, c, d = matrix
        size *= math.hypot(c, d)
        angle = _angle(a, b)
        italic = italic or (abs(b) < 1e-3 and abs(c) > 0.15 * abs(d) > 0)
    return Style(round(abs(size), 2), bold or mode == FILL_AND_STROKE, italic, angle, mode == INVISIBLE)


def _angle(a: float, b: float) -> int:
    """The direction of a matrix's x axis in whole degrees; what is nearly level or upright is made so."""
    if abs(b) < 0.05 * abs(a):
        return 0 if a >= 0 else 180
    if abs(a) < 0.05 * abs(b):
        return 90 if b > 0 else 270
    return round(math.degrees(math.atan2(b, a))) % 360


def unreadable(number: int) -> Problem:
    """The problem of a page that could not be read at all."""
    return Problem("error", "page-unreadable", f"page {number} cannot be read; the rest of the document is", number)


def _has_place(box: Box) -> bool:
    """Whether the box is anywhere: a damaged matrix puts words at infinity."""
    return math.isfinite(box.x0 + box.top + box.x1 + box.bottom)


def _without_place(number: int) -> Problem:
    return Problem("warning", "page-cut", f"page {number} has words that its damaged layout puts nowhere; they are left out", number)


def _cut_short(number: int) -> Problem:
    message = f"page {number} has more than {MAX_CHARACTERS} characters; only so many are read"
    return Problem("warning", "page-cut", message, number)
