"""Endorsements decided by models: what they see, how candidates meet annotations, how rivals are chosen, what is refused."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from marked_docs import build

from docmine import classify
from docmine.acts import load_acts
from docmine.classify import name_of
from docmine.components.events import Events, read_models
from docmine.errors import AnnotationError, ModelError
from docmine.events import company, consensus, further, learned, partners, signs, spans
from docmine.events.candidates import Candidate
from docmine.events.company import Act, Look
from docmine.events.find import candidates, each_candidate, endorsements
from docmine.training.fit import NO, YES, Row
from docmine.training.ranking import Choice, fit_choice

COUNCIL = "{B:wco/council|Council}"
ACTS = load_acts("wco")


def only(text: str, *more: str) -> Candidate:
    """The last candidate of a marked document."""
    return candidates(build([text, *more]).doc)[-1]


@pytest.mark.parametrize(
    "text",
    [
        "Their agreement was noted.",
        "Le Comité s’est accordé sur un calendrier.",
        "Le texte a recueilli l’assentiment du Comité.",
        "Should it approve the offer, work begins.",
        "Il n’approuve pas la création du poste.",
        "Le Conseil adopterait le barème.",
    ],
)
def test_every_form_of_an_act_is_a_candidate(text: str) -> None:
    """A form is a candidate even where the rules see nothing in it."""
    assert candidates(build([text]).doc)


def test_granting_is_no_candidate() -> None:
    """French `accorder` tells an act only as `s’accorder`."""
    assert candidates(build(["Il a accordé un délai."]).doc) == []


@pytest.mark.parametrize(
    ("paragraphs", "subject"),
    [
        ([f"The {COUNCIL} adopted the draft budget for 2019, subject to editing."], "draft budget for 2019"),
        (["The draft budget for 2019 was adopted."], "draft budget for 2019"),
        ([f"A draft budget was tabled. The {COUNCIL} adopted it."], "draft budget"),
        ([f"The {COUNCIL} agreed that the text should be revised."], "text should be revised"),
        ([f"The {COUNCIL} adopted:", "- the draft budget;"], "draft budget"),
    ],
)
def test_the_subject_is_among_the_spans(paragraphs: list[str], subject: str) -> None:
    """Objects, passive subjects, antecedents, clauses and list items are all offered."""
    candidate = candidates(build(paragraphs).doc)[0]
    offered = {start.view.span(start.at, end).text for start in spans.starts(candidate) for end in spans.ends(candidate, start)}
    assert subject in offered


def options(text: str, *chosen: tuple[str, float]) -> list[consensus.Option]:
    """Some of the spans that may be the subject of the last candidate, each with its probability."""
    candidate = only(text)
    offered = {
        start.view.span(start.at, end).text: (start, end) for start in spans.starts(candidate) for end in spans.ends(candidate, start)
    }
    return [consensus.Option(*offered[words], p, 1.0) for words, p in chosen]


TWO = f"The {COUNCIL} adopted the draft budget for 2019 at the request of the auditors."


def test_readings_of_one_object_count_together() -> None:
    """Two readings of the budget are more probable than the auditors, though each is less; the confidence is that of both."""
    budget, whole, auditors = found = options(TWO, ("draft budget", 0.35), ("draft budget for 2019", 0.25), ("auditors", 0.4))
    assert consensus.chosen(found) == (budget, pytest.approx(0.6))
    assert consensus.chosen([whole, auditors]) == (auditors, pytest.approx(0.4))
    assert consensus.chosen([]) is None


def test_a_settled_reading_stands() -> None:
    """From `SETTLED` on no other reading can be chosen, even one that agrees with all there are; a less probable one can be outdone."""
    text = f"The {COUNCIL} adopted the draft budget of the pension fund."
    between, best, rest = "draft budget of the pension fund", "draft budget", "pension fund"
    for p, stands in ((consensus.SETTLED, True), (1 / (1 + consensus.OWN) - 0.01, False)):
        found = options(text, (between, 0.001), (best, p), (rest, 1 - p - 0.001))
        taken = consensus.chosen(found)
        assert taken is not None
        assert taken[0] is found[1 if stands else 0]


def test_the_way_to_a_date_leaves_the_subject_out() -> None:
    """What lies between a trigger and a date is the same whatever the subject between them says."""
    ways = []
    for subject in ("plan", "report of the auditors on the accounts of 1990, with its annexes"):
        text = f"The {COUNCIL} adopted the {subject} at its session in {{D:2016-07|July 2016}}."
        candidate = only(text)
        start = next(s for s in spans.starts(candidate) if s.view.low[s.at] == subject.split()[0])
        end = next(e for e in spans.ends(candidate, start) if start.view.span(start.at, e).text == subject)
        place = next(date for date in partners.dates(candidate) if date.mention.text == "July 2016")
        found = partners.date_features(candidate, place, 1, start.view.span(start.at, end))
        ways.append([name for name in found if name.startswith("way")])
    assert ways[0] == ways[1]
    assert any("subject" in name for name in ways[0])


def test_the_nearest_of_many_starts_are_offered() -> None:
    """A sentence without end offers no more than a long one, on each side what is nearest to the trigger."""
    before, behind = ("; ".join(f"the {name} of item {n}" for n in range(60)) for name in ("draft", "text"))
    offered = spans.starts(only(f"{before}, the {COUNCIL} adopted {behind}"))
    left, right = ([start.at for start in offered if start.where == where] for where in ("left", "right"))
    assert (len(left), len(right)) == (spans.MAX_LEFT, spans.MAX_RIGHT)
    assert left == sorted(left, reverse=True)
    assert right == sorted(right)
    assert {start.view.low[start.at] for start in offered} >= {"draft", "text", "council"}


def test_features_are_names() -> None:
    """Features are plain single-line strings, the same each time."""
    text = f"A plan was read. The {COUNCIL} endorsed the plan in {{D:2016-07|July 2016}}, subject to funds."
    rows = []
    for _ in range(2):
        candidate = only(text)
        start = spans.starts(candidate)[0]
        everyone, dates = partners.bodies(candidate), partners.dates(candidate)
        rows.append(
            [
                *signs.of_candidate(candidate, ACTS),
                *map(name_of, spans.StartSigns(candidate, ACTS).of(start)),
                *map(name_of, next(spans.end_features(candidate, start, spans.ends(candidate, start)))),
                *map(name_of, further.PairSigns(candidate, ACTS).of(start, spans.starts(candidate)[1])),
                *partners.body_features(candidate, everyone[0], everyone, None),
                *partners.date_features(candidate, dates[0], 1, None),
            ]
        )
    assert rows[0] == rows[1]
    assert all(isinstance(name, str) and "\n" not in name for name in rows[0])


def test_signs_weigh_what_their_names_weigh() -> None:
    """No sign stands twice in a row, and a model gives a row of signs the score that it gives their names."""
    text = f"A plan was read. The {COUNCIL} endorsed the plan and the budget in {{D:2016-07|July 2016}}, subject to funds."
    candidate = only(text)
    models = read_models("auto", "wco")
    assert models is not None
    starts = spans.starts(candidate)
    signs_of = spans.StartSigns(candidate, ACTS).of
    of_starts = [signs_of(start) for start in starts]
    of_ends = list(spans.end_features(candidate, starts[0], spans.ends(candidate, starts[0])))
    of_pairs = [further.PairSigns(candidate, ACTS).of(starts[0], other) for other in starts[1:]]
    for model, rows in ((models.start, of_starts), (models.end, of_ends), (models.further, of_pairs)):
        assert all(len(set(row)) == len(row) for row in rows)
        by_name = model.scores([list(map(name_of, row)) for row in rows])[:, 0]
        assert model.sums(rows).tolist() == model.sums(rows).tolist() == by_name.tolist()  # the second time by sight
        assert len(set(by_name.tolist())) > 1


def test_what_starts_share_is_kept_apart() -> None:
    """A start's features are the same whether it is looked at alone or after all others."""
    text = f"A plan was read. It was long. The {COUNCIL} endorsed the plan and the note of the group in {{D:2016-07|July 2016}}."
    candidate = only(text)
    together = list(map(spans.StartSigns(candidate, ACTS).of, spans.starts(candidate)))
    alone = []
    for n in range(len(together)):
        fresh = only(text)
        alone.append(spans.StartSigns(fresh, ACTS).of(spans.starts(fresh)[n]))
    assert together == alone
    assert len(together) > 5


def test_a_long_sentence_has_bounded_spans() -> None:
    """However long a sentence is, a trigger offers a bounded number of spans."""
    candidate = only(f"The {COUNCIL} adopted " + "the plan of the plan for " * 200 + "it.")
    starts = spans.starts(candidate)
    assert len(starts) <= 250
    assert all(len(spans.ends(candidate, start)) <= spans.MAX_ENDS for start in starts)


def test_no_subject_begins_or_ends_in_the_midst_of_a_verb() -> None:
    """Neither a finite verb nor what follows an auxiliary begins a subject; none ends at an auxiliary, unless the clause ends with it."""
    candidate = only(f"The text which had been revised was sent to the {COUNCIL}, which was asked to approve the procedure as it is.")
    begun = {start.view.low[start.at] for start in spans.starts(candidate)}
    assert begun.isdisjoint(("had", "been", "revised", "was", "sent", "asked"))
    assert begun >= {"text", "procedure"}
    view = candidate.view
    text = next(start for start in spans.starts(candidate) if view.low[start.at] == "text")
    assert {view.low[end - 1] for end in spans.ends(candidate, text)}.isdisjoint(("which", "had", "was"))
    procedure = next(start for start in spans.starts(candidate) if view.low[start.at] == "procedure")
    assert "is" in {view.low[end - 1] for end in spans.ends(candidate, procedure)}


def test_what_is_agreed_ends_behind_its_verb() -> None:
    """A clause behind `agreed that` has no end before its first verb; a noun in the clause of another verb may end before it."""
    agreed = only(f"The {COUNCIL} agreed that the question of sizing should be held over until May.")
    start = next(s for s in spans.starts(agreed) if s.view.low[s.at] == "question")
    assert "should" in agreed.view.low[start.at : spans.ends(agreed, start)[0]]
    recalled = only(f"It was recalled that the question of sizing had been approved by the {COUNCIL}.")
    start = next(s for s in spans.starts(recalled) if s.view.low[s.at] == "question")
    assert recalled.view.low[start.at : spans.ends(recalled, start)[0]] == ("question",)


def test_objects_of_one_act_stand_on_one_side_of_it() -> None:
    """What begins on the other side of the act (its own antecedent, often), or far off, is a rival of the subject, not a second one."""
    candidate = only(f"A plan was read. It was long. The {COUNCIL} adopted the plan and the note and {'more of it and ' * 30}the end.")
    starts = spans.starts(candidate)
    right = [start for start in starts if start.where == "right"]
    left = next(start for start in starts if start.where == "left")
    assert further.may_pair(right[0], right[1])
    assert not further.may_pair(right[0], right[0])
    assert not further.may_pair(right[0], left)
    assert not any(further.may_pair(right[0], start) for start in starts if start.where.startswith("before"))
    near, far = (replace(right[0], at=right[0].at + words) for words in (further.MOST_WORDS, further.MOST_WORDS + 1))
    assert (further.may_pair(right[0], near), further.may_pair(right[0], far)) == (True, False)


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        (
            f"The {COUNCIL} agreed that the plan would be kept and that the note would be withdrawn.",
            ["plan would be kept", "note would be withdrawn"],
        ),
        (f"The {COUNCIL} adopted the budget for 2019, the work plan and the rules of procedure.", 3),
        (f"The {COUNCIL} agreed to extend the mandate and to postpone the review.", ["extend the mandate", "postpone the review"]),
        (f"The {COUNCIL} adopted the guidelines on risk management and valuation.", 1),
    ],
)
def test_each_object_joined_to_another_is_claimed(text: str, subjects: list[str] | int) -> None:
    """Objects beside each other are endorsements of their own, none reaching into the next; a noun's own modifiers are not."""
    found = [event.subject.text for event in Events("wco", "auto")(build([text]).doc)._.events]
    assert (len(found) if isinstance(subjects, int) else found) == subjects


def test_the_right_rival_is_learnt() -> None:
    """A choice model scores what was right among its rivals highest, though it is right in one group and wrong in the next."""

    def choice(n: int, near: str, far: str) -> Choice:
        return Choice((Row({near: 1.0}, YES, f"d{n}"), Row({far: 1.0}, NO, f"d{n}")))

    model = fit_choice("x", [choice(n, "a", "b") for n in range(4)] + [choice(n, "b", "c") for n in range(4)], feature_set="1", c=1.0)
    a, b, c = model.scores([["a"], ["b"], ["c"]])[:, 0]
    assert a > b > c
    assert learned.shares(model, [["a"], ["b"]]).sum() == pytest.approx(1.0)


def test_choices_without_a_right_one_are_refused() -> None:
    """With nothing right to choose there is nothing to learn, and that is said."""
    with pytest.raises(AnnotationError, match="nothing to learn"):
        fit_choice("x", [Choice((Row({"a": 1.0}, NO, "d"),))], feature_set="1", c=1.0)


def test_missing_models_are_refused(tmp_path: Path) -> None:
    """A folder without models is an error that names the first missing file, not a silent fall back to rules."""
    doc = build([f"The {COUNCIL} adopted the budget."]).doc
    with pytest.raises(ModelError, match=r"event-keep\.npz: no such model"):
        Events("wco", str(tmp_path))(doc)


def test_rules_alone_can_be_chosen() -> None:
    """`none`, or models that are not whole, decide by the rules."""
    doc = build([f"The {COUNCIL} adopted the budget."]).doc
    by_rules = endorsements(doc, candidates(doc))
    part = Events("wco", "auto")
    part.use({})
    assert Events("wco", "none")(doc)._.events == by_rules == part(doc)._.events


def test_no_sheet_is_kept() -> None:
    """What the models see of a candidate is gone before the next is looked at, or a long paper would take far more memory."""
    doc = build([f"The {COUNCIL} adopted text {n} of the session." for n in range(20)]).doc
    alive: weakref.WeakSet[learned.Sheet] = weakref.WeakSet()
    most = 0

    def watched() -> Iterator[learned.Sheet]:
        nonlocal most
        for sheet in learned.sheets(each_candidate(doc), ACTS):
            alive.add(sheet)
            most = max(most, len(alive))
            yield sheet

    assert len(learned.events(doc, watched(), read_models("auto", "wco"))) == 20
    assert most <= 3


def test_all_items_of_a_list_are_claimed() -> None:
    """Each item below a verb is an endorsement of its own."""
    doc = build(
        [f"The {COUNCIL} adopted the following:", "- the budget for 2019;", "- the scale of contributions;", "- the audit report."]
    ).doc
    found = Events("wco", "auto")(doc)._.events
    assert [event.subject.text for event in found] == ["budget for 2019", "scale of contributions", "audit report"]


def test_confidence_is_a_probability() -> None:
    """The shipped models give confidences in 0…1, at least what is asked for."""
    doc = build([f"The {COUNCIL} adopted the budget in {{D:2016-07|July 2016}}.", f"The {COUNCIL} may adopt measures."]).doc
    found = Events("wco", "auto")(doc)._.events
    assert [event.subject.text for event in found] == ["budget"]
    assert all(learned.SURE_ENOUGH <= event.confidence <= 1 for event in found)


def test_shipped_models_are_whole() -> None:
    """Every model that the component needs lies among the shipped ones, together far below the limit."""
    files = [classify.shipped() / f"{name}.npz" for name in learned.NAMES]
    assert all(file.is_file() for file in files)
    assert sum(file.stat().st_size for file in files) < 5_000_000


def looks(text: str, *more: str) -> list[Look]:
    """What a first look might say of each act of a marked document: the nearer a partner the more probable."""
    found = []
    for candidate in candidates(build([text, *more]).doc):
        bodies, dates = partners.bodies(candidate), partners.dates(candidate)
        act = Act(candidate, candidate.view.span(candidate.trigger.start, candidate.trigger.end), candidate.features.status)
        found.append(Look(act, bodies, dates, [0.9 / (n + 1) for n in range(len(bodies))], [0.8 / (n + 1) for n in range(len(dates))]))
    return found


def test_an_act_is_seen_among_its_neighbours_and_no_more() -> None:
    """The nearest first, to either side, and none is left out or told twice, however many there are."""
    told = "approved the plan, adopted the budget, endorsed the list, accepted the gift and confirmed the post"
    acts = looks(f"The {COUNCIL} {told}.", f"The {COUNCIL} {told}.")
    assert len(acts) > 2 * company.NEAR + 1
    found = list(company.scenes(iter(acts)))
    assert [scene.look for scene in found] == acts
    for n, scene in enumerate(found):
        assert list(scene.before) == acts[max(n - company.NEAR, 0) : n][::-1]
        assert list(scene.behind) == acts[n + 1 : n + 1 + company.NEAR]


def test_what_is_probable_for_the_acts_around_is_seen() -> None:
    """The same date for two acts of a sentence; another paragraph is apart."""
    acts = looks(f"In {{D:2012-06|June 2012}} the {COUNCIL} approved the plan and adopted the budget.", f"The {COUNCIL} endorsed the list.")
    first, second, third = company.scenes(acts)
    row = company.date_row(second, second.look.dates[0])
    assert (row["before-near"], row["before-sentence"], row["before-apart"], row["before-is-best"]) == (1.0, 1.0, 0.0, 1.0)
    assert row["sentence"] == 1.0
    assert row["before-own"] == row["sentence-best"] == pytest.approx(classify.logit(0.8))
    assert company.date_row(first, first.look.dates[0])["behind-own"] == row["before-own"]
    assert "before-near" not in company.date_row(first, first.look.dates[0])  # nothing stands before it
    row = company.body_row(third, third.look.bodies[0])
    assert (row["before-near"], row["before-sentence"], row["before-apart"], row["sentence"]) == (1.0, 0.0, 1.0, 0.0)
