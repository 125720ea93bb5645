"""Folds: which documents are held out together. A document is never split, so that no sentence helps to judge its neighbour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from docmine.training.examples import Example

By = Literal["document", "organisation", "decade"]
BY: tuple[By, ...] = ("document", "organisation", "decade")
LARGE = 5  # examples


def deal(names: Sequence[str], k: int) -> list[list[str]]:
    """The names in `k` parts (fewer if there are fewer names): dealt like cards in order of name, so that what is named alike is spread."""
    ordered = sorted(set(names))
    return [ordered[n::k] for n in range(min(k, len(ordered)))]


def folds(examples: Sequence[Example], by: By = "document", k: int = 5) -> Iterator[tuple[str, list[Example], list[Example]]]:
    """(name of the fold, examples to train on, examples held out), every example held out once.

    `document` makes `k` folds, `decade` one for each. `organisation` makes one for each with more than `LARGE` examples, and more than
    a quarter of a fold, and deals the others whole into `k` more: none is ever on both sides.
    """
    for name, held in _parts(examples, by, k):
        inside = frozenset(held)
        yield name, [e for e in examples if e.name not in inside], [e for e in examples if e.name in inside]


def _parts(examples: Sequence[Example], by: By, k: int) -> list[tuple[str, list[str]]]:
    if by == "document":
        return [(str(n), part) for n, part in enumerate(deal([e.name for e in examples], k), 1)]
    keys = {e.name: e.organisation if by == "organisation" else e.decade for e in examples}
    counts = Counter(keys.values())
    large = max(LARGE, len(examples) // (4 * k))
    alone = [key for key in sorted(counts) if by == "decade" or counts[key] > large]
    together = deal([key for key in counts if key not in alone], k)
    groups = [(key, {key}) for key in alone] + [(f"others {n}", set(part)) for n, part in enumerate(together, 1) if part]
    return [(name, [document for document in keys if keys[document] in group]) for name, group in groups]
