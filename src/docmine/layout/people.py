"""Rows that name people or whom a paper goes to: lists of participants, distribution lists, signatures. They title and number nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docmine.layout.drafts import INITIALS, Draft

LIST_TITLE = re.compile(
    r"(?:annexe?(?:\s[\w.]{1,4})?\s?[:–—-]?\s?)?(?:(?:provisional|final|revised)\s)?"
    r"(?:list(?:e)?\s(?:provisoire\s|définitive\s|finale\s)?(?:of|des?|d[’'])\s?(?:the\s)?)?"
    r"(?:participants?|delegates|délégués|delegations|délégations|attendees|attendance|representatives|représentants|observers|observateurs|"
    r"distribution(?:\slist)?|diffusion|destinataires|addressees)(?:\s(?:list|et observateurs|and observers))?(?:\s?/.{3,40})?",
    re.IGNORECASE,
)
WORD = r"[A-ZÀ-Þ(][\w’'().,-]{0,24}"
TITLED = re.compile(  # `Mr. Jean DUPONT`, `H.E. Dr A. Khan`
    r"(?:[HS]\.\s?E\.\s)?(?:Mr|Mrs|Ms|Miss|Messrs|Dr|Prof|Sir|MM|M|Mme|Mlle|Ing|Eng|Amb)\b\.?"
    rf"(?:\s{{1,3}}(?:de|da|van|von|der|den|le|la|du|bin|al|el|ben)\b)?\s{{1,3}}{WORD}"
    rf"(?:\s(?:(?:de|da|van|von|der|den|le|la|du|bin|al|el|ben)\s){{0,2}}{WORD}){{0,5}}"
)
NAME = re.compile(  # as lists print them: `DUPONT, Jean`, `Jean DUPONT`
    r"[A-ZÀ-Þ][A-ZÀ-Þ’' -]{1,30},(?:\s[A-ZÀ-Þ][\w’'.-]{0,20}){1,4}|(?:[A-ZÀ-Þ][a-zà-ÿ’'.-]{0,20}\s){1,3}[A-ZÀ-Þ][A-ZÀ-Þ’'-]{1,30}"
)
SIGNED = re.compile(r"[(\[]?(?:signed|signé|sgd\.?)[)\]]?(?:\s.{0,60})?|_{5,}.{0,60}|/s/.{0,60}", re.IGNORECASE)
OFFICE = re.compile(  # `Le rapporteur général`, `Chair of the Council`
    r"(?:(?:the|la|le)\s|l[’'])?(?:vice-?\s?)?(?:président|president|chair|rapporteur|secrétaire|secretary|directeur|director|registrar|"
    r"greffier|commissioner|commissaire)[^\W\d_]{0,6}(?:\s[^\W\d_][\w’'-]*){0,6},?",
    re.IGNORECASE,
)
FULL_NAME = re.compile(rf"(?:[A-ZÀ-Þ]\.-?\s?){{0,3}}{WORD}(?:\s(?:(?:de|da|van|von|der|den|le|la|du|bin|al|el|ben)\s){{0,2}}{WORD}){{0,4}}")
LETTER_SPACED = re.compile(r"(?<=\b[A-ZÀ-Þ]) (?=[A-ZÀ-Þ]\b)")
PROSE = 15  # words
ANOTHER_PART = re.compile(r"(?:annex(?:e|ure)?|appendix|appendice|part|partie|chapter|chapitre|section)\s[\w.]{1,5}\b", re.IGNORECASE)
SAYS = re.compile(r"\b(?:the|was|were|is|are|has|have|had|will|shall|est|sont|était|a|ont|été|les?|la)\s[a-zà-ÿ]{2}")


def is_person(draft: Draft) -> bool:
    """Whether a draft says a person's name and nothing else."""
    text = draft.text
    if len(text) >= 80 or draft.mark is not None:
        return False
    return bool(TITLED.fullmatch(text) or INITIALS.fullmatch(text) or (draft.listed and NAME.fullmatch(text)))


def is_signed(draft: Draft) -> bool:
    """Whether a draft is a signature, or the line for one."""
    return draft.mark is None and bool(SIGNED.fullmatch(draft.text))


def is_office(draft: Draft, following: Draft | None) -> bool:
    """Whether a draft says what office the person holds whose name stands below it: the head of a signature."""
    if draft.mark is not None or following is None or following.mark is not None or following.first.page != draft.last.page:
        return False
    return len(following.text) < 60 and bool(OFFICE.fullmatch(draft.text) and FULL_NAME.fullmatch(following.text))


def note_lists(drafts: Sequence[Draft]) -> None:
    """Notes of each draft whether it stands in a list of people: from such a list's title to an annex or to running text."""
    inside = False
    for draft in drafts:
        text = draft.text
        if draft.mark is None and len(text) < 90 and LIST_TITLE.fullmatch(LETTER_SPACED.sub("", text).strip(" :.*")):
            inside = True
            continue
        inside = inside and not _ends_list(draft)
        draft.listed = inside


def _ends_list(draft: Draft) -> bool:
    """Running text, or the title of another part; an entry may be long, but it begins with a name and says nothing of it."""
    if ANOTHER_PART.match(draft.text):
        return True
    return len(draft.text.split()) > PROSE and draft.text.endswith(".") and bool(SAYS.search(draft.text)) and not TITLED.match(draft.text)
