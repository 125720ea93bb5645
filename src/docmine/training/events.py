"""Training the models that decide on endorsements.

Candidates are aligned with the annotated triggers; each decision has rows of its own. How sure an endorsement is, is learnt on
claims that models trained without the document made.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from spacy.tokens import Doc

from docmine import classify
from docmine.acts import load_acts
from docmine.classify import Kind, Model, Sign, logit, name_of
from docmine.events import again, arguments, company, further, learned, partners, signs
from docmine.events.candidates import Candidate
from docmine.events.find import candidates
from docmine.events.learned import BODY, BODY_AGAIN, DATE, DATE_AGAIN, END, FURTHER, KEEP, START, STATUS, SURE, Claim, Deciders, Sheet
from docmine.events.partners import Partner, Place
from docmine.events.words import cue
from docmine.records import Endorsement
from docmine.scoring import SAME_SUBJECT, fold_edtf, overlap
from docmine.training.boost import ENOUGH, boost
from docmine.training.examples import Example
from docmine.training.fit import NO, YES, Present, Row, Settings, fit
from docmine.training.folds import deal
from docmine.training.ranking import Choice, fit_choice
from docmine.vocabulary import Vocabulary

STATUSES = ("done", "planned", "conditional", "declined")
SETTINGS = {
    KEEP: Settings(c=0.3, calibration="none"),
    STATUS: Settings(c=0.3, calibration="none"),
    FURTHER: Settings(c=1.0, calibration="none"),
    BODY: Settings(c=1.0, calibration="none"),
    DATE: Settings(c=0.6, calibration="none"),
    SURE: Settings(c=0.3, calibration="platt"),
}
C_CHOICE = {START: 0.4, END: 0.4}
INNER = 4
RARE = 200  # of how many documents, begun, a feature must occur in one; in two at least
_SIGNS: dict[Any, Any] = {}  # each sign that was seen, by itself
LIKELY = logit(learned.SURE_ENOUGH)  # how sure a claim must look to stand among the acts around another
LEAST_CLAIMS = 10  # right ones and wrong ones, below which their confidence cannot be learnt


@dataclass(frozen=True, slots=True)
class Truth:
    """An annotated endorsement with its subject's place in the `Doc` (characters) and its parts' values."""

    event: Endorsement
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """A document's candidates with what is true of each (no truths: no act), and the rows of each decision."""

    name: str
    sheets: tuple[Sheet, ...]
    truths: tuple[tuple[Truth, ...], ...]
    rows: Mapping[str, list[Row]]
    choices: Mapping[str, list[Choice]]
    lost: tuple[Endorsement, ...]  # annotated, but no candidate


def study(example: Example, vocabulary: Vocabulary) -> Lesson:
    """What a document teaches."""
    folder = str(vocabulary.folder)
    sheets = list(learned.sheets(candidates(example.doc, folder), load_acts(folder)))
    truths, lost = align(example, sheets)
    rows: dict[str, list[Row]] = {name: [] for name in (KEEP, STATUS, FURTHER, BODY, DATE)}
    choices: dict[str, list[Choice]] = {START: [], END: []}
    for sheet, found in zip(sheets, truths, strict=True):
        _teach(example, sheet, found, rows)
        _teach_spans(example, sheet, found, choices)
        _teach_further(example, sheet, found, rows[FURTHER])
        _share(sheet)
    return Lesson(example.name, tuple(sheets), tuple(map(tuple, truths)), rows, choices, tuple(lost))


def _share(sheet: Sheet) -> None:
    """Let equal signs be one in memory: a corpus has tens of millions of them."""
    for row in sheet.looked_at():
        row[:] = [_SIGNS.setdefault(sign, sign) for sign in row]


def align(example: Example, sheets: Sequence[Sheet]) -> tuple[list[list[Truth]], list[Endorsement]]:
    """For each candidate the annotated endorsements that it tells; and those that none tells."""
    spans = {truth.id: span for span, truth in example.paragraphs()}
    found: list[list[Truth]] = [[] for _ in sheets]
    lost = []
    for event in example.annotation.endorsements:
        home = spans[event.paragraph]
        if home._.place.block.role == "table":
            continue
        at = _aligned(sheets, home.start_char + event.trigger.start, home.start_char + event.trigger.end, event.act)
        if at < 0:
            lost.append(event)
            continue
        owner = spans[event.subject.paragraph or event.paragraph]
        start = owner.start_char + event.subject.start
        found[at].append(Truth(event, _without_article(example.doc, start), owner.start_char + event.subject.end))
    return found, lost


def _without_article(doc: Doc, start: int) -> int:
    """Where a subject begins behind its article."""
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    token = span[0] if span is not None else doc[0]
    while token.text.lower() in cue("articles", "en") | cue("articles", "fr") | {"'", "’"} and token.i + 1 < len(doc):
        token = doc[token.i + 1]
    return max(start, int(token.idx))


def _aligned(sheets: Sequence[Sheet], start: int, end: int, act: str) -> int:
    """The last candidate that overlaps the characters, of the same act if there is one; -1 for none."""
    hits = [n for n, s in enumerate(sheets) if s.candidate.span.start_char < end and start < s.candidate.span.end_char]
    same = [n for n in hits if sheets[n].candidate.trigger.act == act]
    return (same or hits or [-1])[-1]


def _teach(example: Example, sheet: Sheet, truths: Sequence[Truth], rows: dict[str, list[Row]]) -> None:
    candidate = sheet.candidate
    where = example.where(example.doc.spans["paragraphs"][candidate.view.paragraph])

    def add(name: str, features: Sequence[str], label: str) -> None:
        rows[name].append(Row(Present(features), label, example.name, where))

    add(KEEP, sheet.signs, YES if truths else NO)
    if not truths:
        return
    add(STATUS, sheet.signs, truths[0].event.status)
    _teach_partners(example.doc, candidate, truths[0], add)


def _teach_spans(example: Example, sheet: Sheet, truths: Sequence[Truth], choices: dict[str, list[Choice]]) -> None:
    """Which start, and for each right start which end."""
    by_start = {truth.start: truth for truth in truths}
    rows = []
    for start, features in zip(sheet.starts, sheet.start_features, strict=True):
        truth = by_start.get(example.doc[start.index].idx)
        rows.append(Row(_named(features), YES if truth else NO, example.name))
        if truth:
            ends, table = sheet.ends(start)
            right = [_end_char(example.doc, start.view.at[end - 1]) == truth.end for end in ends]
            marked = zip(table, right, strict=True)
            choices[END].append(Choice(tuple(Row(_named(row), YES if r else NO, example.name) for row, r in marked)))
    if truths:
        choices[START].append(Choice(tuple(rows)))


def _named(signs_: Sequence[Sign]) -> Present:
    return Present(map(name_of, signs_))


def _teach_further(example: Example, sheet: Sheet, truths: Sequence[Truth], rows: list[Row]) -> None:
    """For each right start, which others are starts of further objects."""
    right = {truth.start for truth in truths}
    known = [start for start in sheet.starts if example.doc[start.index].idx in right]
    signs_of = further.PairSigns(sheet.candidate, sheet.acts).of
    pairs = [(one, other) for one in known for other in sheet.starts if further.may_pair(one, other)]
    rows += [Row(_named(signs_of(one, other)), YES if other in known else NO, example.name) for one, other in pairs]


def _end_char(doc: Doc, index: int) -> int:
    return int(doc[index].idx + len(doc[index]))


def _teach_partners(doc: Doc, candidate: Candidate, truth: Truth, add: Callable[[str, Sequence[str], str], None]) -> None:
    subject = doc.char_span(truth.start, truth.end, alignment_mode="expand")
    everyone = partners.bodies(candidate)
    for partner in everyone:
        add(BODY, partners.body_features(candidate, partner, everyone, subject), YES if _acts(partner, truth) else NO)
    found = partners.dates(candidate)
    for place in found:
        add(DATE, partners.date_features(candidate, place, len(found), subject), YES if _is_date(place, truth) else NO)


def _acts(partner: Partner, truth: Truth) -> bool:
    """Whether a body is one of those that act."""
    if partner.value:
        return partner.value in truth.event.bodies
    named = {agent.text.lower() for agent in truth.event.agents}
    return any(place.mention.text.lower() in named for place in partner.places)


def _is_date(place: Place, truth: Truth) -> bool:
    """Whether a date is the act's."""
    return truth.event.date is not None and fold_edtf(place.mention._.value) == fold_edtf(truth.event.date.edtf)


def _fit(name: str, lessons: Sequence[Lesson], *, part: bool = False) -> Model:
    """A decision's model; `part` says that the lessons are a fold, from which a class with one example is left out."""
    rows = [row for one in lessons for row in one.rows[name]]
    if part:
        seen = Counter(row.label for row in rows)
        rows = [row for row in rows if seen[row.label] > 1]
    if len({row.label for row in rows}) < 2 and (own := _own(name)):
        return own
    kind: Kind = "multinomial" if name == STATUS else "binary"
    classes = STATUSES if name == STATUS else (NO, YES)
    settings = replace(SETTINGS[name], min_documents=_least_documents(lessons))
    return fit(name, kind, rows, feature_set=signs.FEATURE_SET, settings=settings, classes=classes)


def _least_documents(lessons: Sequence[Lesson]) -> int:
    """In how many documents a feature must occur: more of a large corpus, whose rare words are many and tell little."""
    return max(2, math.ceil(len(lessons) / RARE))


def _own(name: str) -> Model | None:
    """Docmine's own model of a decision, which stands where a folder cannot teach it: all its acts are done, or none has a date near."""
    model = classify.find(name, signs.FEATURE_SET, [classify.shipped()])
    return replace(model, notes={"taken": "docmine's own model: the records tell no two cases of this decision apart"}) if model else None


def train_deciders(lessons: Sequence[Lesson], *, part: bool = False) -> dict[str, Model]:
    """All models but the last; `part` as for `_fit`."""
    found = {}
    for name in (START, END):
        choices = [choice for one in lessons for choice in one.choices[name]]
        taught = any(row.label == YES for choice in choices for row in choice.rows)
        own = None if taught else _own(name)
        found[name] = own or fit_choice(
            name, choices, feature_set=signs.FEATURE_SET, c=C_CHOICE[name], min_documents=_least_documents(lessons)
        )
    return {**found, **{name: _fit(name, lessons, part=part) for name in (KEEP, STATUS, FURTHER, BODY, DATE)}}


def judged(one: Lesson, models: Mapping[str, Model]) -> Iterator[tuple[Claim, Truth | None]]:
    """The claims that models make of a document, each with the annotated endorsement that it tells rightly."""
    truth_of = dict(zip(map(id, one.sheets), one.truths, strict=True))
    used: set[tuple[int, int]] = set()
    for claim in learned.claims(one.sheets, Deciders.named(models)):
        yield claim, _right(claim, truth_of[id(claim.sheet)], used)


def _right(claim: Claim, truths: Sequence[Truth], used: set[tuple[int, int]]) -> Truth | None:
    """The annotated endorsement of this trigger that has the claim's status and subject."""
    for n, truth in enumerate(truths):
        key = (id(claim.sheet), n)
        same = truth.event.status == claim.status and truth.event.act == claim.sheet.candidate.trigger.act
        if same and key not in used and overlap(truth.event.subject.text, claim.reading.span.text) >= SAME_SUBJECT:
            used.add(key)
            return truth
    return None


def later_rows(one: Lesson, models: Mapping[str, Model]) -> dict[str, list[Row]]:
    """What a document that the models have not seen teaches those that look at their claims."""
    rows: dict[str, list[Row]] = {SURE: [], BODY_AGAIN: [], DATE_AGAIN: []}

    def add(name: str, features: Mapping[str, float], right: bool) -> None:
        rows[name].append(Row(features, YES if right else NO, one.name))

    told = list(judged(one, models))
    for claim, truth in told:
        add(SURE, claim.features, truth is not None)
    kept = [(learned.act_of(claim), truth) for claim, truth in told if truth is not None or claim.features["all"] >= LIKELY]
    looks = (arguments.look(act, models[BODY], models[DATE]) for act, _ in kept)
    for scene, (_, truth) in zip(company.scenes(looks), kept, strict=True):
        if truth is None:
            continue
        for partner, row in zip(scene.look.bodies, again.body_rows(scene), strict=True):
            add(BODY_AGAIN, row, _acts(partner, truth))
        for place, row in zip(scene.look.dates, again.date_rows(scene), strict=True):
            add(DATE_AGAIN, row, _is_date(place, truth))
    return rows


def learn(lessons: Sequence[Lesson], _vocabulary: Vocabulary) -> dict[str, Model]:
    """The models by name; none if no document tells of an endorsement."""
    if not any(any(one.truths) or one.lost for one in lessons):
        return {}
    by_name = {one.name: one for one in lessons}
    rows: dict[str, list[Row]] = {SURE: [], BODY_AGAIN: [], DATE_AGAIN: []}
    for part in deal(list(by_name), INNER):
        models = train_deciders([one for one in lessons if one.name not in part], part=True)
        for name in part:
            for model, more in later_rows(by_name[name], models).items():
                rows[model] += more
    return train_deciders(lessons) | {name: _later(name, rows[name]) for name in rows}


def _later(name: str, rows: Sequence[Row]) -> Model:
    """A model that looks at claims; docmine's own where there are too few to learn from."""
    counts = Counter(row.label for row in rows)
    enough = min(counts[YES], counts[NO]) >= LEAST_CLAIMS if name == SURE else len(rows) >= ENOUGH
    if not enough and (own := _own(name)):
        return own
    if name == SURE:
        return fit(SURE, "binary", rows, feature_set=signs.FEATURE_SET, settings=SETTINGS[SURE], classes=(NO, YES))
    return boost(name, rows, feature_set=signs.FEATURE_SET)


def claims(models: Mapping[str, Model], lessons: Sequence[Lesson], _vocabulary: Vocabulary) -> list[tuple[float, bool]]:
    """Every endorsement that the models claim, with their confidence, and whether act, status and subject are right."""
    whole = learned.Models.of(models)
    if whole is None:
        return []
    found = [(claim.features, truth is not None) for one in lessons for claim, truth in judged(one, models)]
    sure = whole.sure.table(features for features, _ in found)[:, 0]
    return [(float(p), right) for p, (_, right) in zip(sure, found, strict=True) if p >= learned.SURE_ENOUGH]
