"""Rows to drafts of blocks: each with its rows, its mark, and the sequence the mark belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from docmine.layout.flow import ANOTHER, WIDE_GAP, Measure, Paragraphing, ends_early, is_spaced, is_terminal, same_column
from docmine.layout.marks import DASHES, NO_UNIT, Mark, follows, number_of, read_marks
from docmine.layout.rows import Row
from docmine.layout.sequence import Candidate, Chain, find_chains
from docmine.packed import pack
from docmine.source import Role

LABEL_END = re.compile(r"\s*(?:$|[:–—.\-\[(])")
LEAST_UNITS = 2
LEAST_REGISTERED = 4  # labels in any order
LEAST_BEFORE_NUMBER = 4  # words of a row that can end in the midst of a sentence; `Annex` alone is a heading
INITIALS = re.compile(r"[A-Z]\.[-\s]?(?:[A-Z]\.[-\s]?){0,2}[A-ZÀ-Þ][\w'’-]{1,20}(?:\s[A-ZÀ-Þ][\w'’-]{1,20}){0,2}")
SPEAKER = re.compile(r"M\.\s[A-ZÀ-Þ][\w'’ -]{1,40}\s\(")  # `M. SCHAEFFER (Allemagne)`
TITLED = re.compile(r"\S\s(?:MM?|Mme|Mlle|Mrs?|Ms|Dr|Prof)\.?$")  # a name stands on the next row
ABBREVIATED = re.compile(r"[A-Z]\.\s?[A-Z]\.(?=\s)")  # `P. O. Box 12`


@dataclass(slots=True, eq=False)
class Draft:
    """A block in the making."""

    rows: list[Row]
    mark: Mark | None = None
    chain: Chain | None = None
    role: Role = "paragraph"
    number: str | None = None
    level: int = 0
    drop_first: int = 0  # characters of the first row's text that are the mark
    cells: tuple[tuple[str, ...], ...] = ()
    label: Row | None = None  # a row that only carries the number
    parent: Draft | None = None
    section: Draft | None = None
    listed: bool = False  # stands in a list of people

    @property
    def text(self) -> str:
        """The words after the mark, unfolded; enough to judge the draft by."""
        rows = self.rows
        whole = rows[0].text if len(rows) == 1 else " ".join([row.text for row in rows])
        return whole[self.drop_first :].strip()

    @property
    def first(self) -> Row:
        return self.rows[0] if self.rows or self.label is None else self.label

    @property
    def last(self) -> Row:
        return self.rows[-1] if self.rows or self.label is None else self.label


def make_drafts(rows: Sequence[Row], usual: Measure) -> tuple[list[Draft], list[Chain]]:
    """The rows as drafts in reading order, and the sequences their marks make."""
    marks, chains = _accepted_marks(rows, usual)
    usual.spaced = is_spaced(rows, [index for index, (mark, _) in marks.items() if mark.family in ("arabic", "decimal")], usual)
    drafts: list[Draft] = []
    beside: list[tuple[Draft, Draft]] = []
    current: Paragraphing | None = None
    for index, row in enumerate(rows):
        if row.table is not None:
            drafts.append(Draft([row], role="table", cells=row.table.texts()))
            current = None
            continue
        mark, chain = marks.get(index, (None, None))
        if row.aside and drafts:
            if not _numbers(drafts[-1], row, mark, chain):
                beside.append((drafts[-1], Draft([row])))
            continue
        if mark is None and current is not None and _goes_on(current, row, usual):
            current.rows.append(row)
            drafts[-1].rows.append(row)
            continue
        text_x = _text_x(row, mark)
        alone = mark is not None and mark.family != "unit" and text_x >= row.x1
        current = Paragraphing([row], text_x, mark is not None, alone)
        drafts.append(Draft([row], mark, chain, drop_first=mark.end if mark else 0))
    for home, remark in reversed(beside):
        drafts.insert(drafts.index(home) + 1, remark)
    return drafts, chains


def _numbers(draft: Draft, row: Row, mark: Mark | None, chain: Chain | None) -> bool:
    """Gives the draft the number that stands in the margin beside it; False where the remark is none or the draft has its own."""
    if mark is None or draft.mark is not None or mark.end < len(row.text):
        return False
    draft.mark, draft.chain, draft.label = mark, chain, row
    return True


def _goes_on(current: Paragraphing, row: Row, usual: Measure) -> bool:
    if current.number_alone:
        current.number_alone = False
        current.rows.clear()  # whose text begins, and may be set in, with the next row
        current.text_x = row.x0
        return True  # the number stood alone on its row: what follows is its text
    return not current.begins_new(row, usual)


def _text_x(row: Row, mark: Mark | None) -> float:
    """Where the words after the mark begin, in points."""
    if mark is None:
        return row.x0
    offset = 0
    for line in row.lines:
        for x0, start in pack(line).starts() if line.words else ((line.box.x0, 0),):
            if offset + start >= mark.end:
                return x0
        offset += len(line.text) + 1
    return row.x1 + 1.0


def _accepted_marks(rows: Sequence[Row], usual: Measure) -> tuple[dict[int, tuple[Mark, Chain | None]], list[Chain]]:
    counted: list[Candidate] = []
    units: list[Candidate] = []
    accepted: dict[int, tuple[Mark, Chain | None]] = {}
    for index, row in enumerate(rows):
        readings = read_marks(row.text) if row.table is None else ()
        if not readings:
            continue
        candidate = _candidate(rows, index, readings, usual)
        family = readings[0].family
        if family == "bullet":
            if _is_bullet(candidate, readings[0], row):
                accepted[index] = (readings[0], None)
        elif family == "unit":
            units.append(candidate)
        elif not _ends_reference(rows, index, candidate, usual):
            counted.append(candidate)
    chains = find_chains(counted) + _unit_chains(units, rows)
    for chain in chains:
        accepted.update({member.row: (mark, chain) for member, mark in chain.members})
    return accepted, chains


def _ends_reference(rows: Sequence[Row], index: int, candidate: Candidate, usual: Measure) -> bool:
    """Whether a number is only what the row before ends with: `the list of participants is at Annex` and, on the next row, `I.`; or
    what a sentence ends with, where the next row has a number of its own or stands too far below to be this one's text."""
    if index and candidate.readings[0].family in ("letter", "roman") and TITLED.search(rows[index - 1].text[-12:]):
        return True  # an initial
    if candidate.strong or candidate.after_stop:
        return False
    following = rows[index + 1] if index + 1 < len(rows) else None
    bare = rows[index].text == candidate.readings[0].printed
    if bare and following is not None and (_has_number(following) or _is_far_below(rows[index], following, usual)):
        return True
    words = re.split(r"[\s'’]", rows[index - 1].text.casefold())
    return len(words) >= LEAST_BEFORE_NUMBER and words[-1] in NO_UNIT


def _is_far_below(before: Row, row: Row, usual: Measure) -> bool:
    return same_column(before, row) and row.baseline - before.baseline > WIDE_GAP * usual.pitch(row)


def _has_number(row: Row) -> bool:
    return row.table is None and number_of(row.text) is not None


def _candidate(rows: Sequence[Row], index: int, readings: tuple[Mark, ...], usual: Measure) -> Candidate:
    row = rows[index]
    before = rows[index - 1] if index else None
    # Taken alone, the row before is the last of its paragraph: how long that is, cannot matter here.
    strong = before is None or _parted(rows, index, usual)
    alone = (len(row.lines) > 1 and len(row.lines[0].text) <= readings[0].end) or row.text == readings[0].printed
    pause = before is not None and before.text.endswith((",", ";", ":"))
    bold = _text_is_bold(rows, index, readings[0].end)
    stop = before is None or is_terminal(before.text) or ANOTHER.search(before.text) is not None
    named = bool(INITIALS.fullmatch(row.lines[0].text) or ABBREVIATED.match(row.text) or SPEAKER.match(row.text)) and not row.underlined
    return Candidate(index, readings, row.x0 - row.left, row.size, bold, strong, alone, stop, row.column, pause, named)


def _text_is_bold(rows: Sequence[Row], index: int, end: int) -> bool:
    """Whether the words after a mark are bold; numbers may be bold by themselves."""
    row = rows[index]
    if end >= len(row.text):
        return rows[index + 1].bold if index + 1 < len(rows) else row.bold
    last = row.lines[-1]
    return row.bold and (not last.words or last.words[-1].bold)


def _parted(rows: Sequence[Row], index: int, usual: Measure) -> bool:
    if rows[index - 1].table is not None:
        return True
    gathered = Paragraphing([rows[index - 1]], rows[index - 1].x0, False)
    if gathered.begins_new(rows[index], usual):
        return True
    before, row = rows[index - 1], rows[index]
    if ends_early(before, row) and same_column(before, row):
        return True
    return abs(row.x0 - before.x0) > 0.8 * row.size and is_terminal(before.text)


def _is_bullet(candidate: Candidate, mark: Mark, row: Row) -> bool:
    if mark.end >= len(row.text) and len(row.lines) == 1 and mark.printed in DASHES:
        return False  # a dash alone is an ornament
    if mark.end < len(row.text) and not any(map(str.isalnum, row.text)):
        return False  # `* * *`
    if mark.printed in DASHES or mark.printed in "*§o·¨":
        return candidate.strong or candidate.alone or candidate.after_stop
    return True


def _unit_chains(candidates: Sequence[Candidate], rows: Sequence[Row]) -> list[Chain]:
    """Labels of units (`Resolution no. 2017-01`): rows that hold little but the label, two of a kind or more."""
    chains: dict[str, Chain] = {}
    for candidate in candidates:
        mark, row = candidate.readings[0], rows[candidate.row]
        chain = chains.setdefault(mark.style, Chain("unit", mark.style))
        before = next((told for other, told in reversed(chain.members) if not rows[other.row].aside), None)
        counts_on = (candidate.after_stop or candidate.alone) and before is not None and follows(before.value, mark.value)
        if (candidate.strong or row.bold or row.underlined or counts_on) and not _recalls(chain, mark, row):
            chain.members.append((candidate, mark))
    counting = [chain for chain in chains.values() if chain.members and _counts_units(chain, rows)]
    # One sequence may count units of several names: `Conclusion 9/1`, `Decision 9/2`.
    rest = Chain("unit", "unit", sorted((m for c in chains.values() if c not in counting for m in c.members), key=lambda m: m[0].row))
    found = [*counting, rest] if rest.members and _counts_units(rest, rows) else counting
    labels = {candidate.row for chain in found for candidate, mark in chain.members if rows[candidate.row].text == mark.printed}
    return [chain for chain in found if not _begins_texts(chain, labels)]


def _begins_texts(chain: Chain, labels: Set[int]) -> bool:
    """Whether most stand right below the label of another unit: what its text begins with (`Decision 5` / `DMR 15/002: approved.`)."""
    return 2 * sum(candidate.row - 1 in labels for candidate, _ in chain.members) > len(chain.members)


def _recalls(chain: Chain, mark: Mark, row: Row) -> bool:
    """Whether a row speaks of a unit told before, in the middle of a sentence: `Decision 16: one member …`."""
    told = any(mark.label == other.label for _, other in chain.members)
    return told and row.text[len(mark.printed) :].lstrip(" :,;–—-")[:1].islower()


def _counts_units(chain: Chain, rows: Sequence[Row]) -> bool:
    """Whether a word's numbers follow one another: two that are labels by their shape, or three that count without a break. A register
    has its units in another order than theirs, but each under a label."""
    if len(chain.members) >= LEAST_REGISTERED and all(rows[candidate.row].text == mark.printed for candidate, mark in chain.members):
        return True
    labels = sum(_is_label(candidate, mark, rows[candidate.row]) for candidate, mark in chain.members)
    steps = [after[0] - before[0] for before, after in pairwise([mark.value for _, mark in chain.members])]
    if 2 * labels > len(chain.members):
        return len(chain.members) >= LEAST_UNITS and 2 * sum(0 <= step <= 2 for step in steps) >= len(steps)
    return len(steps) >= 2 and sum(step == 1 for step in steps) >= 0.8 * len(steps)


def _is_label(candidate: Candidate, mark: Mark, row: Row) -> bool:
    rest = row.text[len(mark.printed) :]
    return (
        mark.printed.endswith(".")
        or bool(LABEL_END.match(rest))
        or candidate.alone
        or row.lines[0].bold
        or (len(row.lines) > 1 and len(row.lines[0].text) <= mark.end)
    )
