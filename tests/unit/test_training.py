"""How models are made and judged."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from docmine import bridge, classify, vocabulary
from docmine.annotated import Annotation
from docmine.classify import LinearModel, to_bytes
from docmine.components import package_signs
from docmine.components.sections import FIRST, SECOND, WORDS
from docmine.errors import AnnotationError, DocmineError
from docmine.events import learned, signs
from docmine.pipeline import Pipeline
from docmine.training import examples, folds, held_out, packages, plots, ranking, report, store, tasks
from docmine.training.calibration import coverage, expected_calibration_error, precision_at, reliability
from docmine.training.fit import NO, YES, Row, Settings, fit, fit_and_judge
from docmine.vocabulary import Vocabulary

SUBJECTS = {
    "revenue": "Guidelines on Customs valuation and transfer pricing were reviewed by the Committee.",
    "compliance-enforcement": "Operations against the smuggling of cigarettes led to many seizures of tobacco.",
    "": "The Chairperson thanked the interpreters and closed the meeting.",
}


@pytest.fixture(scope="module")
def wco() -> Vocabulary:
    return vocabulary.load("wco")


@pytest.fixture(scope="module")
def rules() -> Pipeline:
    return Pipeline(models="none")


def record(name: str, paragraphs: Sequence[tuple[str, str]], organisation: str = "wco", year: int = 2016) -> dict[str, Any]:
    """An annotated record as JSON data; a paragraph is its text and its package (empty for none)."""
    document = {"body": "wco/ptc" if organisation == "wco" else None}
    date = f"{year}-03-04"
    document |= {"date": {"text": "4 March", "edtf": date, "start": date, "end": date, "precision": "day"}}  # type: ignore[dict-item]
    return {
        "schema_version": "1.0",
        "id": "0" * 64,
        "source": {"name": f"{name}.txt", "media_type": "text/plain", "sha256": "0" * 64, "pages": 1, "text_layer": "native"},
        "document": document,
        "sections": [{"id": "s1", "title": "Report", "level": 1, "parent": None}],
        "paragraphs": [
            {"id": f"p{n}", "number": str(n), "section": "s1", "parent": None, "kind": "paragraph", "text": text,
             "packages": [{"id": package, "confidence": 1}] if package else []}
            for n, (text, package) in enumerate(paragraphs, 1)
        ],
        "organisation": organisation,
    }  # fmt: skip


def folder(at: Path, count: int = 6) -> Path:
    """A folder of annotated records about two packages, with their documents."""
    for n in range(count):
        paragraphs = [(text, package) for package, text in SUBJECTS.items()]
        save(at, record(f"paper-{n}", paragraphs, year=1998 + 5 * n))
        lines = [f"{i}. {text}" for i, (text, _) in enumerate(paragraphs, 1)]
        (at / f"paper-{n}.txt").write_text("Report\n\n" + "\n\n".join(lines) + "\n", "utf-8")
    save(at, record("other", [(text, "") for text in SUBJECTS.values()], organisation="imo", year=2011))
    (at / "other.txt").write_text("Report\n\n1. Nothing to do with it.\n", "utf-8")
    return at


def save(at: Path, content: dict[str, Any]) -> Path:
    file = at / f"{Path(content['source']['name']).stem}.json"
    file.write_text(json.dumps(content), "utf-8")
    return file


def test_a_doc_is_made_of_the_annotation(rules: Pipeline) -> None:
    """An example's `Doc` has the annotation's paragraphs, headings, front matter and packages, in its order."""
    content = record("made", [("The Policy Commission met in July 2016.", "revenue"), ("It closed.", "")])
    found = examples.example(Annotation.model_validate(content), rules.nlp)
    assert [(span.text, truth.number) for span, truth in found.paragraphs()] == [
        ("The Policy Commission met in July 2016.", "1"),
        ("It closed.", "2"),
    ]
    assert [h.title for h in found.doc._.headings] == ["Report"]
    assert found.doc._.front.body == "wco/ptc"
    assert found.doc._.packages == {"p1": (("revenue", 1.0),), "p2": ()}
    assert [m._.value for m in bridge.mentions(found.doc, "BODY")] == ["wco/policy-commission"]
    assert (found.decade, found.organisation) == ("2010s", "wco")


def test_every_annotation_becomes_an_example(root: Path, rules: Pipeline, wco: Vocabulary) -> None:
    """Every shipped annotation can be learnt from: its paragraphs are found whole, each under its own heading and parent."""
    for annotation in sorted((root / "annotations").glob("*.json"))[::6]:
        found = examples.example(Annotation.model_validate_json(annotation.read_bytes()), rules.nlp)
        titles = {s.id: s.title for s in found.annotation.sections}
        for span, truth in found.paragraphs():
            assert span.text == truth.text
            assert (span._.place.section.title if span._.place.section else None) == titles.get(truth.section or "")
            assert (span._.place.parent is None) == (truth.parent is None)


def test_folds_hold_every_document_out_once(tmp_path: Path, rules: Pipeline, wco: Vocabulary) -> None:
    """Each way of splitting holds every document out exactly once and never trains on it."""
    found = examples.read(folder(tmp_path), rules.nlp, wco)
    for by in folds.BY:
        held = [e.name for _, seen, out in folds.folds(found, by) for e in out if e not in seen]
        assert sorted(held) == sorted(e.name for e in found)
    assert {name for name, _, _ in folds.folds(found, "decade")} == {"1990s", "2000s", "2010s", "2020s"}
    for _, seen, out in folds.folds(found, "organisation"):
        assert not {e.organisation for e in seen} & {e.organisation for e in out}
    # One is large enough to be held out alone.
    assert {name: {e.organisation for e in out} for name, _, out in folds.folds(found, "organisation")} == {
        "wco": {"wco"},
        "others 1": {"imo"},
    }


def test_a_small_organisation_has_no_fold_of_its_own() -> None:
    """An organisation is held out alone from a quarter of a fold on; the others are dealt whole into the rest."""
    sizes = {"large": 60, "middling": 6, **{f"small{n}": 1 for n in range(54)}}
    found = [SimpleNamespace(name=f"{who}-{n}", organisation=who) for who, size in sizes.items() for n in range(size)]
    parts = list(folds.folds(found, "organisation", 5))  # type: ignore[arg-type]
    assert [name for name, _, _ in parts] == ["large", *(f"others {n}" for n in range(1, 6))]
    [home] = [name for name, _, out in parts if any(e.organisation == "middling" for e in out)]
    assert sum(e.organisation == "middling" for name, _, out in parts if name == home for e in out) == 6


def test_rows_are_judged_by_models_of_other_documents() -> None:
    """A word that tells the label in one document alone is worth nothing when that document is held out."""
    rows = [Row({"both": 1.0, "alone": 1.0}, "yes", "a"), Row({"both": 1.0}, "no", "a")]
    rows += [Row({"both": 1.0}, label, name) for name in "bcde" for label in ("yes", "no")]
    _, judged = fit_and_judge("made", "binary", rows, feature_set="1", settings=Settings(min_documents=1))
    assert judged[0, 0] == judged[1, 0]


def test_the_model_that_is_judged_is_the_model() -> None:
    """With and without its judgement the same model is fitted."""
    rows = [Row({"a": 1.0, f"b{n % 3}": 1.0}, label, f"d{n}") for n in range(9) for label in ("yes", "no")]
    settings = Settings(min_documents=1)
    model, judged = fit_and_judge("made", "binary", rows, feature_set="1", settings=settings)
    assert to_bytes(model, "1.9.1") == to_bytes(fit("made", "binary", rows, feature_set="1", settings=settings), "1.9.1")
    assert judged.shape == (18, 1)


def test_rare_features_are_left_out() -> None:
    """A feature that occurs in one document only is not learnt when two are asked for."""
    rows = [Row({"common": 1.0, f"rare-{n}": 1.0}, label, f"d{n}") for n in range(4) for label in ("yes", "no")]
    assert fit("made", "binary", rows, feature_set="1", settings=Settings(min_documents=2)).features == ("common",)


def test_a_class_with_one_example_is_refused() -> None:
    """The error names the file and paragraph of the only example."""
    rows = [Row({"a": 1.0}, "x", "d1", f"d1.json: paragraph p{n}") for n in range(3)]
    with pytest.raises(AnnotationError, match=r"d2\.json: paragraph p9: the only example of 'y'"):
        fit("made", "binary", [*rows, Row({"b": 1.0}, "y", "d2", "d2.json: paragraph p9")], feature_set="1")
    with pytest.raises(AnnotationError, match="all examples are x"):
        fit("made", "binary", rows, feature_set="1")
    with pytest.raises(AnnotationError, match="nothing to learn from"):
        fit("made", "binary", [], feature_set="1")


def with_paragraph(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda content: content["paragraphs"][1].update(changes)


MENTION = {"label": "BODY", "start": 0, "end": 10, "text": "Operations", "value": None, "confidence": 1}


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (with_paragraph(mentions=[MENTION | {"text": "elsewhere"}]), "paragraph p2: 'elsewhere' does not stand at 0-10"),
        (with_paragraph(mentions=[MENTION, MENTION]), "paragraph p2: two annotations of 'Operations'"),
        (with_paragraph(mentions=[MENTION | {"label": "PLACE"}]), "paragraph p2: mentions.0.label"),
        (with_paragraph(mentions=[MENTION | {"value": "no/body"}]), "paragraph p2: unknown BODY 'no/body'"),
        (with_paragraph(packages=[{"id": "nothing", "confidence": 1}]), "paragraph p2: unknown package 'nothing'"),
    ],
)
def test_bad_annotations_are_refused(tmp_path: Path, wco: Vocabulary, spoil: Callable[[dict[str, Any]], None], says: str) -> None:
    """A quote, label, id or span that does not hold is an error that names file and paragraph, and no model is written."""
    folder(tmp_path)
    content = record("paper-2", [(text, package) for package, text in SUBJECTS.items()])
    spoil(content)
    save(tmp_path, content)
    with pytest.raises(AnnotationError) as error:
        store.train(tmp_path, tmp_path / "out", wco)
    assert "paper-2.json" in str(error.value)
    assert says in str(error.value)
    assert not (tmp_path / "out").exists()


def acts(content: dict[str, Any], *told: tuple[int, str, str, str]) -> dict[str, Any]:
    """The record with endorsements: paragraph number, act, trigger and subject of each, by `Union` where the paragraph has it."""

    def quote(text: str, words: str) -> dict[str, Any]:
        return {"start": text.index(words), "end": text.index(words) + len(words), "text": words}

    found = []
    for n, (paragraph, act, trigger, subject) in enumerate(told, 1):
        text = content["paragraphs"][paragraph - 1]["text"]
        found.append({"id": f"e{n}", "act": act, "status": "done", "paragraph": f"p{paragraph}", "trigger": quote(text, trigger),
                      "subject": quote(text, subject), "confidence": 1})  # fmt: skip
    return content | {"endorsements": found}


ACT = {"start": 27, "end": 29, "text": "of"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"trigger": ACT | {"text": "off"}}, "paragraph p2: 'off' does not stand at 27-29"),
        ({"subject": ACT | {"paragraph": "p9"}}, "no paragraph 'p9'"),
        ({"bodies": ["no/body"]}, "paragraph p2: e1: unknown body 'no/body'"),
        ({"agents": [{"start": 0, "end": 10, "text": "Operations", "value": "no/body"}]}, "paragraph p2: e1: unknown body 'no/body'"),
        ({"package": "nothing"}, "paragraph p2: e1: unknown package 'nothing'"),
        ({"act": "bless"}, "e1 in paragraph p2: act"),
        ({"status": "maybe"}, "e1 in paragraph p2: status"),
    ],
)
def test_bad_endorsements_are_refused(tmp_path: Path, wco: Vocabulary, change: dict[str, Any], says: str) -> None:
    """What does not hold of an endorsement is told with file and paragraph, and no model is written."""
    content = acts(record("paper", [(text, package) for package, text in SUBJECTS.items()]), (2, "adopt", "against", "smuggling"))
    content["endorsements"][0] |= change
    save(tmp_path, content)
    with pytest.raises(AnnotationError) as error:
        store.train(tmp_path, tmp_path / "out", wco)
    assert str(error.value).startswith("paper.json: ")
    assert says in str(error.value)
    assert not (tmp_path / "out").exists()


def test_one_act_annotated_twice_is_refused(tmp_path: Path, wco: Vocabulary) -> None:
    """Two endorsements of one trigger and subject, or of one id, are told with file and paragraph."""
    told = (2, "adopt", "against", "smuggling")
    content = acts(record("paper", [(text, package) for package, text in SUBJECTS.items()]), told, told)
    save(tmp_path, content)
    with pytest.raises(AnnotationError, match=r"paper\.json: paragraph p2: e2: two annotations of 'against' on 'smuggling'"):
        store.train(tmp_path, tmp_path / "out", wco)
    content["endorsements"][1] |= {"id": "e1", "subject": content["endorsements"][1]["trigger"]}
    save(tmp_path, content)
    with pytest.raises(AnnotationError, match=r"paper\.json: paragraph p2: e1: two endorsements share this id"):
        store.train(tmp_path, tmp_path / "out", wco)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"paragraphs": 3}'])
def test_a_file_that_is_no_annotation_is_named(tmp_path: Path, wco: Vocabulary, content: bytes) -> None:
    """What is no JSON, or JSON of something else, is one line that names the file."""
    (tmp_path / "paper.json").write_bytes(content)
    with pytest.raises(AnnotationError, match=r"^paper\.json: [^\n]*$"):
        store.train(tmp_path, tmp_path / "out", wco)


def test_empty_folder_is_refused(tmp_path: Path, wco: Vocabulary) -> None:
    """A folder without annotated records is an error, and no model is written."""
    with pytest.raises(AnnotationError, match="holds no annotated records"):
        store.train(tmp_path, tmp_path / "out", wco)
    assert not (tmp_path / "out").exists()


def test_another_document_than_the_one_annotated_is_refused(tmp_path: Path, wco: Vocabulary) -> None:
    """With a corpus, a record whose document has other bytes is an error that names both."""
    folder(tmp_path)
    with pytest.raises(AnnotationError, match=r"other\.json: .*other\.txt is not the document annotated"):
        store.train(tmp_path, tmp_path / "out", wco, corpus=tmp_path)


def test_nothing_half_written(tmp_path: Path, wco: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails in the middle, the models that were there are still there, and nothing else."""
    out = tmp_path / "out"
    store.train(folder(tmp_path), out, wco)
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    real, calls = store.to_bytes, []

    def fails_at_second(model: classify.LinearModel, release: str) -> bytes:
        calls.append(model.name)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return real(model, release)

    monkeypatch.setattr(store, "to_bytes", fails_at_second)
    with pytest.raises(DocmineError, match="No space left"):
        store.train(tmp_path, out, wco)
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before


def test_training_twice_gives_the_same_bytes(tmp_path: Path, wco: Vocabulary) -> None:
    """The same records give the same files, bit for bit; the files say which records, and the pipeline decides by them."""
    folder(tmp_path)
    first, second = (store.train(tmp_path, tmp_path / name, wco) for name in ("one", "two"))
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]
    model = classify.load(first[0], package_signs.FEATURE_SET)
    assert model.notes["data"] == examples.data_hash(tmp_path)
    assert Pipeline(models=str(tmp_path / "one")).nlp.get_pipe("docmine_sections").models is not None


def test_the_order_of_sums_changes_no_digit() -> None:
    """Fits come so near to their end that rows added up in another order, as another machine may, give the same weights."""
    chance = np.random.default_rng(7)
    rows: list[Row] = []
    for n in range(3_000):  # few signs are frequent, and one of each kind stands in every row
        picks = [min(int(chance.zipf(1.4)), 400) for _ in range(30)]
        odds = 0.5 * sum(1.0 if (7 * pick + kind) % 3 else -1.2 for kind, pick in enumerate(picks)) + chance.normal()
        told = {f"{kind}={pick}": 1.0 for kind, pick in enumerate(picks)}
        rows.append(Row(told, YES if odds > 0 else NO, f"d{n % 40}"))
    whole = fit("made", "binary", rows, feature_set="1", settings=Settings(c=0.3))
    assert isinstance(whole, LinearModel)
    for seed in range(2):
        order = np.random.default_rng(seed).permutation(len(rows))
        other = fit("made", "binary", [rows[n] for n in order], feature_set="1", settings=Settings(c=0.3))
        assert isinstance(other, LinearModel)
        assert (other.weights.tolist(), other.bias.tolist()) == (whole.weights.tolist(), whole.bias.tolist())
        assert other.calibration == whole.calibration


def test_rivals_are_weighed_in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sums are made in one order, however many threads the machine gives."""
    from threadpoolctl import threadpool_info, threadpool_limits  # type: ignore[import-untyped]

    threads: list[int] = []
    solve = ranking._solve

    def watched(*args: Any) -> Any:
        threads.extend(pool["num_threads"] for pool in threadpool_info())
        return solve(*args)

    monkeypatch.setattr(ranking, "_solve", watched)
    rows = (Row({"a": 1.0}, YES, "d"), Row({"b": 1.0}, NO, "d"))
    with threadpool_limits(limits=2):
        ranking.fit_choice("made", [ranking.Choice(rows)], feature_set="1", c=1.0)
    assert set(threads) == {1}


def test_papers_nobody_annotated_for_packages_tell_nothing(tmp_path: Path, rules: Pipeline, wco: Vocabulary) -> None:
    """A paper without packages is left out if its organisation has them in others; one of another organisation is kept."""
    folder(tmp_path)
    save(tmp_path, record("older", [(text, "") for text in SUBJECTS.values()], year=1996))
    lessons = [packages.study(e, wco) for e in examples.read(tmp_path, rules.nlp, wco)]
    names = {lesson.example.name for lesson in packages.annotated_for_packages(lessons)}
    assert "older" not in names
    assert {"other", "paper-0"} <= names


def test_no_packages_no_models(tmp_path: Path, rules: Pipeline, wco: Vocabulary) -> None:
    """Where no record has a package there is nothing to learn of packages, and training says so."""
    save(tmp_path, record("paper", [(text, "") for text in SUBJECTS.values()]))
    assert tasks.PACKAGES.train(examples.read(tmp_path, rules.nlp, wco), wco) == {}


def test_next_to_no_packages_no_models(tmp_path: Path, rules: Pipeline, wco: Vocabulary) -> None:
    """Where one paragraph of very many has a package, models would learn to say no to all; the rules decide."""
    texts = [(f"The meeting was opened at {hour} by the Chair.", "") for hour in range(60)]
    save(tmp_path, record("paper-1", [*texts, (SUBJECTS["revenue"], "revenue")]))
    save(tmp_path, record("paper-2", [*texts, (SUBJECTS["revenue"], "revenue")]))
    assert tasks.PACKAGES.train(examples.read(tmp_path, rules.nlp, wco), wco) == {}


def test_own_vocabulary_and_packages(tmp_path: Path) -> None:
    """A user trains on their own records, with their own vocabulary and packages, and the vocabulary's folder is where models are found."""
    own = tmp_path / "own"
    own.mkdir()
    body = "{id: x, kind: organization, names: {en: [Harbour Union]}, examples: ['The [[Harbour Union]] met.']}"
    (own / "bodies.yml").write_text(f"- {body}\n")
    (own / "packages.yml").write_text(
        "- {id: quays, names: {en: [Quay Plan]}, topics: {en: [mooring, cranes, berths]}, examples: ['The [[Quay Plan]] began.']}\n"
    )
    for n in range(4):
        texts = [("Mooring at the new berths needs cranes.", "quays"), ("The meeting was opened at nine.", "")]
        save(tmp_path, record(f"paper-{n}", texts, "hu") | {"document": {"body": "x"}})
    files = store.train(tmp_path, own / "models", vocabulary.load(str(own)))
    assert sorted(file.stem for file in files) == sorted((FIRST, SECOND, WORDS))
    text = b"HARBOUR UNION\n\n1. The Harbour Union found the berths and cranes for mooring full.\n\n2. The meeting was closed.\n"
    found = Pipeline(str(own)).annotate(text, name="paper.txt")
    assert [[package.id for package in p.packages] for p in found.paragraphs if p.number] == [["quays"], []]


def test_packages_of_one_passage_have_no_words(tmp_path: Path, rules: Pipeline, wco: Vocabulary) -> None:
    """Where no package stands in two passages, the signs are learnt and the words are not."""
    for n, package in enumerate(SUBJECTS):
        save(tmp_path, record(f"paper-{n}", [(SUBJECTS[package], package), ("The meeting was opened at nine.", "")]))
    assert tasks.PACKAGES.train(examples.read(tmp_path, rules.nlp, wco), wco).keys() == {FIRST, SECOND}


OWN_TEXTS = [
    ("The Harbour Union adopted the plan of the berths.", "quays"),
    ("The Harbour Union approved the budget for cranes.", "quays"),
    ("Members have adopted measures.", ""),
]


def own_vocabulary(at: Path) -> Path:
    """A user's vocabulary: one body and one package."""
    at.mkdir()
    (at / "bodies.yml").write_text(
        "- {id: x, kind: organization, names: {en: [Harbour Union]}, examples: ['The [[Harbour Union]] met.']}\n"
    )
    (at / "packages.yml").write_text(
        "- {id: quays, names: {en: [Quay Plan]}, topics: {en: [mooring, cranes, berths]}, examples: ['The [[Quay Plan]] began.']}\n"
    )
    return at


PAPER = b"HARBOUR UNION\n\n1. The Harbour Union adopted the plan of the quays.\n"


def test_own_endorsements(tmp_path: Path) -> None:
    """A few papers of a user's own, all of whose acts are done, train the models of what they teach; docmine's own stay for the rest,
    and say so. The folder decides on new papers with the user's bodies."""
    own, out = own_vocabulary(tmp_path / "own"), tmp_path / "out"
    for n in range(4):
        content = record(f"paper-{n}", OWN_TEXTS, "hu") | {"document": {"body": "x"}}
        told = [(1, "adopt", "adopted", "plan of the berths"), (2, "approve", "approved", "budget for cranes")]
        save(tmp_path, acts(content, *told))
    files = {file.stem: file for file in store.train(tmp_path, out, vocabulary.load(str(own)))}
    assert set(files) == {FIRST, SECOND, WORDS, *learned.NAMES}
    kept = {name for name in learned.NAMES if "taken" in classify.load(files[name], signs.FEATURE_SET).notes}
    assert {learned.STATUS, learned.DATE} <= kept
    assert not {learned.KEEP, learned.START, learned.END} & kept
    found = Pipeline(str(own), str(out)).annotate(PAPER, name="paper.txt").endorsements
    assert [(e.act, e.status, e.subject.text, e.bodies) for e in found] == [("adopt", "done", "plan of the quays", ("x",))]


def test_a_folder_without_acts_serves(tmp_path: Path) -> None:
    """Models trained on records that tell of no act leave acts to docmine's own."""
    own, out = own_vocabulary(tmp_path / "own"), tmp_path / "out"
    for n in range(4):
        save(tmp_path, record(f"paper-{n}", OWN_TEXTS, "hu") | {"document": {"body": "x"}})
    store.train(tmp_path, out, vocabulary.load(str(own)))
    found = Pipeline(str(own), str(out)).annotate(PAPER, name="paper.txt").endorsements
    assert [(e.act, e.subject.text) for e in found] == [("adopt", "plan of the quays")]


def test_comparison_end_to_end(tmp_path: Path, wco: Vocabulary) -> None:
    """Rules and models are judged on held-out documents, and the tables and plots are written alike each time."""
    folder(tmp_path)
    found = report.compare(tmp_path, wco, splits=("document",))
    assert list(found.scores["document"]) == list(held_out.variants(tasks.TASKS))
    assert [size for size, _ in found.curve] == sorted(size for size, _ in found.curve)
    assert found.curve[-1][1] is found.scores["document"]["all models"]
    files = report.write(found, tmp_path / "docs")
    names = ["comparison.json", "comparison.md", "learning-curve.svg", "reliability.svg", "risk-coverage.svg"]
    assert sorted(file.name for file in files) == names
    contents = [file.read_bytes() for file in files]
    assert [file.read_bytes() for file in report.write(found, tmp_path / "docs")] == contents


def test_variants() -> None:
    """With several tasks the comparison has rules only, each alone, all but each, and all."""
    made = [tasks.Task(name, (), lambda e, v: e, lambda e, v: {}, lambda m, e, v: []) for name in ("a", "b", "c")]
    assert list(held_out.variants(made[:1])) == ["rules only", "all models"]
    assert len(held_out.variants(made)) == 8
    assert [t.name for t in held_out.variants(made)["all but b"]] == ["a", "c"]


def test_calibration_figures() -> None:
    """Calibration error is the mean distance of confidence from the share right; risk falls with the least sure claims left out."""
    confidence, right = np.array([0.95, 0.95, 0.65, 0.65]), np.array([True, True, True, False])
    assert expected_calibration_error(confidence, right) == pytest.approx((2 * 0.05 + 2 * 0.15) / 4)
    assert [(b.count, b.right) for b in reliability(confidence, right)] == [(2, 0.5), (2, 1.0)]
    assert coverage(confidence, right) == [(0.95, 0.5, 0.0), (0.65, 1.0, 0.25)]
    assert precision_at(confidence, right, 0.9) == (1.0, 2)
    assert precision_at(confidence, right, 0.99) == (None, 0)
    assert expected_calibration_error(np.zeros(0), np.zeros(0, dtype=bool)) == 0.0


def test_plots_are_well_formed() -> None:
    """A plot is well-formed SVG whatever the names hold, and points outside an axis stay on its edge."""
    from xml.etree import ElementTree

    x = plots.Axis("a < b", 0, 1, (0, 1))
    drawn = plots.plot("R & D", x, x, [plots.Line("<x>", [(-1, 2), (0.5, 0.5)], [1, 0.5])])
    root = ElementTree.fromstring(drawn)
    points = next(e for e in root.iter() if e.tag.endswith("polyline")).attrib["points"].split()
    assert points[0] == f"{plots.LEFT},{plots.TOP}" or points[0] == f"{float(plots.LEFT)},{float(plots.TOP)}"
