"""DATE mentions: the date grammar on each paragraph, with the document's own date as anchor; a trained model chooses the years that the
text leaves out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc

from docmine import bridge, classify
from docmine.classify import Model
from docmine.dates import FEATURE_SET, DateSpan, DateValue, Undated, Weigh, find_dates
from docmine.vocabulary import load

MODEL = "date-year"


def dates_of(text: str, front: bridge.Front, weigh: Weigh | None = None) -> list[DateSpan]:
    """The dates of a paragraph of a document with that front matter; they count from the meeting's first day, else the document's."""
    (first, last), (written, _) = _days(front.meeting), _days(front.date)
    return find_dates(text, front.language, anchor=first or written, until=last, written=written, weigh=weigh)


def _days(known: tuple[str, DateValue] | None) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of what the front matter tells."""
    ends = (known[1].start, known[1].end) if known is not None else (None, None)
    first, last = (dt.date.fromisoformat(day) if day is not None else None for day in ends)
    return first, last


def weigher(model: Model) -> Weigh:
    """How probable a model makes each value of a date without a year."""

    def weigh(date: Undated) -> list[float]:
        scores = model.scores(option.signs for option in date.options)[:, 0]
        shares: list[float] = classify.link(scores.reshape(1, -1), "multinomial")[0].tolist()
        return shares

    return weigh


class DateMentions:
    """Adds DATE mentions; `span._.date` is the `DateValue`, `span._.value` its EDTF."""

    def __init__(self, model: Model | None = None) -> None:
        self.model = model

    def use(self, models: Mapping[str, Model]) -> None:
        """Choose years by the model of that name from now on, or by rules if it is not among them."""
        self.model = models.get(MODEL)

    def __call__(self, doc: Doc) -> Doc:
        weigh = weigher(self.model) if self.model else None
        bridge.drop_mentions(doc, "DATE")
        for paragraph in bridge.paragraphs(doc):
            offset = paragraph.start_char
            for found in dates_of(bridge.text_of(paragraph), doc._.front, weigh):
                start = offset + found.start
                edtf = found.value.edtf if found.value else None
                bridge.add_mention(doc, start, start + len(found.text), "DATE", edtf, found.confidence, date=found.value)
        return doc


@Language.factory(
    "docmine_dates",
    requires=["doc._.front"],
    assigns=["doc.spans"],
    default_config={"vocabulary": "wco", "models": "auto"},
)
def make(nlp: Language, name: str, vocabulary: str, models: str) -> DateMentions:
    """The component; `vocabulary` is a name or a folder, `models` is `auto`, `none` (rules alone) or a folder; where that has no model of
    years, docmine's own decides, since years are the same in any vocabulary."""
    folders = classify.folders(models, load(vocabulary).folder)
    return DateMentions(classify.find(MODEL, FEATURE_SET, [*folders, classify.shipped()] if folders else []))
