"""What a batch is run with, and the keys under which its results are kept.

A result belongs to the bytes, the docmine version, the vocabulary's files, the models' files and the options that change a record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from docmine import __version__
from docmine.errors import DocmineError
from docmine.pipeline import Reader


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may use: `seconds` of time, `memory` MiB above the loaded models, `pages`."""

    seconds: float = 300.0
    memory: int = 2048
    pages: int = 2000

    def __post_init__(self) -> None:
        if self.seconds <= 0 or self.memory < 16 or self.pages < 1:
            raise DocmineError("limits must be positive (memory at least 16 MiB); check --timeout, --memory and --max-pages")


@dataclass(frozen=True, slots=True)
class Settings:
    """How documents are annotated, and within which limits."""

    vocabulary: str = "wco"
    models: str = "auto"
    reader: Reader = "auto"
    password: str | None = field(default=None, repr=False)
    limits: Limits = Limits()


class Keys(NamedTuple):
    """Under which a document's result is kept: `whole` for records, `reading` for failures that no vocabulary or model can mend."""

    whole: str
    reading: str


class Keyring:
    """Makes the keys of documents under one set of settings. Raises VocabularyError or ModelError."""

    def __init__(self, settings: Settings) -> None:
        from docmine import classify
        from docmine import vocabulary as vocabularies

        vocabularies.load(settings.vocabulary)  # a broken one is told before any document is touched
        folder = vocabularies.folder(settings.vocabulary)
        models = [file for place in classify.folders(settings.models, folder) for file in place.glob("*.npz")]
        self.reading = _digest(__version__, settings.reader, str(settings.limits.pages))
        self.whole = _digest(self.reading, _content(folder.rglob("*.y*ml")), _content(models))

    def keys(self, sha256: str, kind: str) -> Keys:
        """`kind` is `pdf`, or the suffix of the input's name, since it decides what bytes that are no PDF are taken for."""
        return Keys(_digest(sha256, kind, self.whole), _digest(sha256, kind, self.reading))


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _content(files: Iterable[Path]) -> str:
    """A hash of the files' names and bytes, whatever folder they lie in."""
    return _digest(*(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in sorted(files)))
