"""docmine: PDF papers of intergovernmental committees in, normalised records out.

import docmine
record = docmine.annotate("paper.pdf")
for e in record.endorsements:
    print(e.act, e.status, e.bodies, e.subject.text, e.date and e.date.edtf)
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docmine.pipeline import Pipeline
    from docmine.records import Record

__version__ = "0.1.0"
__all__ = ["Record", "__version__", "annotate", "load"]


@lru_cache(maxsize=4)
def load(vocabulary: str = "wco", models: str = "auto") -> Pipeline:
    """The pipeline for a vocabulary (a name, or a folder of YAML files), loaded once a process.

    `models` is `auto`, `none` (rules alone) or a folder of models. Raises VocabularyError or ModelError.
    """
    from docmine.pipeline import Pipeline

    return Pipeline(vocabulary, models)


def annotate(document: str | Path | bytes, *, vocabulary: str = "wco", name: str | None = None, password: str | None = None) -> Record:
    """The record of a PDF or a text, given as a path or as bytes (then `name` says what to call it).

    Raises SourceError, whose text is one line that says what is wrong and what to do.
    """
    return load(vocabulary).annotate(document, name=name, password=password)


def __getattr__(name: str) -> Any:
    if name == "Record":  # pydantic is imported only when somebody asks for the record
        from docmine.records import Record

        return Record
    raise AttributeError(f"module 'docmine' has no attribute {name!r}")
