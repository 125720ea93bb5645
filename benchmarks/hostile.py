"""Makes PDFs and texts that attack their reader: hand-made bombs, loops and lies, and mutations of the corpus; always the same ones."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> {more} >> /Contents 4 0 R >>"
DATES = b"(1-2 and 3/4, 5 - 6 May 2012 ) Tj T* "
WHOLE_RANGE = b" 1 beginbfrange <00000000> <ffffffff> <0041> endbfrange "
WORDS = b"BT /F 12 Tf 72 700 Td (1. The Council endorsed the Action Plan in June 2012.) Tj ET"
COMPOSITE = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding ENCODING /DescendantFonts [5 0 R] >>"
GROWTH = 40 * 2**20  # bytes that a bomb unpacks to at the innermost; its nesting multiplies that


def stream(data: bytes, entries: str = "") -> bytes:
    """A stream object's body."""
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def flate(data: bytes, times: int = 1, entries: str = "") -> bytes:
    """The data packed so many times over."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return stream(data, f"/Filter [{'/FlateDecode ' * times}] {entries}")


def pdf(*bodies: bytes | str, trailer: str = "", start: int | None = None, head: bytes = b"%PDF-1.7\n") -> bytes:
    """A PDF with these objects, numbered from 1, the first its catalogue."""
    out, places = bytearray(head), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (body.encode("latin-1") if isinstance(body, str) else body) + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode() + b"".join(b"%010d 00000 n \n" % place for place in places)
    trail = f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{table if start is None else start}\n%%EOF\n"
    return bytes(out) + trail.encode()


def one_page(content: bytes = WORDS, *more: bytes | str, resources: str = "", font: str = FONT, packed: bytes | None = None) -> bytes:
    """A PDF of one page with that content; further objects count from 6."""
    body = stream(content) if packed is None else packed
    return pdf(CATALOG, PAGES, PAGE.format(more=resources), body, font, *more)


def _tounicode(mapped: str) -> bytes:
    """A page whose letters mean something else than they show."""
    ranges = "\n".join(f"<{code:02x}> <{mapped}>" for code in range(0x41, 0x5B))
    begin, end = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 26 beginbfchar", "endbfchar endcmap end end"
    cmap = f"{begin}\n{ranges}\n{end}"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    return one_page(b"BT /F 12 Tf 72 700 Td (1. The COUNCIL met.) Tj ET", stream(cmap.encode()), font=font)


def _forms(levels: int, each: int) -> bytes:
    """Forms that draw the next one several times over: each ** levels drawings."""
    bodies: list[bytes] = []
    for level in range(levels):
        below = f"/Resources << /XObject << /X {7 + level} 0 R >> >>" if level < levels - 1 else "/Resources << /Font << /F 5 0 R >> >>"
        content = b"/X Do " * each if level < levels - 1 else WORDS
        bodies.append(stream(content, f"/Type /XObject /Subtype /Form /BBox [0 0 600 900] {below}"))
    return one_page(b"/X Do", *bodies, resources="/XObject << /X 6 0 R >>")


def _deep_tree(levels: int) -> bytes:
    bodies = [CATALOG]
    for level in range(levels):
        parent = f"/Parent {level + 1} 0 R" if level else ""
        bodies.append(f"<< /Type /Pages /Kids [{level + 3} 0 R] /Count 1 {parent} >>")
    bodies.append(f"<< /Type /Page /Parent {levels + 1} 0 R /MediaBox [0 0 595 842] >>")
    return pdf(*bodies)


def _many_pages(count: int) -> bytes:
    return pdf(CATALOG, f"<< /Type /Pages /Kids [{'3 0 R ' * count}] /Count {count} >>", PAGE.format(more=""), stream(WORDS), FONT)


def _objects_in_stream(first: str, body: bytes, count: int) -> bytes:
    packed = flate(body, entries=f"/Type /ObjStm /N {count} /First {len(first)}")
    return pdf(CATALOG, PAGES, PAGE.format(more=""), packed, FONT)


HAND_MADE: dict[str, Callable[[], bytes]] = {
    "header-only": lambda: b"%PDF-1.7\n",
    "header-and-end": lambda: b"%PDF-1.7\n%%EOF\n",
    "header-late": lambda: b"\n" * 1000 + one_page(),
    "header-too-late": lambda: b"\n" * 2000 + one_page(),
    "zip-with-a-pdf-header": lambda: b"PK\x03\x04" + b"\0" * 40 + one_page(),
    "no-table": lambda: one_page().partition(b"xref")[0],
    "table-points-to-itself": lambda: pdf(CATALOG, PAGES, PAGE.format(more=""), stream(WORDS), FONT, trailer="/Prev 9"),
    "table-beyond-the-end": lambda: pdf(CATALOG, PAGES, start=10**12),
    "table-negative": lambda: pdf(CATALOG, PAGES, start=-1),
    "size-of-a-billion": lambda: one_page().replace(b"/Size 6", b"/Size 1000000000"),
    "no-root": lambda: one_page().replace(b"/Root 1 0 R", b"/Root 99 0 R"),
    "root-is-the-page": lambda: one_page().replace(b"/Root 1 0 R", b"/Root 3 0 R"),
    "kids-hold-their-parent": lambda: pdf(CATALOG, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
    "kids-in-a-ring": lambda: pdf(
        CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 2 >>", "<< /Type /Pages /Kids [2 0 R] /Count 2 /Parent 2 0 R >>"
    ),
    "kids-multiply": lambda: pdf(
        CATALOG, *[f"<< /Type /Pages /Kids [{f'{n} 0 R ' * 10}] /Count 1000000000 >>" for n in range(3, 12)], PAGE.format(more="")
    ),
    "count-of-a-billion": lambda: pdf(CATALOG, PAGES.replace("/Count 1", "/Count 1000000000"), PAGE.format(more=""), stream(WORDS), FONT),
    "count-negative": lambda: pdf(CATALOG, PAGES.replace("/Count 1", "/Count -5"), PAGE.format(more=""), stream(WORDS), FONT),
    "count-zero": lambda: pdf(CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>"),
    "deep-page-tree": lambda: _deep_tree(5_000),
    "one-page-many-times": lambda: _many_pages(3_000),
    "parent-is-itself": lambda: pdf(CATALOG, PAGES, PAGE.format(more="").replace("/Parent 2", "/Parent 3"), stream(WORDS), FONT),
    "content-is-the-page": lambda: pdf(CATALOG, PAGES, PAGE.format(more="").replace("/Contents 4", "/Contents 3"), stream(WORDS), FONT),
    "length-is-itself": lambda: pdf(CATALOG, PAGES, PAGE.format(more=""), b"<< /Length 4 0 R >>\nstream\n" + WORDS + b"\nendstream", FONT),
    "length-of-a-terabyte": lambda: one_page(packed=b"<< /Length 1099511627776 >>\nstream\n" + WORDS + b"\nendstream"),
    "length-negative": lambda: one_page(packed=b"<< /Length -1 >>\nstream\n" + WORDS + b"\nendstream"),
    "deep-arrays": lambda: one_page(b"[" * 200_000),
    "deep-arrays-in-the-catalogue": lambda: pdf("<< /Type /Catalog /Pages 2 0 R /X " + "[" * 100_000 + "]" * 100_000 + " >>", PAGES),
    "deep-dictionaries": lambda: pdf("<< /Type /Catalog /Pages 2 0 R /X " + "<< /X " * 50_000 + "1" + ">>" * 50_000 + " >>", PAGES),
    "unclosed-string": lambda: one_page(b"BT /F 12 Tf (" + b"(" * 100_000),
    "unclosed-image": lambda: one_page(b"BI /W 100000 /H 100000 /BPC 8 /CS /RGB ID " + b"x" * 1000),
    "saves-without-end": lambda: one_page(b"q " * 500_000 + WORDS),
    "restores-without-end": lambda: one_page(b"Q " * 500_000 + WORDS),
    "matrix-of-zeros": lambda: one_page(b"0 0 0 0 0 0 cm " + WORDS),
    "matrix-of-giants": lambda: one_page(b"1e38 0 0 1e38 1e38 1e38 cm " + WORDS),
    "numbers-of-a-million-digits": lambda: one_page(b"1" * 1_000_000 + b" 0 0 1 0 0 cm " + WORDS),
    "size-of-text-huge": lambda: one_page(WORDS.replace(b" 12 Tf", b" 999999999 Tf")),
    "size-of-text-zero": lambda: one_page(WORDS.replace(b" 12 Tf", b" 0 Tf")),
    "page-huge": lambda: one_page().replace(b"595 842", b"1000000000000 1000000000000"),
    "page-without-size": lambda: one_page().replace(b"595 842", b"0 0"),
    "page-inside-out": lambda: one_page().replace(b"0 0 595 842", b"595 842 0 0"),
    "page-of-words-for-numbers": lambda: one_page().replace(b"0 0 595 842", b"/A (b) null true"),
    "turned-by-seven-degrees": lambda: one_page().replace(b"/MediaBox", b"/Rotate 7 /MediaBox"),
    "bomb-flate": lambda: one_page(packed=flate(b" " * GROWTH)),
    "bomb-flate-twice": lambda: one_page(packed=flate(b" " * GROWTH * 4, 2)),
    "bomb-flate-thrice": lambda: one_page(packed=flate(b" " * GROWTH * 8, 3)),
    "bomb-of-words": lambda: one_page(packed=flate(b"BT /F 12 Tf 72 700 Td " + b"(endorsed in June 2012 ) Tj " * 300_000 + b"ET")),
    "bomb-of-letters": lambda: one_page(packed=flate(b"BT /F 12 Tf 72 700 Td (" + b"a" * 5_000_000 + b") Tj ET")),
    "bomb-of-lines": lambda: one_page(packed=flate(b"0 0 m 9 9 l S " * 400_000 + WORDS)),
    "bomb-run-length": lambda: one_page(packed=stream(b"\x81a" * 300_000 + b"\x80", "/Filter /RunLengthDecode")),
    "bomb-predictor": lambda: one_page(
        packed=flate(b"\0" * GROWTH, entries="/DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 255 /BitsPerComponent 32 >>")
    ),
    "bomb-ascii85": lambda: one_page(packed=stream(b"z" * 2_000_000 + b"~>", "/Filter /ASCII85Decode")),
    "bomb-object-stream": lambda: _objects_in_stream("", b" " * GROWTH, 10**9),
    "object-stream-of-itself": lambda: _objects_in_stream("4 0 ", b"4 0 << /Type /Page >>", 1),
    "filters-without-end": lambda: one_page(packed=stream(WORDS, "/Filter [" + "/ASCIIHexDecode " * 5_000 + "]")),
    "filter-unknown": lambda: one_page(packed=stream(WORDS, "/Filter /NoSuchDecode")),
    "filter-is-garbage": lambda: one_page(packed=stream(b"\xff" * 5_000, "/Filter /FlateDecode")),
    "filter-jbig2": lambda: one_page(packed=stream(b"\x97JB2\r\n\x1a\n" + b"\xff" * 500, "/Filter /JBIG2Decode")),
    "filter-jpx": lambda: one_page(packed=stream(b"\0\0\0\x0cjP  \r\n\x87\n" + b"\xff" * 500, "/Filter /JPXDecode")),
    "filter-lzw": lambda: one_page(packed=stream(bytes(range(256)) * 200, "/Filter /LZWDecode")),
    "picture-of-terabytes": lambda: one_page(
        b"/X Do " + WORDS,
        stream(b"x", "/Type /XObject /Subtype /Image /Width 1000000 /Height 1000000 /ColorSpace /DeviceRGB /BitsPerComponent 8"),
        resources="/XObject << /X 6 0 R >>",
    ),
    "form-draws-itself": lambda: one_page(
        b"/X Do " + WORDS,
        stream(b"/X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"),
        resources="/XObject << /X 6 0 R >>",
    ),
    "forms-multiply": lambda: _forms(9, 10),
    "forms-nest": lambda: _forms(60, 1),
    "pattern-paints-itself": lambda: one_page(
        b"/Pattern cs /P scn 0 0 500 500 re f " + WORDS,
        stream(
            b"/Pattern cs /P scn 0 0 9 9 re f",
            "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 0.0001 /YStep 0.0001"
            " /Resources << /Pattern << /P 6 0 R >> >>",
        ),
        resources="/Pattern << /P 6 0 R >>",
    ),
    "font-draws-itself": lambda: one_page(
        WORDS,
        stream(b"BT /F 12 Tf (T) Tj ET"),
        font="<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 0 /LastChar 255 /Widths [1]"
        " /Encoding << /Differences [84 /T] >> /CharProcs << /T 6 0 R >> /Resources << /Font << /F 5 0 R >> >> >>",
    ),
    "font-missing": lambda: one_page().replace(b"/F 5 0 R", b"/F 77 0 R"),
    "font-is-the-catalogue": lambda: one_page().replace(b"/F 5 0 R", b"/F 1 0 R"),
    "font-composite-broken": lambda: one_page(font=COMPOSITE.replace("ENCODING", "/No-Such-H")),
    "font-file-garbage": lambda: one_page(
        WORDS,
        "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontFile2 7 0 R >>",
        stream(b"\0\1\0\0" + b"\xff" * 3_000),
        font="<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 6 0 R >>",
    ),
    "widths-of-giants": lambda: one_page(font=FONT[:-2] + "/FirstChar 0 /LastChar 2147483647 /Widths [" + "999999999 " * 300 + "] >>"),
    "map-to-nul": lambda: _tounicode("0000"),
    "map-to-escape": lambda: _tounicode("001b005d0030003b00700077006e00070a"),
    "map-to-bidi": lambda: _tounicode("202e2066"),
    "map-to-surrogate": lambda: _tounicode("d800"),
    "map-to-script": lambda: _tounicode("003c007300630072006900700074003e"),
    "map-to-a-long-string": lambda: _tounicode("0041" * 60_000),
    "map-range-huge": lambda: one_page(
        WORDS,
        stream(b"begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange" + WHOLE_RANGE + b"endcmap"),
        font=FONT[:-2] + "/ToUnicode 6 0 R >>",
    ),
    "map-uses-itself": lambda: one_page(WORDS, stream(b"begincmap endcmap", "/UseCMap 6 0 R"), font=FONT[:-2] + "/ToUnicode 6 0 R >>"),
    "map-named-like-a-path": lambda: one_page(font=COMPOSITE.replace("ENCODING", "/..#2f..#2f..#2ftmp#2fx")),
    "script-on-opening": lambda: pdf(
        "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\); while\\(1\\){}) >> >>",
        PAGES,
        PAGE.format(more=""),
        stream(WORDS),
        FONT,
    ),
    "launches-a-program": lambda: pdf(
        "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (/bin/sh) >> >>", PAGES, PAGE.format(more=""), stream(WORDS), FONT
    ),
    "fetches-a-url": lambda: pdf(
        "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /URI /URI (http://example.invalid/) >> >>",
        PAGES,
        PAGE.format(more=""),
        stream(WORDS),
        FONT,
    ),
    "content-in-another-file": lambda: one_page(packed=b"<< /Length 0 /F (/etc/passwd) >>\nstream\n\nendstream"),
    "encrypted-oddly": lambda: pdf(CATALOG, PAGES, PAGE.format(more=""), stream(WORDS), FONT, trailer="/Encrypt << /Filter /Own /V 99 >>"),
    "encrypted-standard": lambda: pdf(
        CATALOG,
        PAGES,
        PAGE.format(more=""),
        stream(WORDS),
        FONT,
        trailer="/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <" + "00" * 32 + "> /U <" + "00" * 32 + "> /P -4 >>",
    ),
    "encrypted-by-itself": lambda: pdf(CATALOG, PAGES, PAGE.format(more=""), stream(WORDS), FONT, trailer="/Encrypt 1 0 R"),
    "names-of-a-megabyte": lambda: one_page(b"/" + b"N" * 1_000_000 + b" gs " + WORDS),
    "outline-in-a-ring": lambda: pdf(
        "<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
        PAGES,
        PAGE.format(more=""),
        stream(WORDS),
        FONT,
        "<< /First 6 0 R /Last 6 0 R /Next 6 0 R /Count 9 >>",
    ),
    "flood-of-digits": lambda: one_page(packed=flate(b"BT /F 9 Tf 20 700 Td (" + b"1" * 90_000 + b") Tj ET")),
    "flood-of-dates": lambda: one_page(packed=flate(b"BT /F 9 Tf 12 TL 20 700 Td " + DATES * 5_000 + b"ET")),
}
TEXTS: dict[str, Callable[[], bytes]] = {
    "text-nul": lambda: b"1. The Council\0 met.",
    "text-bidi": lambda: "1. The \u202eCouncil\u202c endorsed \u2066the Plan\u2069 in May 2012.".encode(),
    "text-utf16": lambda: "1. The Council met.".encode("utf-16"),
    "text-long-line": lambda: b"a" * 1_000_000,
    "text-digits": lambda: b"\n".join([b"1" * 9_000] * 40),
    "text-spaces": lambda: b"1." + b" " * 90_000 + b"May" + b" " * 9_000 + b"2012",
    "text-dates": lambda: b"\n".join([b"1 - 2, 3 and 4 " * 600] * 20),
    "text-slashes": lambda: b"1/2/" * 20_000,
    "text-dots": lambda: b". " * 40_000,
    "text-brackets": lambda: b"(" * 40_000 + b")" * 40_000,
    "text-acronyms": lambda: b"ABC (DEF) of the " * 4_000,
    "text-acts": lambda: b"the Council endorsed and adopted and approved the report of the " * 1_000,
    "text-numbers": lambda: b"\n".join(b"%d. %d.%d.%d (a) (i) Item" % (n, n, n, n) for n in range(4_000)),
    "text-escape": lambda: b"1. The Council \x1b]0;owned\x07\x1b[31m met.",
    "text-formula": lambda: b'=HYPERLINK("http://example.invalid")\n\n1. =cmd|x met the Council.',
}


def make_hostile(folder: Path, mutations: int = 440, *, every: int = 1) -> int:
    """Writes every hand-made one and so many mutations of the corpus (or one in `every` of either); how many files it wrote."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [(f"made-{n}.pdf", make) for n, make in HAND_MADE.items()] + [(f"{n}.txt", make) for n, make in TEXTS.items()]
    wanted += [(f"mutated-{n:04d}.pdf", lambda n=n: mutated(n)) for n in range(mutations)]  # type: ignore[misc]
    chosen = wanted[::every]
    for name, make in chosen:
        (folder / name).write_bytes(make())
    return len(chosen)


def mutated(number: int) -> bytes:
    """The corpus's documents in turn, each with one to four wounds of kinds taken in turn."""
    chance = random.Random(number)
    files = sorted(CORPUS.glob("*.pdf"))
    data = bytearray(files[number % len(files)].read_bytes())
    for _ in range(chance.randint(1, 4)):
        WOUNDS[(number + chance.randrange(3)) % len(WOUNDS)](data, chance)
    return bytes(data)


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data) // 4, len(data)) :]


def _head_off(data: bytearray, chance: random.Random) -> None:
    del data[20 : 20 + chance.randrange(len(data) // 3 + 1)]


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 200)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _blank(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    size = chance.randint(1, 4_000)
    data[start : start + size] = bytes(len(data[start : start + size]))


def _remove(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.randint(1, 4_000)]


def _double(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = data[start : start + chance.randint(1, 4_000)]


def _swap(data: bytearray, chance: random.Random) -> None:
    a, b, size = chance.randrange(len(data)), chance.randrange(len(data)), chance.randint(1, 1_000)
    first, second = data[a : a + size], data[b : b + size]
    data[a : a + size], data[b : b + size] = second, first


def _numbers(data: bytearray, chance: random.Random) -> None:
    """Some numbers become others: lengths, places, counts, references."""
    others = [b"0", b"-1", b"1", b"2147483648", b"99999999999999999999", b"1e400", b"3"]
    _replace(data, chance, rb"\b\d{1,10}\b", others, 20)


def _names(data: bytearray, chance: random.Random) -> None:
    """Some names become others, so that things are taken for what they are not."""
    names = sorted(set(re.findall(rb"/[A-Za-z]{2,20}", bytes(data)))) or [b"/X"]
    _replace(data, chance, rb"/[A-Za-z]{2,20}", names, 10)


def _references(data: bytearray, chance: random.Random) -> None:
    _replace(data, chance, rb"\b\d{1,5} 0 R\b", [b"%d 0 R" % n for n in range(1, 12)], 10)


def _keywords(data: bytearray, chance: random.Random) -> None:
    _replace(data, chance, rb"\b(?:obj|endobj|stream|endstream|xref|trailer|startxref)\b", [b"obj", b"stream", b"xref", b""], 6)


def _replace(data: bytearray, chance: random.Random, pattern: bytes, others: list[bytes], most: int) -> None:
    found = list(re.finditer(pattern, bytes(data)))
    for match in sorted(chance.sample(found, min(most, len(found))), key=lambda m: -m.start()):
        data[match.start() : match.end()] = chance.choice(others)


def _garbage(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = chance.randbytes(chance.randint(1, 4_000))


WOUNDS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _cut,
    _flip,
    _numbers,
    _names,
    _remove,
    _references,
    _blank,
    _keywords,
    _double,
    _garbage,
    _swap,
    _head_off,
)
