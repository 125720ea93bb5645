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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from docmine.pdf.runs import DESCENT, Run, make_lines
from docmine.pdf.signs import PageSigns
from docmine.source import Box, Page, Problem, Rule, Word

if TYPE_CHECKING:
    import pypdfium2

HYPHENS = "\ufffe\x02"
TOKEN = re.compile(r"[^\s\x00\ufffe\x02]*[\ufffe\x02]|[^\s\x00\ufffe\x02]+|\n")
UNWANTED = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]")
BOLD = re.compile(r"bold|black|heavy|demi|cmbx|sfbx|,b$|-bd|-medi$|-mediital", re.IGNORECASE)
ITALIC = re.compile(r"ital|obli|cmti|cmsl|sfti|slanted", re.IGNORECASE)
FORCE_BOLD, ITALIC_FLAG = 1 << 18, 1 << 6  # bits of a font descriptor's /Flags
FILL_AND_STROKE = 2  # a text rendering mode used to imitate bold
INVISIBLE = 3  # the mode of text that an OCR program laid under a picture
PATH, IMAGE, FORM = 2, 3, 5  # kinds of page objects
MOST_NESTED = 4  # forms inside forms
MAX_CHARACTERS = 400_000  # a page; the rest is left out with a Problem
MAX_OBJECTS = 30_000  # page objects looked at for ruling lines
MAX_RULES = 4_000
THIN = 3.0  # points: a drawn rectangle thinner than that is a line
SHORTEST_RULE = 6.0  # points; the sides of a cell of one row are little longer


class Style(NamedTuple):
    """What the words of one text object share. `angle` is in the page's own frame, degrees counter-clockwise."""

    size: float
    bold: bool
    italic: bool
    angle: int
    hidden: bool = False


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


@dataclass(slots=True)
class _Tokens:
    """The words of a page as ranges of its characters; parallel lists."""

    texts: list[str]
    starts: list[int]
    ends: list[int]  # half-open
    rows: list[int]
    glued: list[bool]
    cut: bool = False  # the page had more characters than are read


class FastReader:
    """Reads one opened document, a page at a time; not thread-safe, as PDFium is not."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._call = _calls()
        self._document = document
        self._handle = ctypes.cast(document.raw, ctypes.c_void_p).value
        self._floats = (ctypes.c_float * 6)()
        self._doubles = (ctypes.c_double * 2)()
        self._name = ctypes.create_string_buffer(256)
        self.signs = PageSigns()  # of the page read last

    def page(self, number: int) -> Page:
        """The page of that number, counted from 1; a page that cannot be loaded is empty and carries a Problem."""
        page = self._call.load_page(self._handle, number - 1)
        if not page:
            return Page(number, 0.0, 0.0, (), problems=(unreadable(number),))
        try:
            frame = self._frame(page)
            runs, cut, hidden = self._runs(page, number, frame)
            rules = self._drawn(page, number, frame, hidden)
        finally:
            self._call.close_page(page)
        problems: tuple[Problem, ...] = (_cut_short(number),) if cut else ()
        rules = [rule for rule in rules if _has_place(rule.box)]
        if not all(_has_place(run.word.box) for run in runs):
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
        text = self._call.load_text(page)
        if not text:
            return [], False, 0.0
        try:
            count = self._call.count(text)
            if count <= 0:
                return [], False, 0.0
            tokens = _tokens(self._characters(text, min(count, MAX_CHARACTERS)), count > MAX_CHARACTERS)
            styles = self._styles(text, tokens)
            hidden = sum([style.hidden for style in styles]) / max(1, len(styles))
            return self._placed(text, tokens, styles, number, frame), tokens.cut, hidden
        finally:
            self._call.close_text(text)

    def _characters(self, text: int, count: int) -> str:
        """One character for each index; the bulk call is right unless it dropped or doubled some."""
        units = (ctypes.c_ushort * (count + 2))()
        got = self._call.get_text(text, 0, count, ctypes.addressof(units)) - 1
        characters = ctypes.string_at(ctypes.addressof(units), 2 * max(got, 0)).decode("utf-16-le", "surrogatepass")
        if len(characters) == count:
            return characters
        codes = map(self._call.unicode, repeat(text), range(count))
        return "".join(chr(code) if 0 < code < 0x110000 else "\0" for code in codes)

    def _styles(self, text: int, tokens: _Tokens) -> list[Style]:
        """Each token's style; tokens are split where the style changes inside a word (note marks, bold lead-ins)."""
        cache: dict[int | None, Style] = {}
        fonts: dict[int, tuple[bool, bool]] = {}

        def style(character: int, owner: int | None) -> Style:
            found = cache.get(owner)
            if found is None:
                found = cache[owner] = self._style(text, character, owner, fonts)
            return found

        owner_of = self._call.text_object
        first = list(map(owner_of, repeat(text), tokens.starts))
        last = map(owner_of, repeat(text), [end - 1 for end in tokens.ends])
        styles = [style(start, owner) for start, owner in zip(tokens.starts, first, strict=False)]
        mixed = [k for k, (a, b) in enumerate(zip(first, last, strict=False)) if a != b and tokens.ends[k] - tokens.starts[k] > 1]
        for k in reversed(mixed):
            self._split(text, tokens, styles, k, style)
        return styles

    def _split(self, text: int, tokens: _Tokens, styles: list[Style], k: int, style: Callable[[int, int | None], Style]) -> None:
        start, end = tokens.starts[k], tokens.ends[k]
        seen = [style(i, self._call.text_object(text, i)) for i in range(start, end)]
        cuts = [0, *(i for i in range(1, end - start) if seen[i] != seen[i - 1] and seen[i].size > 0)]
        if len(cuts) == 1:
            return
        whole, bounds = tokens.texts[k], [*cuts, end - start]
        spans = list(pairwise(bounds))
        styles[k : k + 1] = [seen[a] for a in cuts]
        tokens.texts[k : k + 1] = [whole[a:b] for a, b in spans]
        tokens.starts[k : k + 1] = [start + a for a, _ in spans]
        tokens.ends[k : k + 1] = [start + b for _, b in spans]
        tokens.rows[k : k + 1] = [tokens.rows[k]] * len(cuts)
        tokens.glued[k : k + 1] = [tokens.glued[k]] + [True] * (len(cuts) - 1)

    def _style(self, text: int, character: int, owner: int | None, fonts: dict[int, tuple[bool, bool]]) -> Style:
        if not owner:
            return Style(0.0, False, False, 0)
        font = self._call.font(owner)
        if font not in fonts:
            fonts[font] = self._font(font)
        bold, italic = fonts[font]
        values = self._floats
        self._call.font_size(owner, ctypes.addressof(values))
        size = values[0]
        # The character's matrix, not the object's: it has the matrices of the forms around it in it.
        if self._call.matrix(text, character, ctypes.addressof(values)):
            a, b, c, d = values[0], values[1], values[2], values[3]
            size *= math.hypot(c, d)
            angle = _angle(a, b)
            italic = italic or (abs(b) < 1e-3 and abs(c) > 0.15 * abs(d) > 0)
        else:
            angle = 0
        mode = self._call.render_mode(owner)
        return Style(round(abs(size), 2), bold or mode == FILL_AND_STROKE, italic, angle, mode == INVISIBLE)

    def _font(self, font: int) -> tuple[bool, bool]:
        length = self._call.font_name(font, ctypes.addressof(self._name), 256)
        name = self._name.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")
        flags = self._call.font_flags(font)
        flags = flags if flags > 0 else 0
        return bool(BOLD.search(name)) or bool(flags & FORCE_BOLD), bool(ITALIC.search(name)) or bool(flags & ITALIC_FLAG)

    def _placed(self, text: int, tokens: _Tokens, styles: Sequence[Style], number: int, frame: Frame) -> list[Run]:
        count = len(tokens.texts)
        origins = (ctypes.c_double * (2 * count))()
        ends = (ctypes.c_float * (4 * count))()
        at_origin, at_end = ctypes.addressof(origins), ctypes.addressof(ends)
        xs, ys = range(at_origin, at_origin + 16 * count, 16), range(at_origin + 8, at_origin + 8 + 16 * count, 16)
        list(map(self._call.origin, repeat(text), tokens.starts, xs, ys))
        list(map(self._call.loose_box, repeat(text), [end - 1 for end in tokens.ends], range(at_end, at_end + 16 * count, 16)))
        upright = frame.turn == 0
        dx, dy = frame.c, frame.f
        runs: list[Run] = []
        places = zip(tokens.texts, styles, origins[0::2], origins[1::2], ends[2::4], tokens.rows, tokens.glued, strict=True)
        for k, (token, (size, bold, italic, angle, _), x, y, right, row, glued) in enumerate(places):
            if upright and not angle and size > 0:
                bottom = dy - y + DESCENT * size
                x0, x1 = (x + dx, right + dx) if right >= x else (right + dx, x + dx)
                box = Box(number, x0, bottom - size, x1, bottom)
            else:
                box = self._turned_box(text, tokens.starts[k], tokens.ends[k] - 1, number, frame)
                size = size or box.bottom - box.top
                angle = (angle - frame.turn) % 360
            runs.append(Run(Word(token, box, size, bold, italic), row, glued, angle))
        return runs

    def _turned_box(self, text: int, first: int, last: int, number: int, frame: Frame) -> Box:
        values = self._floats
        boxes = []
        for character in (first, last):
            self._call.loose_box(text, character, ctypes.addressof(values))
            left, top, right, bottom = values[0], values[1], values[2], values[3]  # an FS_RECTF
            boxes.append(frame.box(number, left, bottom, right, top))
        a, b = boxes
        return Box(number, min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom))

    def _drawn(self, page: int, number: int, frame: Frame, hidden: float) -> list[Rule]:
        """The page's ruling lines; notes on the way what its pictures and paths say of it."""
        found: list[Rule] = []
        paths, picture = 0, 0.0
        for kind, bounds in self._objects(page):
            box = frame.box(number, *bounds)
            if kind == IMAGE:
                picture += _shown(box, frame)
                continue
            paths += 1
            if len(found) < MAX_RULES:
                found += _edges(box, frame)
        self.signs = PageSigns(min(picture, 1.0), paths, hidden)
        return found

    def _objects(self, page: int) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
        """The paths and pictures of the page, in forms too: kind, and (left, bottom, right, top) in the page's own frame."""
        call, left = self._call, MAX_OBJECTS
        waiting: list[tuple[int, Matrix]] = []
        count, item, container, matrix = call.count_objects, call.get_object, page, UNMOVED
        while True:
            total = min(count(container), left)
            left -= total
            for index in range(total):
                thing = item(container, index)
                kind = call.object_type(thing)
                if kind == FORM and matrix.depth < MOST_NESTED:
                    waiting.append((thing, self._inner(thing, matrix)))
                elif kind in (PATH, IMAGE):
                    bounds = self._bounds(thing, matrix)
                    if bounds is not None:
                        yield kind, bounds
            if not waiting or left <= 0:
                return
            container, matrix = waiting.pop()
            count, item = call.count_inner, call.get_inner

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


def _tokens(characters: str, cut: bool) -> _Tokens:
    tokens = _Tokens([], [], [], [], [], cut)
    row, reached = 0, -1
    for match in TOKEN.finditer(characters):
        token = match.group()
        start, end = match.span()
        if token == "\n":
            row += 1
            continue
        clean = token if token.isascii() and token.isprintable() else _cleaned(token)
        if clean:
            tokens.texts.append(clean)
            tokens.starts.append(start)
            tokens.ends.append(end)
            tokens.rows.append(row)
            tokens.glued.append(start == reached)
        reached = end
        if token[-1] in HYPHENS:
            row += 1
    return tokens


def _cleaned(token: str) -> str:
    """The token with PDFium's line-end hyphen as a hyphen, without characters that show nothing or steer a terminal."""
    hyphen = "-" if token[-1] in HYPHENS else ""
    return UNWANTED.sub("", token) + hyphen


def _angle(a: float, b: float) -> int:
    """The direction of a matrix's x axis in whole degrees; what is nearly level or upright is made so."""
    if abs(b) < 0.05 * abs(a):
        return 0 if a >= 0 else 180
    if abs(a) < 0.05 * abs(b):
        return 90 if b > 0 else 270
    return round(math.degrees(math.atan2(b, a))) % 360


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


def upright(
    number: int, width: float, height: float, runs: list[Run], rules: list[Rule]
) -> tuple[float, float, list[Run], list[Rule], tuple[Problem, ...]]:
    """The page turned so that most of its words stand upright, as someone holds a sheet whose table was printed sideways."""
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


class _Calls:
    """PDFium's functions with plain integers for pointers, called without giving up the interpreter's lock (a call takes
    less than that would). Made once, at the first page."""

    def __init__(self) -> None:
        import pypdfium2.raw as raw

        library = ctypes.PyDLL(_library_path(raw))
        pointer, whole, single = ctypes.c_void_p, ctypes.c_int, ctypes.c_float

        def bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
            function = library[name]
            function.restype, function.argtypes = result, arguments
            return function

        self.load_page = bind("FPDF_LoadPage", pointer, pointer, whole)
        self.close_page = bind("FPDF_ClosePage", None, pointer)
        self.width = bind("FPDF_GetPageWidthF", single, pointer)
        self.height = bind("FPDF_GetPageHeightF", single, pointer)
        self.rotation = bind("FPDFPage_GetRotation", whole, pointer)
        self.page_box = bind("FPDF_GetPageBoundingBox", whole, pointer, pointer)
        self.load_text = bind("FPDFText_LoadPage", pointer, pointer)
        self.close_text = bind("FPDFText_ClosePage", None, pointer)
        self.count = bind("FPDFText_CountChars", whole, pointer)
        self.get_text = bind("FPDFText_GetText", whole, pointer, whole, whole, pointer)
        self.unicode = bind("FPDFText_GetUnicode", ctypes.c_uint, pointer, whole)
        self.origin = bind("FPDFText_GetCharOrigin", whole, pointer, whole, pointer, pointer)
        self.loose_box = bind("FPDFText_GetLooseCharBox", whole, pointer, whole, pointer)
        self.matrix = bind("FPDFText_GetMatrix", whole, pointer, whole, pointer)
        self.text_object = bind("FPDFText_GetTextObject", pointer, pointer, whole)
        self.font = bind("FPDFTextObj_GetFont", pointer, pointer)
        self.font_size = bind("FPDFTextObj_GetFontSize", whole, pointer, pointer)
        self.render_mode = bind("FPDFTextObj_GetTextRenderMode", whole, pointer)
        self.font_name = bind("FPDFFont_GetBaseFontName", ctypes.c_size_t, pointer, pointer, ctypes.c_size_t)
        self.font_flags = bind("FPDFFont_GetFlags", whole, pointer)
        self.count_objects = bind("FPDFPage_CountObjects", whole, pointer)
        self.get_object = bind("FPDFPage_GetObject", pointer, pointer, whole)
        self.object_type = bind("FPDFPageObj_GetType", whole, pointer)
        self.count_inner = bind("FPDFFormObj_CountObjects", whole, pointer)
        self.get_inner = bind("FPDFFormObj_GetObject", pointer, pointer, ctypes.c_ulong)
        self.object_matrix = bind("FPDFPageObj_GetMatrix", whole, pointer, pointer)
        self.bounds = bind("FPDFPageObj_GetBounds", whole, pointer, pointer, pointer, pointer, pointer)


def _library_path(raw: Any) -> str:
    from pypdfium2_raw import bindings

    return str(bindings._libs["pdfium"]._name)


_CALLS: list[_Calls] = []


def _calls() -> _Calls:
    if not _CALLS:
        _CALLS.append(_Calls())
    return _CALLS[0]
