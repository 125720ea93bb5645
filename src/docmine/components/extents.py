"""Where else the name of a phrase may end: `Comité d'orientation` beside `Comité`, `Conférence générale` beside `Conférence générale
renouvelle`. French names run on in small letters, so that grammar alone cannot tell; a trained model chooses among the ends. Pure
functions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docmine.components.complements_fr import ADJECTIVE_FR, INNER_FR, OPEN_FR, STOPS_FR, infinitive
from docmine.components.draft import Draft
from docmine.components.name_grammar import Phrase
from docmine.components.name_words import CLOSED, MONTHS, TIGHT, Text, is_capital, organ_head
from docmine.components.survey import Passage

LONGER, SHORTER, QUOTED = "longer", "shorter", "quoted"
MOST_LONGER = 5  # ends behind that of the grammar
LONGEST = 18  # words behind the head
SHORTEST_QUALIFIER = 5  # letters
SMALL = OPEN_FR | INNER_FR
QUOTATION = re.compile(r"[ \u00a0]?(?:«[ \u00a0]?[^«»]{1,40}»|“[^“”]{1,40}”)")


def others(part: Passage, draft: Draft) -> Iterator[Draft]:
    """The draft with each other end that its phrase may have."""
    phrase, run = draft.phrase, part.text.run
    if phrase is None or draft.entries or draft.rule not in ("grammar", "definite"):
        return
    if quotation := QUOTATION.match(part.text.text, run[phrase.head_end].end):
        yield draft._replace(end=quotation.end(), rule="grammar", doubt=QUOTED)
    if part.text.french:
        for last in ends(part.text, phrase):
            other = phrase._replace(last=last)
            rule = "definite" if other.bare else "grammar"
            yield draft._replace(end=run[last].end, rule=rule, phrase=other, doubt=LONGER if last > phrase.last else SHORTER)


def ends(text: Text, phrase: Phrase) -> list[int]:
    """The last words that the phrase may have instead of its own."""
    shorter = [phrase.head_end]
    longer: list[int] = []
    for k in range(phrase.head_end + 1, min(phrase.head_end + LONGEST, len(text.run))):
        if not (TIGHT.fullmatch(text.gap(k)) or _in_series(text, k)) or len(longer) == MOST_LONGER:
            break
        if text.key(k) in SMALL:
            continue
        if k <= phrase.last:
            shorter.append(k)
        elif _goes_on(text, k):
            longer.append(k)
        elif _may_qualify(text, k):
            longer.append(k)
            break
        else:
            break
    return [k for k in shorter if k != phrase.last] + longer


def _in_series(text: Text, k: int) -> bool:
    """`du droit des marques, des dessins et modèles`: behind a comma another complement of the same sort, and somewhere behind it `et`."""
    if not re.fullmatch(r",[ \u00a0]", text.gap(k)) or text.key(k) not in ("du", "des", "de", "d"):
        return False
    ahead = range(k + 1, min(k + 8, len(text.run)))
    return any(text.key(n) == "et" and text.key(n + 1) in ("du", "des", "de", "d") for n in ahead)


def _may_belong(text: Text, k: int) -> bool:
    """Whether nothing in a word's own form keeps it out of a name."""
    key = text.key(k)
    return not (key in CLOSED | STOPS_FR | MONTHS or not key.isalpha() or len(key) < 3 or infinitive(text, k) or organ_head(text, k))


def _goes_on(text: Text, k: int) -> bool:
    """Whether a word may belong to a name: a noun behind a small word, an adjective or a capital."""
    fits = text.key(k - 1) in SMALL or is_capital(text.run[k]) or bool(ADJECTIVE_FR.search(text.key(k)))
    return fits and _may_belong(text, k)


def _may_qualify(text: Text, k: int) -> bool:
    """Whether a word behind a noun may be its adjective or participle by its place alone (`rayonnements ionisants`)."""
    return len(text.key(k)) >= SHORTEST_QUALIFIER and _may_belong(text, k)
