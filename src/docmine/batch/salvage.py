"""A PDF that is cut short, or whose table of objects is gone, put together again from the objects that are still whole.

Since PDF 1.5 the page tree lies in packed object streams, which readers that rebuild a broken table do not look into: they are
unpacked here and written at the end, with a new page tree where the old one is lost.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

MOST_UNPACKED = 64 << 20  # bytes of one object stream
MOST_OBJECTS = 200_000
PIECE = 64  # bytes unpacked at a time: what damage costs
HEAD = 1000  # bytes of an object in which its type stands
OBJECT = re.compile(rb"(?<!\d)(\d{1,8})\s{1,3}(\d{1,5})\s{1,3}obj\b")
PAGE, PAGES, CATALOG = (re.compile(rb"/Type\s{0,3}/" + kind + rb"\b") for kind in (b"Page", b"Pages", b"Catalog"))
COUNT, FIRST = re.compile(rb"/N\s{1,3}(\d{1,7})\b"), re.compile(rb"/First\s{1,3}(\d{1,9})\b")
FILTERED = re.compile(rb"/Filter\s{0,3}\[?\s{0,3}/FlateDecode")


def rebuild(data: bytes) -> tuple[bytes, bool] | None:
    """The document with its packed objects written out and a trailer; whether its own page tree is still there.

    None where no page is left, or where it is encrypted. Reading it is the caller's, and may fail.
    """
    if b"/Encrypt" in data:
        return None
    loose = {int(match[1]): data[match.end() : match.end() + HEAD].partition(b"endobj")[0] for match in OBJECT.finditer(data)}
    packed = dict(_packed(data))
    heads = loose | {number: body[:HEAD] for number, body in packed.items()}
    pages = sorted(number for number, head in heads.items() if PAGE.search(head))
    if not pages:
        return None
    new = max(heads) + 1
    catalog = next((number for number, head in heads.items() if CATALOG.search(head)), new)
    whole = catalog != new and any(PAGES.search(head) for head in heads.values())
    written = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in packed.items())
    if not whole:
        catalog = new
        kids = b" ".join(b"%d 0 R" % page for page in pages)
        written += b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (new, new + 1)
        written += b"%d 0 obj\n<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 595 842] >>\nendobj\n" % (new + 1, len(pages), kids)
    trailer = b"trailer\n<< /Root %d 0 R /Size %d >>\nstartxref\n0\n%%%%EOF\n" % (catalog, new + 2)
    return data + b"\nendstream\nendobj\n" + written + trailer, whole


def _packed(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The objects in object streams, with their numbers; of a stream that is torn, those that are whole."""
    left = MOST_OBJECTS
    for match in OBJECT.finditer(data):
        head, found, _ = data[match.end() : match.end() + HEAD].partition(b"stream")
        if not found or b"/ObjStm" not in head or not FILTERED.search(head):
            continue
        count, first = COUNT.search(head), FIRST.search(head)
        start = match.end() + len(head) + len(found)
        start += 2 if data[start : start + 2] == b"\r\n" else 1
        if count is None or first is None:
            continue
        for number, body in _unpacked(data[start:], min(int(count[1]), left), int(first[1])):
            left -= 1
            yield number, body


def _unpacked(stream: bytes, count: int, first: int) -> Iterator[tuple[int, bytes]]:
    body = _inflated(stream)
    try:
        table = [int(word) for word in body[:first].split()[: 2 * count]]
    except ValueError:
        return
    places = [*table[1::2], len(body) - first]
    for number, start, end in zip(table[0::2], places, places[1:], strict=False):
        if 0 <= start < end <= len(body) - first:
            yield number, body[first + start : first + end]


def _inflated(stream: bytes) -> bytes:
    """The stream unpacked up to its end or its first damage."""
    unpacker, found = zlib.decompressobj(), bytearray()
    try:
        for start in range(0, len(stream), PIECE):
            found += unpacker.decompress(stream[start : start + PIECE], MOST_UNPACKED - len(found) + 1)
            if unpacker.eof or len(found) > MOST_UNPACKED:
                break
    except zlib.error:
        pass
    return bytes(found)
