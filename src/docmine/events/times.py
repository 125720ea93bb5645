"""When an act was done: the date of its clause or of the session that the passage names, and the session's number."""

from __future__ import annotations

from spacy.tokens import Span

from docmine.events.objects import Extent
from docmine.events.reading import VERBAL, View
from docmine.events.triggers import Trigger
from docmine.events.words import cue

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60,
    "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
    "première": 1, "premier": 1, "deuxième": 2, "seconde": 2, "troisième": 3, "quatrième": 4, "cinquième": 5, "sixième": 6, "septième": 7,
    "huitième": 8, "neuvième": 9, "dixième": 10, "onzième": 11, "douzième": 12, "treizième": 13, "quatorzième": 14, "quinzième": 15,
    "seizième": 16, "vingtième": 20, "trentième": 30, "quarantième": 40, "cinquantième": 50, "soixantième": 60, "centième": 100,
}  # fmt: skip


TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre-vingt": 80, "cent": 100, "dix": 10,
}  # fmt: skip


MEETINGS = frozenset(("session", "sessions", "meeting", "meetings", "réunion", "réunions", "conference", "conférence"))


def sessions(view: View, start: int, end: int) -> tuple[int, ...]:
    """The session numbers told between two positions: `213th/214th Sessions`, `soixante-dix-septième session`."""
    for p in range(max(start, 0), min(end, len(view))):
        if view.low[p] in MEETINGS:
            found = _numbers_before(view, p)
            if found:
                return found
    return ()


def _numbers_before(view: View, p: int) -> tuple[int, ...]:
    """Ordinals that stand straight before the word `session` at `p`."""
    found: list[int] = []
    q = p - 1
    while q >= 0 and p - q < 14:
        word = view.low[q]
        if word.isdigit() and len(word) < 4:
            found.append(int(word))
        elif word in ORDINALS:
            value, q = _compound(view, q)
            found.append(value)
        elif word not in (
            "th",
            "st",
            "nd",
            "rd",
            "e",
            "ème",
            "eme",
            "ère",
            "re",
            "er",
            "es",
            "/",
            "and",
            "et",
            "ème",
            "èmes",
            "annual",
            "regular",
            "joint",
            "ministerial",
            "plenary",
            "wto",
            "wco",
        ):
            break
        q -= 1
    return tuple(sorted(set(found)))


def _compound(view: View, q: int) -> tuple[int, int]:
    """`twenty-first`, `soixante-dix-septième`: the value and the leftmost position taken."""
    value = ORDINALS[view.low[q]]
    while q >= 2 and view.low[q - 1] in "-‑" and view.low[q - 2] in TENS:
        value += TENS[view.low[q - 2]]
        q -= 2
    return value, q


def dates(view: View, trigger: Trigger, taken: list[Extent]) -> list[tuple[float, Span]]:
    """Date mentions of the view that may say when the act was done, best first with a score in 0…1."""
    found: list[tuple[float, Span]] = []
    for p in range(len(view)):
        mention = view.date[p]
        if mention is not None and mention.start == view.at[p]:
            score = _score(view, trigger, p, taken)
            if score > 0:
                found.append((score, mention))
    return sorted(found, key=lambda pair: -pair[0])


def _score(view: View, trigger: Trigger, p: int, taken: list[Extent]) -> float:
    if any(extent.start <= p < extent.end for extent in taken):
        return 0.0
    lead = view.word(p - 1)
    if lead in cue("not_when") and not _held(view, p):
        return 0.0
    if p >= trigger.end:
        return _after(view, trigger, p, taken)
    return _before(view, trigger, p)


def _held(view: View, p: int) -> bool:
    """`held from 11 to 14 October 2016`, `sessions of June 2015`: a meeting's date."""
    window = view.low[max(p - 6, 0) : p]
    return any(
        word in ("held", "met", "tenue", "tenues", "réuni", "réunie", "meeting", "convened") or word in cue("meeting") for word in window
    )


def _after(view: View, trigger: Trigger, p: int, taken: list[Extent]) -> float:
    """A date behind the trigger, with no other verb between that could own it."""
    between = [q for q in range(trigger.end, p) if not any(e.start <= q < e.end for e in taken)]
    for q in between:
        if view.low[q] in (";", ":") or view.tags[q] in ("V", "MOD", "INF", "SUB", "REL", "VING", "THAT") or view.tags[q] in ("BE", "HAVE"):
            return 0.0
        if view.tags[q] == "VEN" and view.low[q] not in ("held", "tenue", "tenues", "réuni", "réunie"):
            return 0.0
    if not between and any(e.end <= p for e in taken):
        return 0.8
    return 0.9 if view.word(p - 1) in cue("when") or _held(view, p) else 0.6


def _before(view: View, trigger: Trigger, p: int) -> float:
    """A date before the trigger: inside its verb group, or in an adverbial that opens its clause."""
    if p >= trigger.group.start:
        return 0.95
    verbs = [q for q in range(p, trigger.group.start) if view.tags[q] in VERBAL and view.low[q] not in ("held",)]
    if any(view.low[q] == ";" for q in range(p, trigger.start)):
        return 0.0
    if trigger.voice == "reduced":
        return 0.0
    if trigger.voice == "nominal":
        purpose = any(word in ("for", "pour", "vue", "view", "fins") for word in view.low[p + 1 : trigger.start])
        return (
            0.6 if purpose and view.word(p - 1) in cue("when") and not any(view.low[q] in ";:," for q in range(p, trigger.start)) else 0.0
        )
    if _in_other_clause(view, p):
        return 0.0
    owned = any(
        view.tags[q] in ("VEN", "INF", "V") and view.low[q] not in ("held", "tenue", "tenues", "réuni", "réunie", "met")
        for q in range(_clause_open(view, p), p)
    )
    if owned:
        return 0.0
    return 0.7 if not verbs else 0.5


def _in_other_clause(view: View, p: int) -> bool:
    """Whether the date at `p` stands behind a conjunction and its verb, so that it belongs to that clause."""
    opened = next((q for q in range(p - 1, -1, -1) if view.tags[q] in ("THAT", "SUB") or view.low[q] in ";:"), -1)
    return opened >= 0 and view.tags[opened] in ("THAT", "SUB") and any(view.tags[q] in VERBAL for q in range(opened, p))


def _clause_open(view: View, p: int) -> int:
    """The sign or conjunction before `p`."""
    q = p - 1
    while q >= 0 and view.low[q] not in (",", ";", ":") and view.tags[q] not in ("SUB", "THAT", "REL"):
        q -= 1
    return q + 1
