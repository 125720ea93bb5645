"""The title block of the first page: symbol, title, agenda item; and the lines that are neither text nor heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import pairwise, takewhile

from docmine.layout.drafts import Draft
from docmine.layout.flow import is_caps, is_centred, stands_right
from docmine.layout.marks import DASHES, MONTHS
from docmine.layout.symbols import find_symbol, is_symbol
from docmine.source import FrontMatter, Line

MOST_DRAFTS = 40
PARTED = 2.0  # em between the parts of a letterhead's row
FIRST_DRAFTS = 6  # where a symbol stands on a line of its own
PARTS = r"(?:\.?\s?\([a-z0-9]{1,4}\)|\.?[a-z]\)|\.(?:\d{1,2}|[A-Z]|[a-z])\b|\.\s(?:\d{1,2}|[A-Z]|[a-z])\b(?!\s?[a-z])){0,4}"
NEXT = rf"(?:\s?,\s?|–|\s(?:and|to|et|à|au)\s)(?:(?:[IVXLC]{{1,7}}|\d{{1,3}}[a-z]?)\b(?!['’]){PARTS}|\([a-z0-9]{{1,4}}\))"
ITEM = re.compile(  # `VIII.(a)`, `3 and 4`, `V (a) to (e)`
    r"(?:(?:(?:provisional|draft)\s{1,3})?agenda\s{1,3})?(?:item|point)s?\s{0,3}(?:n[°o]\.?\s{0,2})?(?::\s{0,2})?"
    rf"(?P<item>(?:[IVXLC]{{1,7}}|\d{{1,3}}[a-z]?|[A-Z])\b{PARTS}(?:{NEXT}){{0,6}})\.?",
    re.IGNORECASE,
)
ITEM_LINE = re.compile(r"\b(?:agenda|ordre du jour)\b|^\(?\[?(?:item|point)\b", re.IGNORECASE)
ITEM_ALONE = re.compile(
    rf"[(\[]?{ITEM.pattern}(?:\s(?:of|on|de|à)\s?(?:the\s|l[’'])?(?:provisional\s|draft\s|projet d[’'])?"
    r"(?:agenda|ordre du jour)[^:]{0,30})?\s?[)\]]?",
    re.IGNORECASE,
)
OF_AGENDA = re.compile(r"\s(?:of|on|de)\s?(?:the|l[’'])\s?(?:\w{4,12}\s){0,2}(?:agenda|ordre)", re.IGNORECASE)
COUNTED = r"\d{1,3}(?:st|nd|rd|th|er|ère|e|ème|eme)?"
ORDINAL = (
    rf"(?:{COUNTED}(?:\s?[/-]\s?{COUNTED})?|(?:\w{{3,12}}[\s-]){{0,2}}\w{{1,12}}(?:first|second|third|th|ième)"
    r"|\w{3,12}-(?:first|second|third))"
)
WEEKDAY = r"(?:(?:\w{3,6}day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),?\s)?"
MONTH = f"(?:{'|'.join(MONTHS)})"
DATE = (
    rf"(?:(?:{WEEKDAY}\d{{1,2}}\w{{0,3}}\s?[^\W\d_]{{0,9}}\.?\s?(?:[-–—/,]|to|and|et|au)\s?){{0,2}}"
    rf"{WEEKDAY}\d{{1,2}}\w{{0,3}}\s(?:of\s|de\s)?[^\W\d_]{{3,9}}\.?,?\s(?:19|20)\d\d"
    rf"|{MONTH},?\s(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d(?:/[\d-]{{2,10}})?)"
)
CODE = r"(?=[^\s]{0,20}\d)[A-Z]{1,8}\d{0,4}(?:[-–/.\s]{1,2}[A-Z0-9][\w\[\]()]{0,8}){1,5}"
MASTHEAD = re.compile(
    rf"distribution\s(?:limited|restricted|general|limitée|restreinte|générale)\b.{{0,40}}"
    rf"|(?:distr\.|original|date|réf|reference|référence|ref)\s?[.:].{{0,60}}|(?:established|créée?|établie?)(?: in| en)? \d{{4}}.{{0,60}}"
    rf"|limite|limité|restreint|diffusion\srestreinte|confidential|confidentiel"
    rf"|o(?:r(?:ig)?)?\.\s?:?\s?(?:angl|eng|fr)\.?(?:\s?/\s?(?:angl|eng|fr)\.?)?"
    rf"|(?:limited|restricted|general|english|french|anglais|français|e only|eng\./fr\.)(?:\s(?:only|original|seulement))?"
    rf"|(?:[^\W\d_][^\d]{{1,60}},\s)?(?:(?:from|du|les?|held)\s)?{DATE}"
    rf"|[^\W\d_]\w*,\s(?:[^\W\d_]{{3,20}},\s)?[^\W\d_]{{3,9}}\s\d{{1,2}}.{{0,18}}(?:19|20)\d\d"
    rf"|{CODE}\s(?:déf|def|final|rev|add|corr|prov)\b.{{0,10}}|(?:study\s)?period\s\d{{4}}.{{0,8}}"
    rf"|(?:proceedings|bulletin|publication|volume)\s(?:no\.?|n[°o]\.?|vol\.?)?\s?\d{{1,4}}"
    rf"|sessions?\s(?:of|de|du|des)\s.{{0,30}}\b(?:19|20)\d\d"
    rf"|{ORDINAL}\s(?:\([^()]{{3,30}}\)\s)?(?:\w{{3,14}}\s){{0,2}}(?:sessions?|meetings?|réunions?)\b.{{0,40}}"
    rf"|{ORDINAL}\s(?:item|point|question)\s(?:on|of|de|à)\s?(?:the\s|l[’'])(?:agenda|ordre du jour)",
    re.IGNORECASE,
)
STAMP = re.compile(r"(?:working|discussion|information)\spaper|document\sde\stravail|note\sd[’']information", re.IGNORECASE)
ORGAN = re.compile(  # an article before its noun tells of it: `Review of what the Committee does`
    r"(?:(?:meetings?|sessions?|réunions?)\s(?:of|de)\s?)?(?:(?:the|la|le|les)\s)?"
    r"(?:(?!(?:the|la|le|les)\s)[^\W\d_][\w’'&/,.()-]*\s){0,9}?"
    r"(?:[^\W\d_]{2,12}-|[ld]['’])?(?:organi[sz]ations?|council|conseil|commission|committee|comité|"
    r"conference|conférence|union|community|communauté|alliance|association|league|ligue|institute?|directorate|office|tribunal|court|"
    r"cour|forum|society|société|secretariat|secrétariat|assembly|assemblée|agency|agence|group|groupe|party|nations|centre|federation|"
    r"fédération|programme|fund|fonds|bureau|board|panel|task force|network|bank|banque|convention|"
    r"authority|autorité)\b(?:\s\(?[^\W\d_][\w’'&/,.()-]*){0,12}",
    re.IGNORECASE,
)
DOCUMENT_WORD = re.compile(
    r"\b(?:report|rapport|minutes|procès[- ]verbal|resolutions?|résolutions?|decisions?|décisions?|summary|résumé|proposals?|draft|projet|"
    r"note|memorandum|mémorandum|paper|opinion|terms of reference|mandat|programme of work|programme de travail|work programme|"
    r"letter|lettre|communiqué|compte[- ]rendu|relevé|record|declaration|déclaration|conclusions|amendments?|guidance|guidelines|"
    r"rules of procedure|action plan|plan d'action|outcome|progress)\b",
    re.IGNORECASE,
)
HYPHENATED = re.compile(r"(?<=[^\W\d_])-\s(?!(?:and|or|et|ou)\b)(?=[^\W\d_])")  # a word that a row's end breaks (`Sub-` `Committee`)
NAMES = r"[A-ZÀ-Þ][\w’'-]{1,20}(?:\s[A-ZÀ-Þ][\w’'-]{1,20}){0,3}"
PLACE = re.compile(rf"{NAMES}(?:,\s{NAMES}){{1,2}}")  # `London, United Kingdom`
TITLE_FIELD = re.compile(r"(?:title|titre)\s?:\s?", re.IGNORECASE)
FIELD = re.compile(r"[^\W\d_][\w() ’'.°-]{1,24}\s?:")
JOINT = re.compile(r"\s[·|•]\s|(?<=\d{4})\.\s")
DASH = re.compile(r"\s[–—-]\s")
RULED = re.compile(r"[-–—]\s?[^\W\d_].{0,60}")  # a line between dashes (`– Le Conseil –`)
LONG_WORD = re.compile(r"[^\W\d_]{4}")
NAME_WORD = re.compile(r"[^\W\d_]{3}")
ORNAMENT = re.compile(r"[\W_]{1,40}")


def read_front(drafts: list[Draft], first_furniture: Sequence[Line]) -> FrontMatter:
    """What the first page says of the document, as printed. Gives the title block's lines that are no headings the role `title`, and those
    of a date under the title a draft of their own."""
    alone = [draft for draft in drafts if _only_symbol(draft)]
    units = alone if len(alone) > 1 else []  # several are the numbers of units (`CIML/2025/01`)
    for draft in drafts[:FIRST_DRAFTS]:
        if draft.mark is None or draft in units:
            continue
        if all(_says_masthead(row.text) for row in draft.rows) or _is_between_dashes(draft):
            draft.role, draft.mark, draft.number, draft.drop_first = "title", None, None, 0  # its symbol, date and session may be one draft
    block = title_block(drafts)
    mastheads = {id(draft) for draft in block if _is_masthead(draft) or _is_place(draft)}
    labelled = next(((draft, words) for draft in block for words in _labelled(draft)), None)
    title = _find_title(block, mastheads) if labelled is None else labelled[0] if labelled[0].role != "table" else None
    if title is not None and _has_date_below(title):
        dated = Draft([title.rows.pop()], role="title")
        drafts.insert(drafts.index(title) + 1, dated)
        block.insert(block.index(title) + 1, dated)
    before = block.index(title) if title is not None else 0
    head = max((index for index, draft in enumerate(block[:before]) if id(draft) in mastheads or _names_organ(draft)), default=0)
    broken = {id(draft) for pair in pairwise(block[:before]) if _is_broken_name(*pair) for draft in pair}
    for index, draft in enumerate(block):
        free = draft.role in ("paragraph", "heading") and draft.mark is None and draft is not title
        letterhead = index < before and (id(draft) in broken or _is_letterhead(draft, index < head))
        if free and (id(draft) in mastheads or letterhead or _is_imprint(block[index : index + 2], mastheads)):
            draft.role = "title"
    if title is not None and title.role == "paragraph":
        title.role = "heading"
    if title is not None and (label := TITLE_FIELD.match(title.text)):
        title.drop_first = label.end()
    rows = [line.text for line in first_furniture] + [row.text for draft in block for row in draft.rows]
    words = labelled[1] if labelled is not None else title.text if title is not None else ""
    symbol = _symbol(first_furniture, block[:before]) or _symbol(first_furniture, block)  # below the title may stand those of other papers
    printed, title_ = HYPHENATED.sub("-", "\n".join(rows)), HYPHENATED.sub("-", words) or None
    return FrontMatter(symbol, title_, _item(rows), printed, _opening(drafts))


def _symbol(furniture: Sequence[Line], block: Sequence[Draft]) -> str | None:
    return find_symbol([line.text for line in (*furniture, *(line for draft in block for row in draft.rows for line in row.lines))])


def _labelled(draft: Draft) -> Iterator[str]:
    """The title, where a form has a field for it (`Source: …`, `Title: …`)."""
    pieces = [line.text for row in draft.rows for line in row.lines]
    for n, piece in enumerate(pieces):
        if label := TITLE_FIELD.match(piece):
            rest = takewhile(lambda other: not FIELD.match(other), pieces[n + 1 :])
            if words := " ".join([piece[label.end() :], *rest]).strip():
                yield words


def _is_imprint(drafts: Sequence[Draft], mastheads: Set[int]) -> bool:
    """Whether the first draft names the body that publishes, over place and date."""
    draft, below = drafts[0], drafts[-1]
    return id(below) in mastheads and below.first.page == draft.first.page and _names_organ(draft)


def _is_between_dashes(draft: Draft) -> bool:
    line = draft.first.lines[0].text
    return len(draft.rows) == 1 and bool(RULED.fullmatch(line)) and line[-1] in DASHES


def _has_date_below(title: Draft) -> bool:
    """Whether a title in capitals has a date, place or the like in brackets and small letters for its last row; an agenda item's number
    belongs to its heading."""
    row = title.last.text
    if len(title.rows) < 2 or row[0] not in "([" or row[-1] not in ")]" or not any(map(str.isdigit, row)) or is_caps(row):
        return False
    return is_caps(" ".join(other.text for other in title.rows[:-1])) and not ITEM_LINE.search(row) and _says_masthead(row)


def _is_broken_name(draft: Draft, following: Draft) -> bool:
    """Whether a body's name is set over two drafts, in type of two weights or beside something else."""
    above, below = draft.last, following.first
    tight = above.page == below.page and abs(above.size - below.size) < 0.5 and below.baseline - above.baseline < 1.8 * below.size
    return tight and _is_organ(" ".join(row.lines[0].text for row in (*draft.rows, *following.rows)))


def _is_letterhead(draft: Draft, above: bool) -> bool:
    """Whether what stands above the title belongs to the page's head: a body's name, the agenda item, an address at the right edge, and
    what stands `above` date, session and symbol, but for what says what kind of document it is."""
    named = _names_meeting(draft) or PLACE.fullmatch(draft.text) is not None or ITEM_LINE.match(draft.text) is not None
    return named or _stands_right(draft) or (above and not DOCUMENT_WORD.search(draft.text))


def _stands_right(draft: Draft) -> bool:
    """An address or the like, set at the right edge of the page above its title."""
    rows = draft.rows
    if any(row.bold for row in rows):
        return False
    return all(row.x0 - row.left > 0.45 * (row.right - row.left) for row in rows) and any(map(stands_right, rows))


def _only_symbol(draft: Draft) -> bool:
    """Whether a draft is the document's symbol and nothing else."""
    return len(draft.rows) == 1 and draft.mark is not None and is_symbol(draft.first.text)


def title_block(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts before the first running text."""
    block: list[Draft] = []
    for draft in drafts:
        if (
            draft.number is not None
            or draft.mark is not None
            or (draft.role == "paragraph" and len(draft.text) > 130 and not _stands_side_by_side(draft))
            or len(block) > MOST_DRAFTS
        ):
            break
        block.append(draft)
    return block


def _stands_side_by_side(draft: Draft) -> bool:
    """Whether white space parts each of a draft's rows, as in a letterhead; running text has none."""
    return all(any(b.box.x0 - a.box.x1 > PARTED * row.size for a, b in pairwise(row.lines)) for row in draft.rows)


def _opening(drafts: Sequence[Draft]) -> str:
    rows: list[str] = []
    for draft in drafts[:MOST_DRAFTS]:
        if draft.number is not None:
            break
        rows += [row.text for row in draft.rows]
    return "\n".join(rows)


def _find_title(block: Sequence[Draft], mastheads: Set[int]) -> Draft | None:
    """The draft right above the agenda item in brackets, else the one set most prominently that names neither the organisation nor the
    meeting; of equals the first. `mastheads` are the `id()`s of those that name meeting, place, date and the like."""
    choice = [
        draft
        for draft in block
        if draft.role in ("heading", "paragraph")
        and any(map(str.isalpha, draft.text))
        and not draft.text.endswith((",", ":"))  # `Dear colleagues,`
        and id(draft) not in mastheads
    ]
    choice = [draft for draft in choice if draft.first.page == choice[0].first.page]  # a cover may be followed by another title page
    named = [draft for draft in choice if not _names_meeting(draft)] or choice
    above = [one for one, item in pairwise(block) if one in named and item.text[:1] in "([" and ITEM_ALONE.fullmatch(item.text.strip())]
    if above:
        return above[0]
    headed = [draft for draft in named if draft.role == "heading"] or [draft for draft in named if draft.text[:1].isupper()]
    opening = {id(after) for before, after in pairwise(block) if id(before) in mastheads and id(after) not in mastheads}
    return max(headed, key=lambda draft: _prominence(draft, id(draft) in opening), default=None)


def _prominence(draft: Draft, opening: bool) -> tuple[float, ...]:
    """`opening`: it stands right below what names meeting, date and item."""
    row = draft.first
    centred = all(is_centred(row) for row in draft.rows)
    said = bool(DOCUMENT_WORD.search(draft.text))
    named = said or sum(bool(NAME_WORD.search(word)) for word in draft.text.split()) > 1  # a logo or a stamp may be larger
    return (named, round(row.size), row.bold + is_caps(draft.text) + centred + opening + said, len(draft.text.split()) > 2)


def _is_masthead(draft: Draft) -> bool:
    if len(draft.text) > 130:
        return False
    if _says_masthead(draft.text) or all(_says_masthead(line.text) for row in draft.rows for line in row.lines):
        return True
    return _is_composed(draft)


def _is_place(draft: Draft) -> bool:
    """Where the meeting was held, in a row of its own."""
    return PLACE.fullmatch(draft.text) is not None and not any(row.bold for row in draft.rows)


def _is_composed(draft: Draft) -> bool:
    """Whether a draft is made of a body's name, dates, symbol and the like, in rows or side by side."""
    lines = [line for row in draft.rows for line in row.lines]
    name = [row.lines[0].text for row in draft.rows]
    rest = [line.text for row in draft.rows for line in row.lines[1:]]
    if rest and _is_organ(" ".join(name)) and all(_says_masthead(part) or any(map(str.isdigit, part)) for part in rest):
        return True
    return _are_composed([part for line in lines for part in JOINT.split(line.text)]) or _are_composed(JOINT.split(draft.text))


def _are_composed(parts: Sequence[str]) -> bool:
    said = [_says_masthead(part) for part in parts]
    return any(said) and all(told or _is_organ(part) or PLACE.fullmatch(part) for part, told in zip(parts, said, strict=True))


@lru_cache(maxsize=1024)
def _says_masthead(whole: str) -> bool:
    """Whether words of the title block name meeting, place, date, item, language or symbol and nothing else."""
    text = whole.strip("*•-–— ()[]")
    if ORNAMENT.fullmatch(whole) or is_symbol(text) or STAMP.fullmatch(text):
        return True
    if re.search(r"\b(?:Distr\.|Original)\s?:", text):
        return True
    if len(text) < 40 and (re.fullmatch(CODE, text) or (not LONG_WORD.search(text) and any(map(str.isdigit, text)))):
        return True
    if DOCUMENT_WORD.search(text):
        return False
    if ITEM_LINE.search(text) and ITEM_ALONE.fullmatch(whole.strip()):
        return True
    return len(text.split()) < 12 and bool(MASTHEAD.fullmatch(text.rstrip(".")))


def _names_organ(draft: Draft) -> bool:
    return _is_organ(draft.text)


def _names_meeting(draft: Draft) -> bool:
    """A body's name, be it with the session behind a dash (`ASSEMBLY — 32ND SESSION`)."""
    return _names_organ(draft) or _are_composed(DASH.split(draft.text))


@lru_cache(maxsize=1024)
def _is_organ(whole: str) -> bool:
    text = " ".join(whole.split()).strip("-–—_*= ")
    return len(text) < 130 and bool(ORGAN.fullmatch(text)) and not DOCUMENT_WORD.search(text)


def _item(rows: Sequence[str]) -> str | None:
    """The agenda item under which the paper stands; a heading `Agenda item 1: Opening` only opens a meeting's report."""
    for row in rows:
        match = ITEM.search(row) if ITEM_LINE.search(row) and len(row) < 120 else None
        if match and (ITEM_ALONE.fullmatch(row.strip()) or OF_AGENDA.match(row, match.end())):
            return re.sub(r"\.\s", ".", " ".join(match["item"].split())).rstrip(".")
    return None
