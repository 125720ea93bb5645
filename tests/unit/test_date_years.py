"""Years that the text leaves out, chosen by a model; dates counted from one named sentences before."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from marked_docs import build
from spacy.language import Language

from docmine import annotated, bridge
from docmine.components.dates import MODEL, DateMentions, dates_of, make, weigher
from docmine.dates import Undated, Weigh, find_dates
from docmine.pipeline import Pipeline
from docmine.scoring import fold_edtf
from docmine.training import dates
from docmine.training.examples import Example, example, front
from docmine.vocabulary import load

DAY = datetime.date(2018, 1, 10)


class Latest:
    """Chooses the latest year there is, and remembers what it was asked."""

    def __init__(self, share: float = 1.0) -> None:
        self.share = share
        self.asked: list[Undated] = []

    def __call__(self, date: Undated) -> Sequence[float]:
        self.asked.append(date)
        return [0.0] * (len(date.options) - 1) + [self.share]


def test_a_model_chooses_among_the_years_around() -> None:
    """The document's year, that of a date before and that of the next one, each with one more and one less; what is chosen is the value."""
    text = "The accounts for 2015 were sent out. They were approved on 2 May. The audit began in June 2011."
    weigh = Latest()
    spans = find_dates(text, anchor=DAY, weigh=weigh)
    assert [s.value and s.value.edtf for s in spans] == ["2015", "2019-05-02", "2011-06"]
    (date,) = weigh.asked
    assert text[date.start : date.end] == "2 May"
    assert [option.value.edtf[:4] for option in date.options] == [str(y) for y in (2010, 2011, 2012, 2014, 2015, 2016, 2017, 2018, 2019)]


def test_what_was_chosen_is_known_to_the_next() -> None:
    """The year chosen for one date stands for those behind it as if it had been printed."""
    weigh = Latest()
    find_dates("It met on 2 May. It met again in June.", anchor=DAY, weigh=weigh)
    assert [option.value.edtf for option in weigh.asked[1].options] == ["2017-06", "2018-06", "2019-06", "2020-06"]


def test_a_doubtful_year_lowers_confidence() -> None:
    """How sure the year is tells in the date's confidence; a printed year is not in doubt."""
    text = "It met on 2 May and in June 2016."
    sure, doubtful = (find_dates(text, anchor=DAY, weigh=Latest(share)) for share in (1.0, 0.5))
    assert doubtful[0].confidence == pytest.approx(sure[0].confidence / 2, abs=0.01)
    assert doubtful[1].confidence == sure[1].confidence


def test_rules_decide_where_there_is_no_year_to_choose_from() -> None:
    """Without any day around a model is not asked; the year of the document serves."""
    weigh = Latest()
    assert [s.value and s.value.edtf for s in find_dates("Adopted in June.", year=2016, weigh=weigh)] == ["2016-06"]
    assert [s.value for s in find_dates("Adopted in June.", weigh=weigh)] == [None]
    assert weigh.asked == []


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("The plan was tabled in May 2012. The Board approved it in the same month.", "2012-05"),
        ("It sat on 16 June 2009. The Committee agreed on a text on the following day.", "2009-06-17"),
        ("It was begun in 1986. The Assembly endorsed it in November of that year.", "1986-11"),
        ("It met in May 2012. The budget for 2013 was read. Both were adopted in the following month.", "2012-06"),
        ("Le projet a été déposé en mai 2012. Le Conseil l’a adopté l’année suivante.", "2013"),
    ],
)
def test_a_date_is_counted_from_one_named_sentences_before(text: str, last: str) -> None:
    """`The same month` is that of the last date before it which tells a month, however far the document's own day lies."""
    value = find_dates(text, "fr" if text.startswith("Le ") else "en", anchor=DAY)[-1].value
    assert value is not None
    assert value.edtf == last


def test_no_day_is_counted_from_a_year() -> None:
    """A year tells no day from which the day before could be counted."""
    assert [s.text for s in find_dates("The text of 2007 stands. It was read the day before.", anchor=DAY)] == ["2007"]


def test_hostile_repetition_costs_linear_time() -> None:
    """Four times the dates without a year take about four times the time to choose for."""

    def cost(text: str) -> float:
        begin = time.process_time()
        find_dates(text, anchor=DAY, weigh=Latest())
        return time.process_time() - begin

    text = "It met on 2 May. " * 2_000
    cost(text[:1000])
    quarter, whole = min(cost(text[: len(text) // 4]) for _ in range(3)), min(cost(text) for _ in range(3))
    assert whole < max(8 * quarter, 0.1)


def test_the_model_beats_the_rules_on_papers_it_has_not_seen(root: Path) -> None:
    """Learnt from some papers, it gives the dates of others a wrong year less often than the rules, by a sixth or more, and its
    confidence says how often it is right, within five of a hundred."""
    taught, held = (
        [Example(annotated.read(file), build([]).doc) for file in sorted((root / "annotations").glob(names))]
        for names in ("[l-q]*.json", "r*.json")
    )
    models = dates.learn([dates.study(one, load()) for one in taught], load())
    assert wrong(held, weigher(models[MODEL])) <= 5 / 6 * wrong(held, None)
    claims = dates.claims(models, [dates.study(one, load()) for one in held], load())
    sure, right = zip(*claims, strict=True)
    assert sum(sure) / len(claims) == pytest.approx(sum(right) / len(claims), abs=0.05)


def wrong(papers: Sequence[Example], weigh: Weigh | None) -> int:
    """How many annotated dates are found with another value."""
    count = 0
    for paper in papers:
        about = front(paper.annotation)
        for paragraph in paper.annotation.paragraphs:
            found = {(s.start, s.end): s.value for s in dates_of(paragraph.text, about, weigh)}
            for mention in paragraph.mentions:
                value = found.get((mention.start, mention.end)) if mention.label == "DATE" else None
                count += value is not None and fold_edtf(value.edtf) != fold_edtf(mention.value)
    return count


def test_too_few_dates_teach_nothing() -> None:
    """A folder with hardly a date without a year has no model of its own, and claims nothing."""
    assert dates.learn([], load()) == {}
    assert dates.claims({}, [], load()) == []


def test_dates_decided_anew_replace_the_old() -> None:
    """The component leaves none of what it wrote before, and none of others' mentions out."""
    doc = build(["The {B:wco/council|Council} met on 2 May 2016."]).doc
    component = DateMentions()
    for _ in range(2):
        doc = component(doc)
    assert [m.text for m in bridge.mentions(doc)] == ["Council", "2 May 2016"]
    component.use({})
    assert component.model is None


def test_docmine_s_own_years_serve_a_folder_that_has_none(tmp_path: Path) -> None:
    """Years are the same in any vocabulary; only models `none` leave them to the rules."""
    own, none = (make(Language(), "dates", "wco", models) for models in (str(tmp_path), "none"))
    assert own.model is not None
    assert own.model.name == MODEL
    assert none.model is None


def test_an_example_has_the_annotated_years(root: Path) -> None:
    """What is learnt of acts rests on the years that are annotated, not on those that the rules take."""
    nlp, file = Pipeline(models="none").nlp, root / "annotations/se-rhine-minutes-1963.json"
    truth = annotated.read(file)
    made = {m.text: m._.value for m in bridge.mentions(example(truth, nlp).doc, "DATE")}
    assert made["April"] == next(m.value for p in truth.paragraphs for m in p.mentions if m.text == "April")
