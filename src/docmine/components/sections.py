"""The packages each paragraph belongs to: `doc._.packages`.

Trained models decide in two passes: each paragraph by its own signs and, where the vocabulary's packages are known, by its words; then
each again in the light of what that says of its neighbours, its section and its whole document, by weighted sum and by trees together,
and of how many packages this paper has beside those learnt from. Without models, rules weigh the signs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from docmine import classify
from docmine.classify import Array, Model, adjusted, logits, sigmoid
from docmine.components import package_signs as signs
from docmine.components import package_words
from docmine.components.package_features import features
from docmine.components.package_neighbours import NAMES as COLUMNS
from docmine.components.package_neighbours import Neighbours
from docmine.components.package_signs import Evidence, Paper, Scores
from docmine.vocabulary import Vocabulary, load

Assigned = dict[str, tuple[tuple[str, float], ...]]
FIRST, WORDS, SECOND, TREES = NAMES = "packages", "packages-words", "packages-smooth", "packages-trees"
LEAST = 0.5
LEANING = 0.4  # from here on an act on a paragraph's likeliest package has it oftener than none (.46 to .42 of 122 such acts held out)
TREES_WEIGH = 0.75  # of the second pass: trees see more, a sum of weights holds better where a paper is unlike those learnt from
HEADED = 0.9  # at least, where the last heading names the package: of 795 such paragraphs in 803 papers 773 belong to it
USUAL = 100  # pairs of a paragraph and a package, as many as a short paper has, that the share learnt counts for beside a paper's own


@dataclass(frozen=True, slots=True)
class Models:
    """The two passes, what looks at words beside the first, and the trees that decide with the second."""

    first: Model
    second: Model
    words: Model | None = None
    trees: Model | None = None

    @staticmethod
    def of(models: Mapping[str, Model]) -> Models | None:
        """The models by name; None if a pass has none."""
        whole = FIRST in models and SECOND in models
        return Models(models[FIRST], models[SECOND], models.get(WORDS), models.get(TREES)) if whole else None


def by_rules(evidences: Mapping[str, Evidence]) -> tuple[tuple[str, float], ...]:
    """The packages with weight enough, heaviest first; a heading that names one leaves out those only hinted at by topics."""
    weights = {id_: sign.weight for id_, sign in evidences.items()}
    best = max(weights.values(), default=0.0)
    kept = [(id_, w) for id_, w in weights.items() if w >= signs.THRESHOLD and w >= best / 2]
    return tuple((id_, round(w / (w + 1.0), 3)) for id_, w in sorted(kept, key=lambda item: -item[1]))


def assign_by_rules(paper: Paper, vocabulary: Vocabulary) -> Assigned:
    """Paragraph id to its packages with their confidence, by rules; a sub-block inherits its parent's."""
    found: Assigned = {}
    for passage in paper.passages:
        inherited = {id_ for id_, _ in found.get(passage.parent or "", ())}
        evidences = {p.id: signs.evidence(passage, p.id, vocabulary, p.id in inherited) for p in vocabulary.packages}
        found[passage.id] = by_rules(evidences)
    return found


def first_pass(paper: Paper, vocabulary: Vocabulary, model: Model) -> Scores:
    """Each paragraph by its own signs; the rows are made one by one, for together they take more room than the document."""
    rows = (row for by_package in features(paper, vocabulary) for row in by_package.values())
    packages = [package.id for package in vocabulary.packages]
    values = model.table(rows).reshape(-1, len(packages)).tolist()
    return {passage.id: dict(zip(packages, row, strict=True)) for passage, row in zip(paper.passages, values, strict=True)}


def second_pass(paper: Paper, vocabulary: Vocabulary, models: Models, first: Scores) -> Scores:
    """Each paragraph in the light of those around it."""
    words = package_words.opinions(paper, models.words, first) if models.words is not None else first
    packages = [package.id for package in vocabulary.packages]
    values = np.column_stack([_together(table, models) for table in Neighbours(paper, vocabulary).tables(first, words)])
    if models.second.prior is not None:
        values = adjusted(values, models.second.prior, USUAL)
    for row, passage in zip(values, paper.passages, strict=True):
        likeliest = int(row.argmax())
        if signs.is_headed(passage.path, packages[likeliest], vocabulary):
            row[likeliest] = max(HEADED, row[likeliest])
    return {passage.id: dict(zip(packages, row, strict=True)) for passage, row in zip(paper.passages, values.tolist(), strict=True)}


def _together(table: Array, models: Models) -> Array:
    """How probable the models of the second pass make a package together, passage by passage."""
    values = models.second.of_columns(COLUMNS, table)[:, 0]
    if models.trees is None:
        return values
    trees = models.trees.of_columns(COLUMNS, table)[:, 0]
    return sigmoid(TREES_WEIGH * logits(trees) + (1 - TREES_WEIGH) * logits(values))


def assign(paper: Paper, vocabulary: Vocabulary, models: Models | None, least: float = LEAST) -> Assigned:
    """Paragraph id to its packages with their confidence, `least` at least, surest first."""
    if not vocabulary.packages or not paper.passages:
        return {passage.id: () for passage in paper.passages}
    if models is None:
        return assign_by_rules(paper, vocabulary)
    found = second_pass(paper, vocabulary, models, first_pass(paper, vocabulary, models.first))
    return {
        id_: tuple((package, p) for package, p in sorted(scores.items(), key=lambda item: (-item[1], item[0])) if p >= least)
        for id_, scores in found.items()
    }


@Language.factory(
    "docmine_sections",
    requires=["doc.spans", "doc._.front"],
    assigns=["doc._.packages", "doc._.leanings"],
    default_config={"vocabulary": "wco", "models": "auto"},
)
def make(nlp: Language, name: str, vocabulary: str, models: str) -> Sections:
    """The component; `models` is `auto` (the vocabulary's own, else docmine's), `none` (rules alone) or a folder."""
    component = Sections(load(vocabulary))
    folders = classify.folders(models, component.vocabulary.folder)
    found = {name: classify.find(name, signs.FEATURE_SET, folders) for name in NAMES}
    component.use({name: model for name, model in found.items() if model})
    return component


class Sections:
    """Writes `doc._.packages` and `doc._.leanings`."""

    def __init__(self, vocabulary: Vocabulary, models: Models | None = None) -> None:
        self.vocabulary = vocabulary
        self.models = models

    def use(self, models: Mapping[str, Model]) -> None:
        """Decide by these models from now on (by name; others are not looked at), or by rules if a pass has none."""
        self.models = Models.of(models)

    def __call__(self, doc: Doc) -> Doc:
        found = assign(signs.paper(doc, self.vocabulary), self.vocabulary, self.models, LEANING)
        doc._.packages = {id_: tuple(pair for pair in given if pair[1] >= LEAST) for id_, given in found.items()}
        doc._.leanings = {id_: given[0][0] for id_, given in found.items() if given and given[0][1] < LEAST}
        return doc
