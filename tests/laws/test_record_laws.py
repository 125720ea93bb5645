"""What holds for any text that is annotated: quotes quote, JSON round trips, and the same text gives the same record."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docmine.errors import SourceError
from docmine.pipeline import Pipeline
from docmine.records import Record

WORDS = st.sampled_from(
    (
        "The Committee Policy Commission endorsed adopted approved agreed the Action Plan in July 2016 and Council at "
        "its 77th Session , . ; : ( ) PTC ECP Revenue Package which was not by to for 1. 2. (a) – “ ” le Comité a adopté "
        "le rapport du 3 au 5 mai 2017 subject to Secretariat will be"
    ).split()
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), min_size=1, max_size=4).map("\n\n".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_every_quote_quotes_its_paragraph(pipeline: Pipeline, text: str) -> None:
    """Each mention, trigger, subject and agent is the slice of its paragraph that its offsets say; ids are known; JSON round trips."""
    record = pipeline.annotate(text.encode(), name="made.txt")
    paragraphs = {p.id: p.text for p in record.paragraphs}
    for paragraph in record.paragraphs:
        assert all(paragraph.text[m.start : m.end] == m.text for m in paragraph.mentions)
        assert paragraph.parent is None or paragraph.parent in paragraphs
        assert paragraph.section is None or paragraph.section in {s.id for s in record.sections}
    for event in record.endorsements:
        for quote in (event.trigger, event.subject, *event.agents):
            assert paragraphs[quote.paragraph or event.paragraph][quote.start : quote.end] == quote.text
        assert {a.value for a in event.agents if a.value} <= set(event.bodies)
    assert Record.model_validate_json(record.to_json()) == record
    assert pipeline.annotate(text.encode(), name="made.txt").to_json() == record.to_json()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_characters="\x00"), min_size=1, max_size=300))
def test_any_text_gives_a_record_or_one_clear_line(pipeline: Pipeline, text: str) -> None:
    """Arbitrary characters never end in anything but a record or a SourceError."""
    try:
        record = pipeline.annotate(text.encode("utf-8", "surrogatepass"), name="made.txt")
    except SourceError as error:
        told = str(error)
        assert (told.startswith("made.txt"), "\n" in told) == (True, False)
    else:
        assert Record.model_validate_json(record.to_json()) == record


def test_components_declare_what_they_need(pipeline: Pipeline) -> None:
    """spaCy's own check of what components assign and require finds no problem."""
    problems = pipeline.nlp.analyze_pipes()["problems"]
    assert {name: needs for name, needs in problems.items() if needs} == {}
