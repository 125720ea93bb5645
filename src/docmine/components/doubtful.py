"""What the rules would not take for a body though it may be one: only a trained model chooses among these.

Heads in small letters (`an informal expert group`), names with an indefinite article (`a Working Group`), runs of capitals that nothing
explains (`The observer of IFSMA asked`), and what has another end than the rules see. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docmine.components import acronyms, extents, name_words
from docmine.components.draft import Draft
from docmine.components.lexicon import lexicon
from docmine.components.name_grammar import Phrase, phrase_at
from docmine.components.names import Intervals
from docmine.components.survey import Passage

# Kinds whose heads name bodies in small letters too.
SMALL_KINDS = name_words.STRONG | {"group", "project team", "sub-committee", "task force", "assembly", "bureau", "conference"}
CAPITALS = re.compile(r"(?=[A-Z])(?<![\w/.@#-])[A-Z][A-Za-z&]{1,9}(?:[-/ ][A-Z]{2,9}){0,1}(?![\w@])")
DOTTED = re.compile(r"(?=[A-Z]\.)(?<![\w.])(?:[A-Z]\.){3,7}(?!\w)")  # `C.C.I.T.T.`
ABBREVIATIONS = lexicon("abbreviations")
ROMAN = re.compile(r"[IVXLC]+$")


def doubtful(part: Passage, known: Sequence[Draft]) -> list[Draft]:
    """The drafts that a passage offers beside those that the rules made."""
    taken = Intervals([(d.start, d.end) for d in known] + [*part.hidden])
    out: list[Draft] = []
    for draft in (*_named(part), *_small(part), *_capitals(part)):
        if draft.start < draft.end and not taken.touch(draft.start, draft.end):
            taken.add(draft.start, draft.end)
            out.append(draft)
    places = {(draft.start, draft.end) for draft in (*known, *out)}
    other = (other for draft in (*known, *out, *_shortened(part, known)) for other in extents.others(part, draft))
    return out + [draft for draft in other if (draft.start, draft.end) not in places]


def _shortened(part: Passage, known: Sequence[Draft]) -> Iterator[Draft]:
    """The phrases of which an organ's short name is only the head: `le Conseil des gouverneurs` where `Conseil` is a known name."""
    if not part.text.french:
        return
    run = part.text.run
    heads = {run[phrase.head].start: phrase for phrase in part.phrases}
    for draft in known:
        phrase = heads.get(draft.start) if draft.rule == "local" else None
        if phrase is not None and run[phrase.head_end].end == draft.end:
            yield _draft(part, phrase._replace(last=phrase.head_end), "")


def _named(part: Passage) -> Iterator[Draft]:
    """Phrases that the rules let go."""
    for phrase in part.phrases:
        yield _draft(part, phrase, "indefinite" if phrase.determiner in name_words.INDEFINITE else "rejected")


def _small(part: Passage) -> Iterator[Draft]:
    """Heads in small letters, with the words that tell which."""
    text, after = part.text, 0
    for i in name_words.may_be_heads(text):
        head = name_words.head_at(text, i) if i >= after and not name_words.is_capital(text.run[i]) else None
        if head is None or name_words.HEADS[head[1]] not in SMALL_KINDS:
            continue
        phrase = phrase_at(text, i, *head)
        yield _draft(part, phrase, "small")
        after = phrase.last + 1


def _draft(part: Passage, phrase: Phrase, doubt: str) -> Draft:
    run = part.text.run
    rule = "definite" if phrase.bare else "grammar"
    return Draft(run[phrase.first].start, run[phrase.last].end, rule, phrase=phrase, doubt=doubt)


def _capitals(part: Passage) -> Iterator[Draft]:
    """Runs of capitals; none in a text all in capitals, and no units, states or numerals."""
    if part.text.shouts:
        return
    for match in CAPITALS.finditer(part.text.text):
        short = match[0]
        if short[1:].islower() or not acronyms.is_acronym(short) or ROMAN.match(short):
            continue
        if not {short, *re.split(r"[-/ ]", short)} & ABBREVIATIONS:
            yield Draft(*match.span(), "context", doubt="capitals")
    for match in DOTTED.finditer(part.text.text):
        if match[0].replace(".", "") not in ABBREVIATIONS:
            yield Draft(*match.span(), "context", doubt="capitals")
