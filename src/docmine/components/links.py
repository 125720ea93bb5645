"""What `the Committee` stands for: values for definite references, names that several organisations use, and ambiguous acronyms.

Each such mention gets its candidates (`antecedents`). The rules follow the guidelines: the body last named in the same passage that fits,
else the issuing body, else the only one of its kind in the organisation whose paper it is, else nobody. A trained model says how
far to trust that choice, by its signs and its rivals' (`link_signs`). Models that choose themselves, with the rules' choice among their
signs, were measured on the same folds: they did no better (`models/README.md`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from docmine import classify
from docmine.classify import Model
from docmine.components import link_signs
from docmine.components.antecedents import Mention, Scene, Sort, mentions_of, sort_of
from docmine.components.link_signs import NOBODY, Candidate
from docmine.components.names import compiled, fold
from docmine.components.organisation import ANYBODYS
from docmine.vocabulary import Body, Vocabulary, load

MODEL = "links"
POSSESSED = re.compile(r"\b(?:(?:its|his|her|whose|their)(?: own)?|son|sa|leur)\s?$", re.I)
OPEN_RULES = ("definite", "local", "ambiguous", "grammar")


def rank_by_rule(candidates: Sequence[Candidate]) -> Candidate | None:
    """The guidelines' order; None where nobody fits or several of the organisation's bodies do equally."""
    tests: tuple[Callable[[Candidate], bool], ...] = (
        lambda c: c.source == "alias",
        lambda c: c.same_passage and c.source in ("named", "referred"),
        lambda c: c.source == "issuing",
    )
    for test in tests:
        for candidate in candidates:
            if test(candidate):
                return candidate
    own = [c for c in candidates if c.source == "home"]
    if len(own) == 1:
        return own[0]
    named = [c for c in candidates if c.source in ("named", "referred")]
    if len({c.value for c in named}) == 1 or (named and named[0].ours):
        return named[0] if named[0].ours or named[0].telling else None
    return None


class Links:
    """Sets `span._.value` and `span._.confidence` of the BODY mentions that `docmine_mentions` left open."""

    def __init__(self, vocabulary: Vocabulary, model: Model | None = None) -> None:
        self.vocabulary, self.model = vocabulary, model

    def use(self, models: Mapping[str, Model]) -> None:
        """Decide by the model of that name from now on, or by rules if it is not among them."""
        self.model = models.get(MODEL)

    def __call__(self, doc: Doc) -> Doc:
        for choice in choices(doc, self.vocabulary, self.model):
            about = choice.span._
            about.value = choice.chosen.value
            about.confidence = round(about.confidence * choice.sureness, 3)
        return doc


@dataclass(frozen=True, slots=True)
class Choice:
    """An open mention, the candidates for it, the one chosen, and how surely."""

    span: Span
    candidates: tuple[Candidate, ...]
    chosen: Candidate
    sureness: float


def choices(doc: Doc, vocabulary: Vocabulary, model: Model | None) -> Iterator[Choice]:
    """The open mentions in order, each settled by the rules and judged by the model; what is chosen must be written before the next
    is asked for, since later mentions look back on it."""
    mentions = mentions_of(doc)
    scene = Scene(doc, mentions, vocabulary)
    for mention in mentions:
        span, value = mention.span, mention.value
        if (mention.rule in OPEN_RULES and value is None) or span._.open:
            span._.open = True
            yield _settled(mention, scene, model)
            value = span._.value
        scene.note(mention, value, "referred" if mention.rule == "definite" else "named")


def _settled(mention: Mention, scene: Scene, model: Model | None) -> Choice:
    """The choice for one open mention."""
    found, by_rule = _rivals(mention, scene)
    if model is None:
        return Choice(mention.span, found, by_rule, _sureness(by_rule))
    return Choice(mention.span, found, by_rule, model.probability(link_signs.features(found, by_rule, mention.rule)))


def _rivals(mention: Mention, scene: Scene) -> tuple[tuple[Candidate, ...], Candidate]:
    """All that a mention may mean, nobody among them, and what the rules choose."""
    rule, sort = mention.rule, sort_of(mention.text)
    if sort is not None and rule != "grammar" and (owned := _of_owner(mention, sort, scene)):
        return (owned, *scene.candidates(mention), NOBODY), owned
    known = _by_name(mention, scene) if rule in ("local", "ambiguous") else None
    called = () if known is None else (Candidate(known, "called", ours=scene.ours, modifiers=len(sort.modifiers) if sort else 1),)
    found = scene.candidates(mention)
    if rule == "grammar":
        found = tuple(c for c in found if c.value is not None)
    if rule == "ambiguous" or (known is not None and sort is not None and sort.modifiers):
        chosen = called[0] if called else None
    else:
        chosen = rank_by_rule(found)
        if called and (chosen is None or chosen.value is None):
            chosen = called[0]
        if sort is not None and not sort.modifiers and (organ := _organ(mention, sort, chosen, scene)):
            called = (Candidate(organ, "called", same_passage=True, ours=scene.ours),)
            chosen = called[0]
    return (*called, *found, NOBODY), chosen or NOBODY


def _of_owner(mention: Mention, sort: Sort, scene: Scene) -> Candidate | None:
    """What `its Council` means where another organisation than the paper's own was named: that one's, if the vocabulary has it."""
    owner = None
    if sort.kind != "organization" and POSSESSED.search(mention.place.block.text, max(mention.at - 16, 0), mention.at):
        owner = scene.last_owner(mention)
    root = scene.vocabulary.root(owner.value) if owner else None
    if owner is None or (root is not None and root == scene.home):
        return None
    return Candidate(_organ_of(root, mention, scene), "called", same_passage=True, ours=scene.ours)


def _organ(mention: Mention, sort: Sort, chosen: Candidate | None, scene: Scene) -> str | None:
    """The organ of another organisation that a bare noun means: of the one that is called a council itself, or where nobody of the paper's
    own is called so, of the one named last in the passage."""
    if chosen is not None and chosen.value is not None:
        return _organ_of(chosen.value, mention, scene) if scene.vocabulary.root(chosen.value) == chosen.value else None
    before = scene.last_named(mention)
    root = scene.vocabulary.root(before.value) if before else None
    if root is None or root == scene.home or sort.kind == "secretariat":  # every organisation has a secretariat
        return None
    if scene.has_unlisted(sort, mention if root == scene.principal else None):  # of no other the vocabulary has all organs
        return None
    return _organ_of(root, mention, scene)


def _organ_of(root: str | None, mention: Mention, scene: Scene) -> str | None:
    """The organ of an organisation that goes by the mention's words among its own, if it has one."""
    return next((e.id for e in _entries(mention, scene) if root not in (None, e.id) and scene.vocabulary.root(e.id) == root), None)


def _entries(mention: Mention, scene: Scene) -> list[Body]:
    """All bodies of the vocabulary that go by the mention's words."""
    return [e for hit in compiled(scene.vocabulary).find(mention.text)[:1] for e in hit.entries if isinstance(e, Body)]


def _sureness(chosen: Candidate) -> float:
    """How often such a choice of the rules is right, by eye on the annotated papers."""
    if chosen is NOBODY:
        return 0.6
    if chosen.source in ("issuing", "alias", "called"):
        return 0.93
    return 0.9 if chosen.same_passage else 0.8 if chosen.source == "home" else 0.7


# `General Assembly of the International Bureau …`: somebody else's, but `of the United Nations`.
OF = re.compile(r" (?:of|de|du) (?:the |l ?['’] ?|la )?")
UNKNOWN_OWNER = re.compile(r"[A-Z][a-z]{2,40} [A-Z]")


def _by_name(mention: Mention, scene: Scene) -> str | None:
    """The entry that a local name or an ambiguous acronym means here: named before, or of the paper's own organisation."""
    span, entries = mention.span, _entries(mention, scene)
    after = span.doc[span.end : span.end + 12].text
    if of := OF.match(after := " " + after):
        behind = [hit for hit in compiled(scene.vocabulary).find(after)[:1] if hit.start == of.end()]
        owners = [e.id for hit in behind for e in hit.entries if isinstance(e, Body)]
        if owners or UNKNOWN_OWNER.match(after, of.end()):
            return next((e.id for e in entries if e.id and scene.vocabulary.root(e.id) in owners), None)
    named = scene.values
    sort = sort_of(mention.text)
    if sort is not None and (not sort.modifiers or (not scene.ours and fold(mention.text) in ANYBODYS)):
        own = next((e for e in entries if scene.home is not None and scene.vocabulary.root(e.id) == scene.home), None)
        if own and not sort.modifiers and not scene.ours and own.id not in (*named, scene.issuer) and scene.has_unlisted(sort):
            own = None  # the one that the paper names is meant
        if own is None and scene.nobodys:  # the one named in full; a secretariat it has itself
            own = next((e for e in entries if e.id in named and sort.kind != "secretariat"), None)
        return own.id if own else None
    for entry in entries:
        if entry.id in named:
            return entry.id
    for entry in entries:
        if scene.home is not None and scene.vocabulary.root(entry.id) == scene.home:
            return entry.id
    if len(joint := [e.id for e in entries if scene.shares(e)]) == 1:
        return joint[0]
    if scene.home == scene.principal and len(entries) == 1:
        return entries[0].id
    roots = {scene.vocabulary.root(value) for value in scene.values}
    near = [e for e in entries if scene.vocabulary.root(e.id) in roots]
    return near[0].id if len(near) == 1 else None


@Language.factory(
    "docmine_links",
    requires=["doc.spans", "doc._.front"],
    assigns=["doc.spans"],
    default_config={"vocabulary": "wco", "models": "auto"},
)
def make(nlp: Language, name: str, vocabulary: str, models: str) -> Links:
    """The component; `vocabulary` is a name or a folder, `models` is `auto`, `none` (rules alone) or a folder."""
    component = Links(load(vocabulary))
    found = classify.find(MODEL, link_signs.FEATURE_SET, classify.folders(models, component.vocabulary.folder))
    component.use({MODEL: found} if found else {})
    return component
