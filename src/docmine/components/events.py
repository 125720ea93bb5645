"""The endorsements of a document: `doc._.events`."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc

from docmine import classify
from docmine.acts import load_acts
from docmine.classify import Model
from docmine.errors import ModelError
from docmine.events import learned
from docmine.events.find import each_candidate, endorsements
from docmine.events.learned import NAMES, Models
from docmine.events.signs import FEATURE_SET
from docmine.vocabulary import load


class Events:
    """Writes `doc._.events`; the acts are read when the component is made, the models when it first needs them."""

    def __init__(self, vocabulary: str, models: str) -> None:
        self.vocabulary = vocabulary
        self.acts = load_acts(vocabulary)
        self._folder = models
        self._models: Models | None = None
        self._ready = models == "none"

    def use(self, models: Mapping[str, Model]) -> None:
        """Decide by these models from now on (by name; others are not looked at), or by rules if one is missing."""
        self._models, self._ready = Models.of(models), True

    def __call__(self, doc: Doc) -> Doc:
        found, models = each_candidate(doc, self.vocabulary), self._loaded()
        doc._.events = learned.events(doc, learned.sheets(found, self.acts), models) if models else endorsements(doc, found)
        return doc

    def _loaded(self) -> Models | None:
        if not self._ready:
            self._models, self._ready = read_models(self._folder, self.vocabulary), True
        return self._models


def read_models(models: str, vocabulary: str) -> Models:
    """All models of endorsements from `auto` (the vocabulary's own, else docmine's) or a folder.

    A folder trained on records without endorsements holds other models only: then docmine's own decide. Raises ModelError if one
    is missing or cannot be used.
    """
    folders = classify.folders(models, load(vocabulary).folder)
    held = {file.stem for folder in folders for file in folder.glob("*.npz")}
    if held and held.isdisjoint(NAMES):
        folders = [classify.shipped()]
    found = {name: classify.find(name, FEATURE_SET, folders) for name in NAMES}
    whole = Models.of({name: model for name, model in found.items() if model})
    if whole is None:
        missing = next(name for name, model in found.items() if model is None)
        raise ModelError(f"{folders[-1] / missing}.npz: no such model; {classify.RETRAIN}, or choose the rules alone with models `none`")
    return whole


@Language.factory(
    "docmine_events",
    assigns=["doc._.events"],
    requires=["token.is_sent_start", "doc._.front", "doc._.packages", "doc.spans"],
    default_config={"vocabulary": "wco", "models": "auto"},
)
def make_events(nlp: Language, name: str, vocabulary: str, models: str) -> Events:
    """The component; `vocabulary` names the folder or shipped vocabulary whose acts it reads, `models` is `auto`, `none` (rules
    alone) or a folder."""
    return Events(vocabulary, models)
