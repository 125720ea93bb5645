"""Front matter: whose paper it is, of what session, date, meeting, place and language.

Everything is weighed: a body named on the title page beside a session counts more than one named in passing in a paragraph.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from docmine import bridge
from docmine.components import name_grammar
from docmine.components.name_words import HEADS, Text
from docmine.components.names import Names, compiled, fold, words
from docmine.components.organisation import ANYBODYS, UNLISTED, in_field, principal
from docmine.dates import DateSpan, DateValue, find_dates
from docmine.layout.symbols import is_symbol
from docmine.sessions import SessionSpan, find_sessions
from docmine.source import FrontMatter
from docmine.vocabulary import Body, Vocabulary, load

FRENCH = frozenset("le la les des du et que qui dans pour par sur au aux une est ont été sont avec cette ses leur".split())
ENGLISH = frozenset("the of and that which in for by on to a is are was were with this its their be have has".split())
ORGANISATIONS = frozenset({"organization", "secretariat", "agency", "office", "union", "bank"})
# Weights of the places where a body may be named; found good on the corpus, any order of magnitude alike works.
TITLE_PAGE, BESIDE_SESSION, ALONE, TITLE, OPENING, ADDRESSED, IN_TEXT, KIND_MEANT = 4.0, 4.0, 4.0, 5.0, 2.0, 3.0, 0.25, 1.5
MOST_TEXTS, MOST_CHARACTERS, MOST_IN_TEXT = 30, 600, 12  # paragraphs, characters of each and bodies in it that are heard
HOME_SHARE = 0.25  # of the bodies a paper names, those of one organisation that make its short names (`the Council`) mean its own
ADDRESS = re.compile(
    r"\b(?:this|present|current|présente|cette)\s+(?:meeting|session|réunion)s?\s+(?:of|du|de la)\b"
    r"|\b(?:is|are|est|sont) invit\w+\s+(?:to|à)\b|\bthis\b[^.]{0,40}\bmeeting\b",
    re.I,
)
PLACE = re.compile(
    r"(?<![^\W\d_])(?P<place>[A-ZÀ-Ý][\w’'.-]{1,30}(?:[ -](?:(?:de|la|le|of|the|am|an)[ -])?[A-ZÀ-Ý][\w’'.-]{1,30}){0,3})"
    r"(?P<country>,\s?[A-ZÀ-Ý][\w ]{1,30})?(?:\s?\([\w ]{1,30}\))?\s?,\s?(?:(?:le|les|du|on|from)\s)?$"
)
HELD = re.compile(r"(?:\bheld (?:in|at)|\btenue?s? (?:à|au)|\bmet in)\s(?P<place>[A-ZÀ-Ý][\w’'-]{1,30}(?:[ -][A-ZÀ-Ý][\w’'-]{1,30}){0,2})")
BARE = re.compile(
    r"\b(?:the|le|la|du) (Committee|Comité|Council|Conseil|Commission|Conference|Conférence|Working Group|Working Party|Groupe de travail"
    r"|Board|Sub-Committee|Sous-comité)\b(?! (?:on|for|of|sur|pour|de|des)\b)",
    re.I,
)
ADDRESSEE = re.compile(r"(?:\b(?:to|for)(?: the)?|\bau|\bà (?:la|l['’])|\bpour (?:le|la|l['’]))\s*$", re.I)
OF_OWNER = re.compile(r"(?:\b(?:of|de|du)(?: the| la)?\s|\bde l['’]|\bd['’])$")
OWNER = re.compile(r"\s(?:of|de|du|des|d['’])\s?(?:the\s|la\s|l['’])?(?P<owner>[^\W\d_])")
# The small words of names; a row that ends in `by` or `at` goes on, but not with the same name.
SMALL = "of|on|for|and|the|to|in|de|du|des|et|sur|pour|la|le|les|aux?"
SESSION = re.compile(r"\bsessions?\b", re.IGNORECASE)
ORDINAL = re.compile(r"\b\d+[a-zè]+\b")
WRAPS, WRAPPED = re.compile(rf"\b(?:{SMALL})\s*$", re.I), re.compile(rf"\s*(?:{SMALL})\s")
LONGEST_MEETING = dt.timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Named:
    """A body named somewhere: its entry if the vocabulary has it, its words, and its place in that text."""

    text: str
    entry: Body | None
    kind: str
    start: int
    end: int
    local: bool = False  # by a name that means this body only in its own organisation's papers (`the Council`)

    @property
    def key(self) -> str:
        return self.entry.id or self.text.lower() if self.entry else self.text.lower()


def language_of(text: str) -> str:
    """`fr` or `en`, by the function words of the text's beginning."""
    seen = Counter(re.findall(r"[^\W\d_]+", text[:20_000].lower()))
    return "fr" if sum(seen[w] for w in FRENCH) > sum(seen[w] for w in ENGLISH) else "en"


def named(text: str, names: Names, french: bool) -> list[Named]:
    """The bodies named in a text: known ones, then phrases that the grammar of such names knows. A known name that is only part of a
    longer one (`Council` in `Executive Council`, `Codex` in `Codex Committee on Food Hygiene`) is none."""
    run = words(text)
    known = [
        Named(text[hit.start : hit.end], entry, entry.kind, hit.start, hit.end, hit.how == "local")
        for hit in names.find(text, run)
        for entry in hit.entries[:1]
        if isinstance(entry, Body)
    ]
    parsed = Text(text, run, french, _shouts(text))
    phrases = [
        Named(text[run[p.first].start : run[p.last].end], None, p.kind, run[p.first].start, run[p.last].end)
        for p in name_grammar.phrases(parsed)
        if not p.bare
    ]
    phrases = [p for p in phrases if p.kind != "meeting" or not any(_holds(p, k) for k in known)]  # `Meeting of the TFAWG`
    part = [k for k in known if k.local or k.kind in ORGANISATIONS or " " not in k.text]
    inside = [k for k in part if any(_holds(p, k) and (k.local or p.kind not in ORGANISATIONS) for p in phrases)]
    known = [replace(k, entry=None) if k.local and _is_owned(text, k.end, known) else k for k in known if k not in inside]
    taken = [(k.start, k.end) for k in known]
    unknown = [p for p in phrases if not any(p.start < end and start < p.end for start, end in taken)]
    return known + unknown


def _shouts(text: str) -> bool:
    """Whether a row is printed in capitals; the endings of its ordinals need not be (`THE 51st SESSION`)."""
    return ORDINAL.sub("", text).isupper()


def _is_owned(text: str, end: int, known: Sequence[Named]) -> bool:
    """Whether a name is followed by an owner that is no body of the vocabulary (`Conseil de la Commission des palettes`)."""
    owner = OWNER.match(text, end)
    return owner is not None and not any(k.start == owner.start("owner") for k in known)


def _holds(longer: Named, shorter: Named) -> bool:
    return longer.start <= shorter.start and shorter.end <= longer.end and len(longer.text) > len(shorter.text)


def issuing_body(front: FrontMatter, texts: list[str], vocabulary: Vocabulary, french: bool) -> Named | None:
    """The organ whose paper it is: the one with the most weight over all the places where it is named."""
    weights: defaultdict[str, float] = defaultdict(float)
    first: dict[str, Named] = {}
    evidence = _with_longer_names(list(_evidence(front, texts, compiled(vocabulary), french)))
    home = vocabulary.root(by_symbol(front.symbol, vocabulary)) or speaking([body for body, _ in evidence], texts, vocabulary)
    for body, weight in evidence:
        if _is_namesake(body, home, vocabulary):
            body = replace(body, entry=None)
        weights[body.key] += weight
        first.setdefault(body.key, body)
    meant = _kind_meant(texts)
    for key, body in first.items():
        weights[key] += KIND_MEANT if body.kind == meant else 0.0
    organs = [key for key, body in first.items() if body.kind not in ORGANISATIONS or _is_known_office(body)] or list(first)
    printed = {body.key for body, weight in evidence if weight >= OPENING}
    clear = [key for key in organs if key in printed or not first[key].local or " " in first[key].text]  # `the Council` may be anyone's
    best = max(clear, key=lambda key: (weights[key], -list(first).index(key)), default=None)
    return first[best] if best is not None and weights[best] >= OPENING else None


def _is_namesake(body: Named, home: str | None, vocabulary: Vocabulary) -> bool:
    """Whether a name of the vocabulary's means another body here: an organ's, where the paper is of an organisation that lacks it; a short
    one wherever the paper is not its own organisation's."""
    if body.entry is None or vocabulary.root(body.entry.id or "") == home:
        return False
    return body.local or (home is not None and "/" in (body.entry.id or ""))


def _is_known_office(body: Named) -> bool:
    """Whether an office is one of an organisation's own bodies, and no organisation by itself."""
    return body.kind == "office" and body.entry is not None and "/" in (body.entry.id or "")


def _with_longer_names(evidence: list[tuple[Named, float]]) -> list[tuple[Named, float]]:
    """`Technical Committee` speaks for the one known body whose name goes on from there, if the same pages name it; of several for the
    one that the title page names."""
    known = {body.text.lower(): body for body, _ in evidence if body.entry is not None and not body.local}
    titled = {body.key for body, weight in evidence if weight >= TITLE_PAGE}
    found = []
    for body, weight in evidence:
        named_on = [k for text, k in known.items() if body.entry is None and text.startswith(body.text.lower() + " ")]
        longer = list({k.key: k for k in named_on}.values())
        if len(longer) > 1:
            longer = [k for k in longer if k.key in titled]
        found.append((longer[0] if len(longer) == 1 else body, weight))
    return found


def speaking(found: Sequence[Named], texts: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """The organisation whose own papers speak so: a fair share of all bodies named are its own, by names that are clear or of several
    words (`Policy Commission`, not `Council`); where no name tells anything, the vocabulary's own. A single organ among bodies of others
    speaks for no organisation, unless the text is of its field: many a one has a `Scientific Sub-Committee`."""
    clear = [body for body in found if not body.local or " " in body.text]
    if not clear:
        return principal(vocabulary)
    rooted = [(body.key, _owner(body, vocabulary)) for body in clear]
    roots = Counter(root for _, root in rooted)
    best, times = max(((root, times) for root, times in roots.items() if root), key=lambda pair: (pair[1], pair[0]), default=(None, 0))
    own = {key for key, root in rooted if root == best}
    if roots[None] and len(own) == 1 and best not in own and not any(in_field(text, vocabulary) for text in texts[: 2 * MOST_TEXTS]):
        return UNLISTED
    return best if times >= HOME_SHARE * roots.total() else None


def _owner(body: Named, vocabulary: Vocabulary) -> str | None:
    """The organisation that a name speaks for; a name that organs of any organisation have speaks for none but the vocabulary's own."""
    root = vocabulary.root(body.entry.id) if body.entry and body.entry.id else None
    anybodys = body.local and fold(body.text) in ANYBODYS
    return None if anybodys and root != principal(vocabulary) else root


def _evidence(front: FrontMatter, texts: list[str], names: Names, french: bool) -> Iterator[tuple[Named, float]]:
    for line in unwrapped(front.text):
        beside = BESIDE_SESSION if find_sessions(line) else 0.0
        found = _speakers(line[:500], names, french)
        alone = ALONE if len(found) == 1 and len(found[0].text) > 0.9 * len(line.strip()) else 0.0
        yield from ((body, TITLE_PAGE + beside + alone) for body in found)
    yield from ((body, TITLE) for body in _speakers((front.title or "")[:500], names, french)[:1])
    for line in unwrapped(front.opening)[:20]:
        yield from ((body, OPENING) for body in named(line[:500], names, french)[:2])
    for n, text in enumerate(texts[:MOST_TEXTS]):
        found = named(text[:MOST_CHARACTERS], names, french)
        addressed = n < 5 and bool(ADDRESS.search(text[:1500]))
        yield from ((body, IN_TEXT + (ADDRESSED if addressed else 0.0)) for body in found[:MOST_IN_TEXT])


def _speakers(text: str, names: Names, french: bool) -> list[Named]:
    """The bodies of a title, but for those to whom it reports (`Report to the Council`)."""
    return [body for body in named(text, names, french) if not ADDRESSEE.search(text[: body.start])]


def unwrapped(text: str) -> list[str]:
    """The rows of a title page, those joined between which a name goes on: behind a small word, or before one."""
    rows: list[str] = []
    for row in text.splitlines():
        if rows and (WRAPS.search(rows[-1]) or WRAPPED.match(row)):
            rows[-1] += f" {row.lstrip()}"
        else:
            rows.append(row)
    return rows


def masthead(front: FrontMatter, vocabulary: Vocabulary, french: bool) -> str | None:
    """The organisation, if it is one, whose bodies open the rows of the title page by names that are clear; else the one whose papers
    have such a symbol."""
    rows = (named(row[:500], compiled(vocabulary), french) for row in unwrapped(front.text))
    clear = (body for found in rows for body in found if body.start == 0 and " " in body.text and not body.local)
    roots = {vocabulary.root(body.entry.id) for body in clear if body.entry is not None and body.entry.id}
    return roots.pop() if len(roots) == 1 else by_symbol(front.symbol, vocabulary) if not roots else None


def by_symbol(symbol: str | None, vocabulary: Vocabulary) -> str | None:
    """The body whose papers, or whose organs' papers, have such symbols: the one whose pattern fits most of it, else the organisation whose
    acronym it begins with."""
    if not symbol:
        return None
    fits = [(match.end(), body.id) for body in vocabulary.bodies for pattern in body.symbols if (match := pattern.match(symbol))]
    if fits:
        return max(fits, key=lambda fit: fit[0])[1]
    first, slash, _ = symbol.partition("/")
    called = [body.id for body in vocabulary.bodies if body.parent is None and slash and first in body.acronyms]
    return called[0] if len(called) == 1 else None


def _named_after(name: str, vocabulary: Vocabulary) -> str | None:
    """The organisation that an organ has in its name (`IMO Sub-Committee on Containers`, `Comité de l’OMI`)."""
    hits = [hit for hit in compiled(vocabulary).find(name) if hit.how != "local" and (hit.start == 0 or OF_OWNER.search(name[: hit.start]))]
    roots = {vocabulary.root(entry.id) for hit in hits for entry in hit.entries if isinstance(entry, Body) and entry.id}
    return roots.pop() if len(roots) == 1 else None


def _kind_meant(texts: list[str]) -> str | None:
    """The kind of body that bare references (`the Committee`) most often mean."""
    seen = Counter(m[1].lower() for text in texts for m in BARE.finditer(text))
    return next((HEADS.get(fold(noun)) for noun, _ in seen.most_common(1)), None)


def dates_of(front: FrontMatter, language: str) -> tuple[DateSpan | None, DateSpan | None]:
    """The document's own date and its meeting's, from the title page: a day, and a span of days, a day printed behind a town, or a
    date beside a session."""
    rows = front.text.replace("\n", "|")  # a figure that ends a row is no day of the month that opens the next
    found = [(d, d.value) for d in find_dates(rows, language) if d.value is not None and d.value.start is not None]
    days = [d for d, value in found if value.precision == "day"]
    spans = [d for d, value in found if _short_span(value)]
    spans += [d for d in days if len(days) > 1 and PLACE.search(rows, max(0, d.start - 120), d.start)]
    meeting = spans[0] if spans else next((d for d, _ in found if d not in days and _near_session(front.text, d)), None)
    own = [d for d in days if d is not meeting] + [d for d, v in found if v.precision == "month" and d is not meeting and _alone(rows, d)]
    return (own[0] if own else None), meeting


def _alone(rows: str, date: DateSpan) -> bool:
    """Whether a date has a row of its own, or shares it with a symbol alone."""
    before, after = rows[: date.start].rpartition("|")[2], rows[date.end :].partition("|")[0]
    return not before.strip() and (not after.strip() or is_symbol(after))


def _short_span(value: DateValue) -> bool:
    if value.precision != "interval" or value.start is None or value.end is None or len(value.edtf) < len("2017-05-03/2017-05-04"):
        return False
    return dt.date.fromisoformat(value.end) - dt.date.fromisoformat(value.start) <= LONGEST_MEETING


def _near_session(text: str, date: DateSpan) -> bool:
    return any(abs(span.end - date.start) < 120 for span in find_sessions(text))


def place_of(front: FrontMatter, dates: tuple[DateSpan | None, ...]) -> str | None:
    """The town printed before a date of the title page (`Brussels, 4 to 8 November 2013`), or after `held in`."""
    for date in dates:
        if date is not None and (match := PLACE.search(front.text[max(0, date.start - 120) : date.start])):
            return match["place"] + (match["country"] or "")
    held = HELD.search(front.text)
    return held["place"] if held else None


def sessions_of(front: FrontMatter, body: Named | None, names: Names, french: bool) -> tuple[int, ...]:
    """The sessions that the title page numbers; of several, those called so (a summary record counts its session's sittings too), and
    that stand with the issuing body."""
    lines = [line for line in [*front.text.splitlines(), front.title or ""] if line.strip()]
    found = [(span, line) for line in lines for span in find_sessions(line)]
    found = [(span, line) for span, line in found if SESSION.search(line, span.start, span.end)] or found
    own = [span for span, line in found if body and any(n.key == body.key for n in named(line[:500], names, french))]
    spans: list[SessionSpan] = own or [span for span, _ in found]
    return spans[0].numbers if spans else ()


def front_of(front: FrontMatter, texts: list[str], vocabulary: Vocabulary) -> bridge.Front:
    """All that the document says of itself; `texts` are its paragraphs in order."""
    names = compiled(vocabulary)
    language = language_of(" ".join([front.text, *texts[:40]]))
    body = issuing_body(front, texts, vocabulary, language == "fr")
    known, name = (body.entry, body.text) if body else (None, "")
    date, meeting = dates_of(front, language)
    return bridge.Front(
        symbol=front.symbol,
        title=front.title,
        agenda_item=front.agenda_item,
        body=known.id if known else None,
        body_name=name or None,
        masthead=masthead(front, vocabulary, language == "fr")
        or (vocabulary.root(known.parent) if known else _named_after(name, vocabulary)),
        sessions=sessions_of(front, body, names, language == "fr"),
        date=_valued(date),
        meeting=_valued(meeting),
        place=place_of(front, (meeting, date)),
        language=language,
    )


def _valued(date: DateSpan | None) -> tuple[str, DateValue] | None:
    return (" ".join(date.text.split()), date.value) if date is not None and date.value is not None else None


@Language.factory("docmine_front", assigns=["doc._.front"], default_config={"vocabulary": "wco"})
def make(nlp: Language, name: str, vocabulary: str) -> FrontMatterReader:
    return FrontMatterReader(load(vocabulary))


class FrontMatterReader:
    """Writes `doc._.front`."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __call__(self, doc: Doc) -> Doc:
        matter = doc._.layout.front
        front = front_of(matter, [bridge.text_of(span) for span in bridge.paragraphs(doc)], self.vocabulary)
        doc._.front = replace(front, title=front.title or _opening_heading(doc))
        return doc


def _opening_heading(doc: Doc) -> str | None:
    """The heading that a document begins with; one behind text is that of a part."""
    return next((heading.title for heading in doc._.headings[:1] if not heading.block), None)
