"""DATE mentions: the date grammar on each paragraph, with the document's own date as anchor."""

from __future__ import annotations

import datetime as dt

from spacy.language import Language
from spacy.tokens import Doc

from docmine import bridge
from docmine.dates import find_dates


def anchor(front: bridge.Front) -> dt.date | None:
    """The day from which relative dates count: the meeting's first day, else the document's."""
    for known in (front.meeting, front.date):
        if known is not None and known[1].start is not None:
            return dt.date.fromisoformat(known[1].start)
    return None


def meeting_end(front: bridge.Front) -> dt.date | None:
    """The meeting's last day."""
    known = front.meeting
    return dt.date.fromisoformat(known[1].end) if known is not None and known[1].end is not None else None


@Language.factory("docmine_dates", requires=["doc._.front"], assigns=["doc.spans"])
def make(nlp: Language, name: str) -> DateMentions:
    return DateMentions()


class DateMentions:
    """Adds DATE mentions; `span._.date` is the `DateValue`, `span._.value` its EDTF."""

    def __call__(self, doc: Doc) -> Doc:
        front: bridge.Front = doc._.front
        day, until = anchor(front), meeting_end(front)
        for paragraph in bridge.paragraphs(doc):
            offset = paragraph.start_char
            for found in find_dates(bridge.text_of(paragraph), front.language, anchor=day, until=until):
                start = offset + found.start
                edtf = found.value.edtf if found.value else None
                bridge.add_mention(doc, start, start + len(found.text), "DATE", edtf, found.confidence, date=found.value)
        return doc
