"""Which packages paragraphs belong to."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from spacy.tokens import Doc

from docmine import bridge
from docmine.classify import LinearModel
from docmine.components import package_signs as signs
from docmine.components import package_words, sections
from docmine.components.package_features import features
from docmine.components.package_neighbours import Neighbours
from docmine.components.sections import FIRST, SECOND, Sections, assign_by_rules
from docmine.pipeline import Pipeline
from docmine.source import Block, FrontMatter, Layout, Source
from docmine.vocabulary import Vocabulary, load

REVENUE, COMPETITIVENESS, ENFORCEMENT, DEVELOPMENT = (
    "revenue", "economic-competitiveness", "compliance-enforcement", "organizational-development"
)  # fmt: skip
FRONT = "WORLD CUSTOMS ORGANIZATION\nPERMANENT TECHNICAL COMMITTEE\n213th/214th Sessions"


@pytest.fixture(scope="module")
def wco() -> Vocabulary:
    return load("wco")


@pytest.fixture(scope="module")
def rules() -> Pipeline:
    """The pipeline without any model."""
    return Pipeline(models="none")


def paper(pipeline: Pipeline, *blocks: Block, front: str = FRONT) -> Doc:
    doc = bridge.build(pipeline.nlp.vocab, Source("made.txt", b"", "0" * 64, "text/plain"), Layout(blocks, FrontMatter(text=front)))
    for _, component in pipeline.nlp.pipeline:
        doc = component(doc)
    return doc


def given(doc: Doc) -> list[set[str]]:
    """The packages of each paragraph, in order."""
    return [{id_ for id_, _ in doc._.packages[span._.place.id]} for span in bridge.paragraphs(doc)]


def heading(text: str, level: int = 2) -> Block:
    return Block("heading", text, level=level)


SESSION = (
    Block("heading", "Inter-sessional developments", level=1),
    heading("Revenue Package"),
    Block("paragraph", "Guidelines on transfer pricing were issued in two languages.", number="1", section=1),
    Block("paragraph", "Twelve missions were carried out, and more are planned.", number="2", section=1),
    heading("Compliance and Enforcement Package"),
    Block("paragraph", "Operations against the smuggling of cigarettes led to 300 seizures.", number="3", section=4),
    Block("list_item", "seven Members sent officers;", mark="-", section=4, parent=5),
    heading("Any other business"),
    Block("paragraph", "The Chairperson thanked the interpreters and closed the meeting at noon.", number="4", section=7),
)


@pytest.mark.parametrize("models", ["auto", "none"])
def test_words_and_headings_decide(models: str) -> None:
    """A paragraph belongs to what its words and the headings above are about, a sub-block to its parent's; the closing to nothing."""
    doc = paper(Pipeline(models=models), *SESSION)
    assert given(doc) == [{REVENUE}, {REVENUE}, {ENFORCEMENT}, {ENFORCEMENT}, set()]


def test_model_confidence_is_a_probability() -> None:
    """Packages come surest first, each with a confidence of one half at least."""
    doc = paper(Pipeline(), *SESSION)
    for found in doc._.packages.values():
        confidences = [confidence for _, confidence in found]
        assert confidences == sorted(confidences, reverse=True)
        assert all(0.5 <= confidence <= 1 for confidence in confidences)


def test_a_paragraph_leans_to_what_it_nearly_belongs_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the likeliest of the packages that are too unsure for it, and to none if it has one."""
    monkeypatch.setattr(sections, "LEAST", 0.97)
    doc = paper(Pipeline(), *SESSION)
    assert given(doc)[1] == set()
    assert doc._.leanings["p2"] == REVENUE
    assert not any(doc._.packages[id_] for id_ in doc._.leanings)
    assert "p5" not in doc._.leanings


def test_two_packages_in_one_paragraph(rules: Pipeline) -> None:
    """A paragraph about two packages has both."""
    text = "The Revenue Package and the Economic Competitiveness Package were reviewed together."
    assert given(paper(rules, Block("paragraph", text, number="1"))) == [{REVENUE, COMPETITIVENESS}]


def test_papers_of_others_have_none() -> None:
    """The model gives no package to a paper of another organisation, though its words are topics of one."""
    front = "INTERNATIONAL MARITIME ORGANIZATION\nMARITIME SAFETY COMMITTEE\n77th session"
    text = "The Maritime Safety Committee considered the training of crews and of inspectors in the ports of the region."
    doc = paper(Pipeline(), Block("paragraph", text, number="1"), front=front)
    assert given(doc) == [set()]


def test_longest_topic_wins(wco: Vocabulary) -> None:
    """`Customs valuation` is one topic, not also `valuation`; a topic counts once however often it stands."""
    assert signs.topics("Customs valuation and again customs Valuation", wco)[REVENUE] == 1
    assert signs.topics("Customs valuation, then valuation", wco)[REVENUE] == 2
    assert signs.topics("nothing of the kind", wco).total() == 0


def test_topics_in_french(wco: Vocabulary) -> None:
    """French topic phrases are found in any typography."""
    assert signs.topics("l’évaluation en douane et les règles d’origine", wco)[REVENUE] == 2
    assert signs.topics("L’EVALUATION EN DOUANE", wco)[REVENUE] == 1


def test_bodies_speak_for_their_topics(wco: Vocabulary) -> None:
    """A body whose name holds a topic speaks for its package."""
    assert signs.body_topics(("wco/tccv",), wco)[REVENUE] == 1
    assert signs.body_topics(("no/such-body",), wco).total() == 0


def test_procedure_words() -> None:
    """Words of a meeting's own business are known in both languages, by their beginnings too."""
    assert all(map(signs.procedural, ("agenda", "opening", "reelected", "chairpersons", "ouverture", "remercie")))
    assert not any(map(signs.procedural, ("transit", "valuation", "douane")))


def test_features_name_no_package(wco: Vocabulary, rules: Pipeline) -> None:
    """No feature has a package's id in its name, so that a model serves packages it never saw."""
    found = signs.paper(paper(rules, *SESSION), wco)
    names = {name for passage in features(found, wco) for row in passage.values() for name in row}
    assert names
    assert not any(package.id in name for package in wco.packages for name in names)


def test_words_speak_only_of_the_packages_they_know(wco: Vocabulary, rules: Pipeline) -> None:
    """What words make probable stands for the packages that their model knows; for others the first pass does."""
    found = signs.paper(paper(rules, *SESSION), wco)
    first = {passage.id: {REVENUE: 0.2, "own": 0.7} for passage in found.passages}
    worded = package_words.spread(found, (REVENUE, DEVELOPMENT), np.full((len(found.passages), 2), 0.9), first)
    assert all(values == {REVENUE: 0.9, "own": 0.7} for values in worded.values())


def test_neighbours_are_seen_by_their_place(wco: Vocabulary, rules: Pipeline) -> None:
    """The second pass sees what is probable before and behind a passage, in its parent, its children, the rest of its section and the
    other packages."""
    found = signs.paper(paper(rules, *SESSION), wco)
    packages = [package.id for package in wco.packages]
    none = dict.fromkeys(packages, 0.0)
    scores = {passage.id: none | {REVENUE: n / 10, ENFORCEMENT: 0.25} for n, passage in enumerate(found.passages, 1)}
    rows = [list(by_package) for by_package in Neighbours(found, wco).rows(scores, scores)][packages.index(REVENUE)]
    assert len(rows) == 5
    assert all(row["words-own"] == row["own"] == n / 10 and row["paper-peak"] == 0.5 for n, row in enumerate(rows, 1))
    assert [row["before"] for row in rows] == [0.0, 0.1, 0.2, 0.3, 0.4]
    assert [row["after"] for row in rows] == [0.2, 0.3, 0.4, 0.5, 0.0]
    assert [row["section"] for row in rows] == pytest.approx([0.2, 0.1, 0.4, 0.3, 0.3])
    assert [row["parent"] for row in rows] == [0.1, 0.2, 0.3, 0.3, 0.5]
    assert [row["children"] for row in rows] == [0.1, 0.2, 0.4, 0.4, 0.5]
    assert [row["best-other"] for row in rows] == [0.25] * 5
    assert [row["headed"] for row in rows] == [1.0, 1.0, 0.0, 0.0, 0.0]


def test_long_paragraphs_weigh_no_more(wco: Vocabulary, rules: Pipeline) -> None:
    """The words of a passage count once each and together always as much; beside them stand those of the headings above, of the section
    and of the paper."""
    found = list(package_words.features(signs.paper(paper(rules, *SESSION), wco)))
    for row in found:
        assert math.isclose(sum(value**2 for name, value in row.items() if name.startswith("w=")), 1.0)
    assert "h=revenu" in found[0]
    assert {name[2:] for row in found for name in row if name[:2] == "w="} == {name[2:] for name in found[0] if name[:2] == "p="}
    assert {name[2:] for name in found[0] if name[:2] == "w="} <= {name[2:] for name in found[0] if name[:2] == "s="}


def test_shared_words_are_weighed_once_and_alike(wco: Vocabulary, rules: Pipeline) -> None:
    """Adding the scores of a passage's, a section's and the paper's words gives what all of them together have."""
    found = signs.paper(paper(rules, *SESSION), wco)
    rows = list(package_words.features(found))
    names = tuple(sorted({name for row in rows for name in row}))
    weights = np.random.default_rng(1).normal(size=(2, len(names)))
    model = LinearModel("packages-words", "multilabel", (REVENUE, DEVELOPMENT), names, signs.FEATURE_SET, weights, np.array([0.5, -1.0]))
    assert np.allclose(package_words.scores(found, model), model.scores(rows))


def test_without_both_models_rules_decide(wco: Vocabulary, rules: Pipeline) -> None:
    """Given one of its two models alone, the component keeps to the rules."""
    model = LinearModel(FIRST, "binary", ("no", "yes"), ("home",), signs.FEATURE_SET, np.ones((1, 1)), np.ones(1))
    component = Sections(wco)
    component.use({FIRST: model})
    doc = paper(rules, *SESSION)
    assert component.models is None
    assert component(doc)._.packages == assign_by_rules(signs.paper(doc, wco), wco)
    component.use({FIRST: model, SECOND: model})
    assert component.models is not None


def test_vocabulary_without_packages(rules: Pipeline, wco: Vocabulary) -> None:
    """With a vocabulary that has no packages, every paragraph has none."""
    from dataclasses import replace

    bare = replace(wco, packages=())
    assert all(found == () for found in Sections(bare)(paper(rules, *SESSION))._.packages.values())


def test_empty_document(read: Callable[..., Doc]) -> None:
    """A document without paragraphs has no packages and is no error."""
    assert read()._.packages == {}


def test_long_paragraph_is_bounded(rules: Pipeline) -> None:
    """A paragraph of a million letters or spaces costs no more than its length."""
    named = "The Economic Competitiveness Package covers " + "transit " * 20_000
    doc = paper(rules, Block("paragraph", named.strip(), number="1"), Block("paragraph", "a" * 200_000, number="2"))
    assert given(doc)[0] == {COMPETITIVENESS}
