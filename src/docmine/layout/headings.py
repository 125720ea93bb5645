"""Which drafts are headings, and of which level: by typography, shape, place and numbering."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from docmine.layout.blocks import is_note_mark
from docmine.layout.drafts import Draft
from docmine.layout.flow import ANOTHER, BRACKETED, OPEN, Measure, is_caps, is_centred, is_terminal, same_column, stands_right
from docmine.layout.people import is_office, is_person, is_signed
from docmine.layout.rows import Row
from docmine.packed import pack

MOST_ROWS = 4
MOST_CHARACTERS = 240
CLOSING = re.compile(r"[.;:,!…][\"'”’»)\]]{0,3}$")
ABBREVIATION_END = re.compile(r"\b(?:etc|[ap]\.m|No|Nos|Inc|Ltd|Rev|Add|Corr|cont|[A-Z])\.\)?$")
ANNEX = re.compile(
    r"(?:annex(?:e|ure)?|appendix|appendice|attachment|schedule|part|partie|chapter|chapitre|section|pièce jointe|enclosure|"
    r"addendum|agenda items?|items?|points?|titre)\s{1,3}(?:n[°o]\.?\s?)?(?:\d{1,3}|premi(?:er|ère)|[IVXLC]{1,7}|[A-Z])(?:\.\d{1,2}){0,3}\b"
    r"|(?:annex(?:e|es)?|appendix|appendice)$",
    re.IGNORECASE,
)
NOT_TITLE = re.compile(r"[(\[].{0,200}[)\]]$|[\W\d_]*$|\W*(?:end|fin)\W*$|(?:e-?mail|tel|fax|tél|phone)\b", re.IGNORECASE)
ADDRESS = ("http://", "https://", "www.", "@")
CAPTION = re.compile(  # `Table 3. Catches by gear`, `Fig. 2 – Map`, `Tableau – Incidents`
    r"(?:table|tableau|figure|fig\.|graphique|chart|box|encadré)"
    r"(?P<number>\s?(?:n[°o]\.?\s?)?(?:[A-Z][-.])?(?:\d{1,2}(?:\.\d{1,2})?|[IVX]{1,4}|[A-Z])(?:/[\w.]{1,8})?)?\s?[.:–—-]{1,2}\s\S",
    re.IGNORECASE,
)
FORMULA = re.compile(r"[^\s=]\s?=\s?[^\s=]|[∑∫√≤≥]")
CODE = re.compile(  # a number in the margin (`R-31`), a page's (`13-2A/2`), a figure (`225 kV`)
    r"(?=\S*\d)(?!\S*[^\W\d_]{4})\S{2,20}|[\d.,]{1,9}\s\S{1,3}"
)
PROVENANCE = re.compile(  # what a title says of itself in a row of its own; `Note by the Secretariat` may be all its title
    r"(?:note\s(?:du|de la|by the|of the)\s[^\W\d_]{4,20}\s|(?:note|memorandum|mémorandum|document|(?:working\s)?(?:paper|document))\s)?"
    r"(?:(?:as|was)\s)?(?:held|adopted|approved|presented|prepared|submitted|printed|published|issued|tenue?s?|adoptée?s?|approuvée?s?|"
    r"présentée?s?|établie?s?|préparée?s?|imprimée?s?|publiée?s?)\s(?:[\w’'-]{1,16}\s)?(?:by|at|in|on|under|from|par|à|au|en|le|dans|du)\b",
    re.IGNORECASE,
)
APART = 3.0  # em between parts of a row that are no words of one title
LOOSE = 1.0  # em between the many heads of a table's columns
LONG = 130  # characters of running text
LABELLED = re.compile(r"[^:]{2,40}\s?:\s\S")  # `To: Policy Commission`
REFERENCE = re.compile(
    r"doc(?:ument)?s?\.?\s(?=\S*\d)[A-Z]\S{2,30}(?:\s(?:rev|add|corr)\.?\s?\d{0,2})?", re.IGNORECASE
)  # `Doc. EX.CL/7(II)`
GOES_ON = re.compile(r"[a-zà-ÿ]|(?i:of|on|for|and|by|de|du|des|sur|et|pour|par)\s")  # how a title's next row begins
TITLE_PITCH = 1.8  # em between rows of one title
SENTENCE_WORDS = 18
FEW_WORDS = 8
OPERATIVE = re.compile(  # what opens the numbered clauses of a resolution: `CONSIDÉRANT`, `DECIDES TO`, `HAS DECIDED AS FOLLOWS:`
    r"(?:(?:and|et)\s)?(?:"
    r"(?:considering|recalling|noting|recogni[sz]ing|mindful|having\s(?:regard|considered|noted)|"
    r"decides|recommends|resolves|urges|invites|approves|"
    r"vu|considérant|rappelant|constatant|notant|reconnaissant|ayant\s(?:examiné|pris\snote)|"
    r"décide|recommande|prie|invite|approuve|prend\s(?:acte|note))"
    r"(?:\s(?:to|that|of|que?|de))?"
    r"|(?:requests|notes|agrees|adopts|charge|demande|convient|adopte)\s(?:to|that|que?|de)"
    r"|(?:has|have)\s(?:decided|agreed|adopted|resolved)\b.{0,40}|a\s(?:décidé|arrêté|adopté)\b.{0,40}"
    r")\s?[:,]?$",
    re.IGNORECASE,
)
SUBJECT = re.compile(r"(?:the|la|le|l[’'])\s?[^\W\d_].{3,60}", re.IGNORECASE)  # `LE COMITÉ` over `DÉCIDE QUE`
OPENING = re.compile(r"(?:the|la|le|les|l[’'])\s?[^\W\d_].{3,60},", re.IGNORECASE)  # `The Executive Committee,` in a resolution


def find_headings(drafts: list[Draft], usual: Measure) -> None:
    """Sets the role of the drafts that are headings, and joins those that are one title over several rows."""
    texts = [draft.text for draft in drafts]
    body_bold = _body_is_bold(drafts, texts)
    capitals = [is_caps(BRACKETED.sub("", text) if len(text) < MOST_CHARACTERS else text) for text in texts]
    around = _caps_around(drafts, texts, capitals)
    weights = [
        _prominence(draft, text, usual, body_bold, caps and not shouting)
        for draft, text, caps, shouting in zip(drafts, texts, capitals, around, strict=True)
    ]
    # Where type says nothing (plain text, typewriters), shape and white space must do.
    plain = sum([weight >= 2 and not caps for weight, caps in zip(weights, capitals, strict=True)]) < 2
    # From the end, so that what follows a draft is known to be a heading when the draft is judged.
    for index, draft in reversed(list(enumerate(drafts))):
        if draft.role == "paragraph" and _is_heading(drafts, index, usual, weights[index], plain) and not _opens_clauses(drafts, index):
            draft.role = "heading"
    for index in range(len(drafts) - 1, 0, -1):
        if drafts[index].role == drafts[index - 1].role == "heading" and _goes_on_as_title(drafts[index - 1], drafts[index]):
            drafts[index - 1].rows += drafts.pop(index).rows


def _goes_on_as_title(above: Draft, below: Draft) -> bool:
    """Whether a heading's words go on in the one right below it, set like it: `REPORT OF THE` / `COMMITTEE`, `Annual` / `of the Board`."""
    a, b = above.last, below.first
    if below.mark is not None or len(above.rows) + len(below.rows) > MOST_ROWS or not same_column(a, b) or not _set_alike(above, below):
        return False
    if (a.italic, a.underlined) != (b.italic, b.underlined) or b.baseline - a.baseline > TITLE_PITCH * b.size:
        return False
    beside = above.first.lines[-1]
    hangs = len(above.first.lines) > 1 and abs(beside.box.x0 - b.x0) < 0.2 * b.size
    return hangs or bool(OPEN.search(above.text[-8:]) or above.text.endswith(":") or GOES_ON.match(below.text))


def _body_is_bold(drafts: Sequence[Draft], texts: Sequence[str]) -> bool:
    letters = [(len(text), draft.first.bold) for draft, text in zip(drafts, texts, strict=True)]
    return 2 * sum(length for length, bold in letters if bold) > sum(length for length, _ in letters)


def _caps_around(drafts: Sequence[Draft], texts: Sequence[str], capitals: Sequence[bool]) -> list[bool]:
    """Whether each draft stands in text that is all in capitals (line printers, telex), where they tell nothing: before a long text or
    behind one, and set like it. `capitals` says of each whether it is in capitals itself."""
    around = [False] * len(drafts)
    long = [len(text) > LONG and draft.role != "furniture" for text, draft in zip(texts, drafts, strict=True)]
    shouted = [is_long and caps for is_long, caps in zip(long, capitals, strict=True)]
    for order in (range(len(drafts)), range(len(drafts) - 1, -1, -1)) if any(shouted) else ():
        text: Draft | None = None
        for index in order:
            draft = drafts[index]
            if long[index]:
                text = draft if shouted[index] else None
            elif text is not None and not _set_alike(draft, text):
                text = None
            around[index] |= text is not None
    return around


def _set_alike(draft: Draft, other: Draft) -> bool:
    a, b = draft.first, other.first
    return abs(a.size - b.size) < 0.5 and a.bold == b.bold


def _is_heading(drafts: Sequence[Draft], index: int, usual: Measure, weight: int, plain: bool) -> bool:
    draft = drafts[index]
    text = draft.text
    if not text or len(draft.rows) > MOST_ROWS or len(text) > MOST_CHARACTERS or NOT_TITLE.match(text) or _is_cells(draft):
        return False
    folded = text.casefold()
    if (
        any(sign in folded for sign in ADDRESS)
        or not any(map(str.isalpha, text))
        or is_person(draft)
        or is_signed(draft)
        or _is_of_box(draft, usual)
    ):
        return False
    if _is_caption(drafts, index, usual) or (draft.mark is None and _is_aside(draft)):
        return False
    ending = _without_note_mark(draft)
    closing = bool(CLOSING.search(ending) or ANOTHER.search(ending)) and not ABBREVIATION_END.search(ending)
    following = _following(drafts, index)
    if (following is None and weight < 3) or (following is not None and is_signed(following)) or is_office(draft, following):
        return False
    if draft.listed and weight < 2:
        return False
    if draft.mark is not None and draft.mark.family == "bullet":
        return not closing and following is not None and _is_bullet_title(drafts, index, following, weight)
    if weight >= 2 and _goes_on_in_caps(drafts, index, usual):
        return False
    if weight >= 2 and (not closing or (text.endswith(":") and len(text) < 60 and weight >= 3)):
        return True
    if following is not None and following.role == "heading" and (text, draft.first.page) == (following.text, following.first.page):
        return False  # the word `Annex` over the page, and over its title once more
    shown = weight >= 1 or plain or _parts_numbers(drafts, index, usual)
    return not closing and shown and not LABELLED.match(text) and _stands_alone(drafts, index, usual)


def _opens_clauses(drafts: Sequence[Draft], index: int) -> bool:
    """Whether a draft is what the numbered clauses of a resolution go on with: its verb, or who it is that `RECOMMENDS THAT`."""
    following = _following(drafts, index)
    if drafts[index].mark is not None or OPERATIVE.match(drafts[index].text):
        return drafts[index].mark is None
    return following is not None and OPERATIVE.match(following.text) is not None and SUBJECT.fullmatch(drafts[index].text) is not None


def _goes_on_in_caps(drafts: Sequence[Draft], index: int, usual: Measure) -> bool:
    """Whether only capitals tell a draft from the text, whose sentence it goes on with: `RECOMMENDS` after a
    preamble that ends in a comma."""
    before, draft = drafts[index - 1] if index else None, drafts[index]
    if before is None or before.role != "paragraph" or draft.mark is not None or not before.text.endswith(","):
        return False
    plain = not any(row.bold or row.underlined or row.size > usual.size + 0.9 or is_centred(row) for row in draft.rows)
    return plain and before.first.size <= draft.first.size + 0.5 and not ANNEX.match(draft.text)


def _is_caption(drafts: Sequence[Draft], index: int, usual: Measure) -> bool:
    """The title of a table, a figure or a box."""
    text = drafts[index].text
    caption = CAPTION.match(text)
    if caption is None:
        if drafts[index].mark is not None or drafts[index].first.size >= usual.size - 0.4:
            return False
        if index and ANNEX.fullmatch(drafts[index - 1].text):
            return False  # the annex's title
        return any(other.role == "table" and other.first.page == drafts[index].last.page for other in drafts[index + 1 : index + 2])
    return caption["number"] is not None or any(other.role == "table" for other in drafts[max(0, index - 1) : index + 2])


def _is_aside(draft: Draft) -> bool:
    """What is set off from the text but heads none: remarks beside it, formulas, codes, where a paper was adopted or printed, documents
    in rows of their own, dates and signatures at the right edge."""
    text = draft.text
    if draft.first.aside or FORMULA.search(text) or CODE.fullmatch(text) or PROVENANCE.match(text) or REFERENCE.fullmatch(text):
        return True
    return not ANNEX.match(text) and not any(row.bold for row in draft.rows) and all(map(stands_right, draft.rows))


def _is_of_box(draft: Draft, usual: Measure) -> bool:
    """The title of a box in the text: it is set smaller than the text, or beside it."""
    row = draft.first
    return row.frame > 0 and draft.mark is None and (row.aside or row.size < usual.size - 0.4)


def _is_cells(draft: Draft) -> bool:
    """The head of a table's columns, or names side by side: parts of one row, none of them a number's."""
    if draft.mark is not None:
        return False
    if len(draft.rows) == 1 and len(draft.first.lines) > 2:
        return _has_parts(draft.first, LOOSE)
    apart = [row for row in draft.rows if _has_parts(row)]
    return 2 * len(apart) > len(draft.rows) and not any(map(str.isdigit, draft.text))


def _has_parts(row: Row, least: float = APART) -> bool:
    """Whether white space of so many em parts a row; letters spaced for show stand closer."""
    return any(after.box.x0 - before.box.x1 > least * row.size for before, after in pairwise(row.lines))


def _without_note_mark(draft: Draft) -> str:
    """The draft's text, less a raised mark at its end that would hide a full stop."""
    line = draft.last.lines[-1]
    if pack(line).smallest < line.size and len(line.words) > 1 and is_note_mark(line.words[-2], line.words[-1], line):
        return draft.text.removesuffix(line.words[-1].text).rstrip()
    return draft.text


def _is_bullet_title(drafts: Sequence[Draft], index: int, following: Draft, weight: int) -> bool:
    """Whether a bullet is only the title of what follows: text that is no bullet itself, and no end of a list."""
    draft = drafts[index]
    if following.first.page - draft.last.page > 1 or len(following.text) <= len(draft.text):
        return False
    if following.mark is not None:
        return weight >= 2 and following.mark.family in ("arabic", "decimal", "unit")
    if weight >= 2:
        return True
    before = drafts[index - 1] if index else None
    ends_list = before is not None and before.mark is not None and before.mark.family == "bullet"
    return (
        not ends_list
        and draft.text[:1].isupper()
        and following.text[:1].isupper()
        and len(draft.text.split()) <= 10
        and len(following.text) > 60
    )


def _following(drafts: Sequence[Draft], index: int) -> Draft | None:
    following = drafts[index + 1] if index + 1 < len(drafts) else None
    return None if following is None or following.role == "furniture" else following


def _prominence(draft: Draft, text: str, usual: Measure, body_bold: bool, caps: bool) -> int:
    """How far the type of a draft with that text stands out from the others': 0 not, 1 slightly, 2 clearly, 3 doubly. `caps`: it is in
    capitals, as the text around it is not."""
    rows = draft.rows
    weight = 0
    if _all_bold(rows) and not body_bold:
        weight += 2
    if rows[0].size > usual.size + 0.9:
        weight += 2
    if caps:
        weight += 1 if len(text) < 6 else 2
    if all(row.underlined for row in rows):
        weight += 2
    if all(is_centred(row) for row in rows):
        weight += 1
    if all(row.italic for row in rows):
        weight += 1
    if ANNEX.match(text):
        weight += 1
    return weight


def _all_bold(rows: Sequence[Row]) -> bool:
    lines = [pack(line) for row in rows for line in row.lines]
    if not any(line.any_bold for line in lines):
        return False
    words = [(len(text), bold) for line in lines for text, bold in line.weights() if any(map(str.isalpha, text))]
    letters = sum([length for length, _ in words])
    return letters > 0 and sum([length for length, bold in words if bold]) >= 0.9 * letters


def _parts_numbers(drafts: Sequence[Draft], index: int, usual: Measure) -> bool:
    """Whether a draft stands between the end of a text and a numbered paragraph."""
    before, draft, following = drafts[index - 1] if index else None, drafts[index], _following(drafts, index)
    if before is None or following is None or following.chain is None or draft.mark is not None or len(draft.rows) > 1:
        return False
    counted = following.mark is not None and following.mark.family in ("arabic", "decimal") and len(following.text) > 40
    if draft.first.size < usual.size - 1.0:
        return False  # a foot of the page
    return counted and is_terminal(before.text) and len(draft.text.split()) <= FEW_WORDS


def _stands_alone(drafts: Sequence[Draft], index: int, usual: Measure) -> bool:
    """Whether a plain short draft is set off like a title and text follows it."""
    draft = drafts[index]
    following = _following(drafts, index)
    text = draft.text
    if following is None or not text[:1].isupper() or len(text.split()) > SENTENCE_WORDS:
        return False
    before = drafts[index - 1] if index else None
    if before is not None and before.last.page == draft.first.page and draft.first.top - before.last.bottom < 0.25 * usual.size:
        return False
    if before is not None and before.text.endswith((":", ",")) and draft.mark is None and not ANNEX.match(text):
        return False
    return (
        len(following.text) > 40
        or bool(OPENING.fullmatch(following.text))
        or (following.role == "heading" and following.first.page == draft.last.page)
        or (index < 6 and draft.mark is None)
    )


def set_levels(drafts: Sequence[Draft]) -> None:
    """Levels by rank of style among the document's headings; numbering orders what style leaves equal."""
    headings = [draft for draft in drafts if draft.role == "heading"]
    ranks = {key: rank for rank, key in enumerate(sorted({_style_key(draft) for draft in headings}), 1)}
    for draft in headings:
        draft.level = min(ranks[_style_key(draft)], 9)


def _style_key(draft: Draft) -> tuple[float, ...]:
    row, mark = draft.first, draft.mark
    family = {"roman": 1.0, "letter": 2.0, "arabic": 3.0, "decimal": 3.0, "bullet": 6.0}.get(mark.family, 0.0) if mark else 0.0
    if mark is not None and mark.style.strip("().")[-1:].islower():
        family += 3.0
    if mark is not None and mark.family == "decimal":
        family += 0.1 * len(mark.value)
    return (
        -round(row.size),
        -float(is_caps(draft.text)),
        -float(row.bold),
        float(row.italic),
        -float(all(is_centred(row) for row in draft.rows)),
        family,
        round(min(max(row.x0 - row.left, 0.0), 200.0) / 18.0) if not is_centred(row) else 0.0,
    )
