"""Endorsements: forms, status, subjects, actors, dates, lists."""

import pytest
from marked_docs import build, facts, find

from docmine.bridge import Front
from docmine.dates.edtf import parse_edtf
from docmine.events.find import candidates, endorsements

COUNCIL = "{B:wco/council|Council}"
PTC = "{B:wco/ptc|Committee}"
EC = "{B:wco/enforcement-committee|EC}"
PAPER = Front(body="wco/ptc", title="Progress of work")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"The {COUNCIL} adopted the budget.", [("adopt", "done", "budget")]),
        (f"The {COUNCIL}, having considered Doc. 4, unanimously approved the draft Charter.", [("approve", "done", "draft Charter")]),
        ("The draft Charter was approved.", [("approve", "done", "draft Charter")]),
        (f"A strategy was developed and endorsed by the {EC} and the {COUNCIL}.", [("endorse", "done", "strategy")]),
        (f"The Recommendation adopted by the {COUNCIL} was printed.", [("adopt", "done", "Recommendation")]),
        (f"The Guidelines, which the {COUNCIL} subsequently adopted, are on line.", [("adopt", "done", "Guidelines")]),
        (f"The Guidelines that were endorsed by the {EC} are on line.", [("endorse", "done", "Guidelines")]),
        (f"Following its endorsement by the {COUNCIL}, the Plan was published.", [("endorse", "done", "Plan")]),
        (f"The {COUNCIL} gave its approval to the new mandate.", [("approve", "done", "new mandate")]),
        (f"The {EC} reached agreement on the scope of the study.", [("agree", "done", "scope of the study")]),
        (f"Also endorsed by the {EC} was the Handbook.", [("endorse", "done", "Handbook")]),
        (f"The {PTC} agreed to set up a drafting group.", [("agree", "done", "set up a drafting group")]),
        (f"Il a été convenu par le {PTC} de réviser le texte.", [("agree", "done", "réviser le texte")]),
        (f"Le {COUNCIL} a approuvé le budget et entériné la stratégie.", [("approve", "done", "budget"), ("endorse", "done", "stratégie")]),
        (f"Le plan d’action, adopté par le {COUNCIL}, est publié.", [("adopt", "done", "plan d’action")]),
    ],
)
def test_forms(text: str, expected: list[tuple[str, str, str]]) -> None:
    """Active, passive, reduced, relative, nominal and inverted acts are found, with what they act on."""
    assert facts(text) == expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (f"The {COUNCIL} did not adopt the Resolution.", "declined"),
        ("The Resolution was not adopted.", "declined"),
        (f"The {EC} could not reach agreement on the definition.", "declined"),
        (f"Le {COUNCIL} n’a pas adopté la Résolution.", "declined"),
        (f"The {COUNCIL} will adopt the Resolution.", "planned"),
        (f"The {PTC} is invited to endorse the Plan.", "planned"),
        (f"The Plan will be submitted to the {COUNCIL} for adoption.", "planned"),
        (f"Le plan sera soumis au {COUNCIL} pour approbation.", "planned"),
        (f"The {COUNCIL} adopted the Plan, subject to the availability of funds.", "conditional"),
        (f"Le {COUNCIL} a approuvé le plan, sous réserve de modifications de forme.", "conditional"),
        (f"The {COUNCIL} decided to adopt the Plan.", "done"),
    ],
)
def test_status(text: str, status: str) -> None:
    """Polarity and stage come from the verb group, its governor and the terms of the act."""
    assert [s for _, s, _ in facts(text)] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "Members have adopted measures at the border.",
        "The companies agreed prices before the import.",
        f"The {PTC} took note of the report and welcomed the progress made.",
        "Approved exporters may make out the declaration.",
        "The delegate of Brazil agreed with the previous speaker.",
        f"The {COUNCIL} may approve amendments.",
        "Plusieurs administrations ont adopté cette méthode.",
        f"The {PTC} discussed and examined the draft.",
    ],
)
def test_what_only_shares_the_form(text: str) -> None:
    """Habits, powers, outsiders and other verbs are no endorsements."""
    assert facts(text) == []


def test_bodies_are_ids_in_order_without_repeats() -> None:
    """`bodies` are the ids of the agents; an agent without an id has none."""
    event = find(f"The Plan was endorsed by the {EC}, the {{B:?|Nordic Council}} and the {COUNCIL}.")[0]
    assert [a.text for a in event.agents] == ["EC", "Nordic Council", "Council"]
    assert event.bodies == ("wco/enforcement-committee", "wco/council")


def test_the_acts_of_its_own_meeting_belong_to_the_issuing_body() -> None:
    """In a report an agentless act is the issuing body's, with no agent and no date."""
    event = find("The Agenda was adopted.")[0]
    assert (event.bodies, event.agents, event.date) == (("wco/ptc",), (), None)


def test_a_pronoun_stands_for_its_antecedent() -> None:
    """`it` is the thing the sentence before was about, wherever it stands."""
    event = find(f"A draft Handbook was prepared by the Secretariat. The {EC} endorsed it.")[0]
    assert event.subject.text == "draft Handbook"


def test_the_date_of_the_clause() -> None:
    """A date in the object, or behind `until`, does not date the act."""
    text = f"In {{D:2016-12|December 2016}}, the {COUNCIL} adopted the Plan for {{D:2017|2017}}, valid until {{D:2018|2018}}."
    event = find(text, front=PAPER)[0]
    assert event.date is not None
    assert event.date._.value == "2016-12"


def test_the_meeting_that_the_passage_told() -> None:
    """An act without a date takes that of the session that the passage says it happened at."""
    text = f"The Plan was examined at the 36th Session of the {EC} in {{D:2017-03|March 2017}}. The {EC} endorsed the Plan."
    event = find(text, front=PAPER)[0]
    assert event.date is not None
    assert (event.date._.value, event.sessions) == ("2017-03", (36,))


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("213th/214th Sessions", (213, 214)), ("Seventeenth Session", (17,)), ("twenty-first session", (21,)), ("77th Session", (77,))],
)
def test_session_numbers(words: str, numbers: tuple[int, ...]) -> None:
    """Ordinals in figures and in words are numbers."""
    assert find(f"The {COUNCIL}, at its {words}, adopted the Plan.", front=PAPER)[0].sessions == numbers


def test_items_under_one_verb() -> None:
    """Each bullet under a verb that ends with a colon is an endorsement of its own."""
    events = find(f"The {COUNCIL} adopted the following:", "- the budget for the year;", "- the Staff Rules.")
    assert [(e.subject.text, e.bodies) for e in events] == [("budget for the year", ("wco/council",)), ("Staff Rules", ("wco/council",))]


def test_verbs_in_items() -> None:
    """An infinitive in an item takes its actor and its stage from the words that open the list."""
    done = find(f"The {COUNCIL} decided:", "- to approve the accounts;", "- to refer the matter back.")
    asked = find(f"The {PTC} is invited to:", "- endorse the Plan;", "- take note of the report.")
    assert [(e.act, e.status, e.bodies) for e in done] == [("approve", "done", ("wco/council",))]
    assert [(e.act, e.status, e.bodies) for e in asked] == [("endorse", "planned", ("wco/ptc",))]


def test_items_with_verbs_of_their_own_are_no_objects() -> None:
    """`approved the report and in particular:` opens a list of acts, not of what was approved."""
    events = find(f"The {COUNCIL} approved it in general and, in particular:", "- agreed to the Notes;", "- regrets the delay.")
    assert "regrets the delay" not in [e.subject.text for e in events]


@pytest.mark.parametrize(("name", "kind"), [("Mexico", "outsider"), ("The Republic of Korea", "outsider"), ("Mercator", "other")])
def test_a_state_is_an_outsider(name: str, kind: str) -> None:
    """What a State agrees to is no act of a body, as with a delegation; another name may be anybody's."""
    candidate = candidates(build([f"{name} agreed to share its plan."]).doc)[0]
    assert candidate.features.actor == kind
    assert find(f"{name} agreed to share its plan.", front=PAPER) == ()


def test_inline_items() -> None:
    """Objects parted by semicolons behind a colon are endorsements of their own."""
    events = find(f"The {COUNCIL} approved: (i) the budget; (ii) the work plan.")
    assert [e.subject.text for e in events] == ["budget", "work plan"]


def test_resolutions() -> None:
    """`The Committee, Noting …, Approves …`: the body that opens the sentence acts."""
    events = find(f"The {PTC}, Noting the comments of its Members, Approves the minutes of the 59th meeting, and Requests a report.")
    assert [(e.act, e.subject.text, e.bodies) for e in events] == [("approve", "minutes of the 59th meeting", ("wco/ptc",))]


def test_the_package_of_the_paragraph() -> None:
    """Where the subject names no package, the paragraph's is taken."""
    assert find(f"The {COUNCIL} adopted the Plan.", packages={"p1": (("revenue", 0.9),)})[0].package == "revenue"


def test_the_package_that_the_paragraph_leans_to() -> None:
    """Where neither subject nor paragraph has one; what the paragraph has goes before."""
    doc = build([f"The {COUNCIL} adopted the Plan.", f"The {COUNCIL} adopted the Guide."], packages={"p2": (("revenue", 0.9),)}).doc
    doc._.leanings = {"p1": "economic-competitiveness", "p2": "economic-competitiveness"}
    assert [event.package for event in endorsements(doc, candidates(doc))] == ["economic-competitiveness", "revenue"]


def test_a_rejected_candidate_is_kept_for_the_classifier() -> None:
    """Candidates are generous: those that the rules reject are there, with the rule's name."""
    found = candidates(build(["Several companies adopted a plan."]).doc)
    assert [(c.keep, bool(c.reasons)) for c in found] == [(False, True)]


def test_own_meeting_dates_stay_out() -> None:
    """A date of the paper's own meeting, in no clause of the act, is not the act's."""
    meeting = ("9 March 2015", parse_edtf("2015-03-09"))
    front = Front(body="wco/ptc", title="Report", meeting=meeting)
    event = find(f"The {PTC} met on {{D:2015-03-09|9 March 2015}}. It adopted its Agenda.", front=front)[0]
    assert (event.date, event.bodies) == (None, ("wco/ptc",))


def test_the_same_document_gives_the_same_events() -> None:
    """Two readings are equal."""
    marked = build([f"The {COUNCIL} adopted the Plan and the {EC} endorsed it."])
    assert endorsements(marked.doc, candidates(marked.doc)) == endorsements(marked.doc, candidates(marked.doc))


@pytest.mark.parametrize("text", ["approved " * 1000, "the adoption of " * 500, "( " * 10_000, "and adopted, " * 1500, "x " * 20_000])
def test_hostile_text_costs_little(text: str) -> None:
    """Long monotonous text is read in bounded time."""
    assert isinstance(find(text.strip()), tuple)


@pytest.mark.parametrize(
    "paragraphs",
    [
        [f"The {PTC} agreed:", "- to revise the text;", "- to meet in May; and", "- to report to the next session."],
        [f"The {PTC} agreed to:", "- revise the text;", "- meet in May; and", "- report to the next session."],
        [f"The {PTC} agreed to (a) revise the text, (b) meet in May, and (c) report to the next session."],
        [f"The {PTC} agreed (i) to revise the text; (ii) to meet in May; and (iii) to report to the next session."],
    ],
)
def test_what_is_agreed_in_a_list(paragraphs: list[str]) -> None:
    """Each clause of a list under a verb that takes clauses is an endorsement, with bullets or marks, with and without its `to`."""
    assert facts(*paragraphs) == [("agree", "done", text) for text in ("revise the text", "meet in May", "report to the next session")]


def test_a_remark_in_brackets_is_no_list() -> None:
    """A mark far behind the verb, or one alone, opens no list."""
    assert facts(f"The {COUNCIL} adopted the plan, with parts (a) and (b) amended.") == [("adopt", "done", "plan")]
    assert len(facts(f"The {COUNCIL} adopted the plan (a) unchanged.")) == 1


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["The Union resolves to publish the code.", "Adopted"],
        ["The Union resolves to set up a group that collects the comments Adopted in a subsequent revision of the code."],
    ],
)
def test_a_mark_beside_the_text_is_no_act(paragraphs: list[str]) -> None:
    """`Adopted`, printed beside a decision, tells nothing of the words next to it."""
    assert candidates(build(paragraphs).doc) == []


@pytest.mark.parametrize(
    "text", [f"The {COUNCIL} ADOPTED the budget.", f"The {COUNCIL} reviewed and Adopted by vote the budget.", "Adopted by the Council."]
)
def test_an_act_in_capitals_is_one(text: str) -> None:
    """A verb in capitals, or behind a title, is still looked at."""
    assert len(candidates(build([text]).doc)) == 1
