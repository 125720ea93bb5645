"""The acts of the vocabulary, and the examples that they carry."""

import pytest
from marked_docs import build

from docmine.acts import Example, load_acts, parse_acts
from docmine.errors import VocabularyError
from docmine.events.find import candidates, endorsements

ACTS = load_acts()


@pytest.mark.parametrize("example", [e for e in ACTS.examples if e.act], ids=lambda e: e.text[:50])
def test_each_example_is_found_by_its_own_act(example: Example) -> None:
    """An example's trigger, subject and status are found, and nothing else in it."""
    marked = build([example.text])
    events = endorsements(marked.doc, candidates(marked.doc))
    assert [(e.act, e.status) for e in events] == [(example.act, example.status)]
    assert [(e.trigger.start_char, e.trigger.end_char) for e in events] == marked.triggers
    assert [(e.subject.start_char, e.subject.end_char) for e in events] == marked.subjects


@pytest.mark.parametrize("example", [e for e in ACTS.examples if not e.act], ids=lambda e: e.text[:50])
def test_a_hard_negative_is_no_act(example: Example) -> None:
    """A sentence listed under `not` has no endorsement."""
    doc = build([example.text]).doc
    assert endorsements(doc, candidates(doc)) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("acts: 3", "a list `acts`"),
        ("acts: [{id: bless}]", "must be one of"),
        ("acts: [{id: adopt, colour: red}]", "unknown key"),
        ("acts: [{id: adopt, verbs: [{lang: en, base: adopt}]}]", "frame"),
        ("acts: [{id: adopt, examples: [{text: x, status: maybe}]}]", "unknown status"),
        ("acts: []\nheads: [x]", "words by language"),
        ("acts: [", "not YAML"),
    ],
)
def test_a_broken_file_is_told_in_a_line(text: str, message: str) -> None:
    """What breaks the rules of `acts.yml` is an error that says where and what."""
    with pytest.raises(VocabularyError, match=message):
        parse_acts(text, "here.yml")


def test_a_folder_without_acts_uses_the_shipped_ones(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """A user's vocabulary need not describe acts."""
    assert load_acts(str(tmp_path)).forms == ACTS.forms
