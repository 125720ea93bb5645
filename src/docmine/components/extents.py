"""Where else the name of a phrase may end: `Comité d'orientation` beside `Comité`, `Conférence générale` beside `Conférence générale
renouvelle`. French names run on in small letters, so that grammar alone cannot tell; a trained model chooses among the ends. Pure
functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from docmine.components.complements_fr import ADJECTIVE_FR, INNER_FR, OPEN_FR, STOPS_FR, infinitive
from docmine.components.draft import Draft
from docmine.components.name_grammar import Phrase
from docmine.components.name_words import CLOSED, MONTHS, TIGHT, Text, is_capital, organ_head
from docmine.components.survey import Passage

LONGER, SHORTER, QUOTED = "longer", "shorter", "quoted"
MOST_LONGER = 3  # ends behind that of the grammar
LONGEST = 14  # words behind the head
SMALL = OPEN_FR | INNER_FR
QUOTATION = re.compile(r"[ \u00a0]?(?:«[ \u00a0]?[^«»]{1,40}»|“[^“”]{1,40}”)")


def others(part: Passage, draft: Draft) -> Iterator[Draft]:
    """The draft with each other end that its phrase may have."""
    phrase, run = draft.phrase, part.text.run
    if phrase is None or draft.entries or draft.rule not in ("grammar", "definite"):
        return
    if quotation := QUOTATION.match(part.text.text, run[phrase.head_end].end):
        yield replace(draft, end=quotation.end(), rule="grammar", doubt=QUOTED)
    if part.text.french:
        for last in ends(part.text, phrase):
            other = replace(phrase, last=last)
            rule = "definite" if other.bare else "grammar"
            yield replace(draft, end=run[last].end, rule=rule, phrase=other, doubt=LONGER if last > phrase.last else SHORTER)


def ends(text: Text, phrase: Phrase) -> list[int]:
    """The last words that the phrase may have instead of its own."""
    shorter = [phrase.head_end]
    longer: list[int] = []
    for k in range(phrase.head_end + 1, min(phrase.head_end + LONGEST, len(text.run))):
        if not TIGHT.fullmatch(text.gap(k)) or len(longer) == MOST_LONGER:
            break
        if text.key(k) in SMALL:
            continue
        if k <= phrase.last:
            shorter.append(k)
        elif _goes_on(text, k):
            longer.append(k)
        else:
            break
    return [k for k in shorter if k != phrase.last] + longer


def _goes_on(text: Text, k: int) -> bool:
    """Whether a word may belong to a name: a noun behind a small word, an adjective or a capital."""
    key = text.key(k)
    if key in CLOSED | STOPS_FR | MONTHS or not key.isalpha() or len(key) < 3 or infinitive(text, k) or organ_head(text, k):
        return False
    return text.key(k - 1) in SMALL or is_capital(text.run[k]) or bool(ADJECTIVE_FR.search(key))
