"""From annotated records to model files: `docmine train`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docmine.classify import Model, to_bytes
from docmine.errors import AnnotationError, DocmineError
from docmine.evaluate import find_document
from docmine.training import examples as reading
from docmine.training.examples import Example, Notice
from docmine.training.tasks import TASKS, Task
from docmine.vocabulary import Vocabulary


def train(
    annotations: Path,
    out: Path,
    vocabulary: Vocabulary,
    *,
    corpus: Path | None = None,
    tasks: Sequence[Task[Any]] = TASKS,
    notice: Notice | None = None,
) -> list[Path]:
    """Train every task on the annotated records of a folder and write the models to `out`, all or none.

    With `corpus`, each record must be of the very document that lies there. The same records and versions give the same bytes.
    Raises AnnotationError naming the file and paragraph.
    """
    from docmine.pipeline import Pipeline

    examples = reading.read(annotations, Pipeline(str(vocabulary.folder), "none").nlp, vocabulary, notice)
    if corpus is not None:
        check_documents(examples, corpus)
    data = reading.data_hash(annotations)
    models: dict[str, Model] = {}
    for n, task in enumerate(tasks):
        if notice:
            notice(f"training {task.name}", n, len(tasks))
        models |= task.train(examples, vocabulary)
    notes = {"data": data, "documents": len(examples), "vocabulary": vocabulary.name, "numpy": version("numpy")}
    return write({name: replace(model, notes={**model.notes, **notes}) for name, model in models.items()}, out)


def check_documents(examples: Sequence[Example], corpus: Path) -> None:
    """AnnotationError if a record's document is not in `corpus`, or is another than the one annotated."""
    for example in examples:
        file = find_document(example.name, corpus, corpus)
        if sha256(file.read_bytes()).hexdigest() != example.annotation.source.sha256:
            raise AnnotationError(f"{example.name}.json: {file} is not the document annotated (its hash differs); annotate it anew")


def write(models: Mapping[str, Model], out: Path) -> list[Path]:
    """Write the models' files: first all of them aside, then each moved to its place. DocmineError if the folder cannot be written to."""
    installed = version("scikit-learn")
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".new-") as aside:
            for name, model in models.items():
                (Path(aside) / f"{name}.npz").write_bytes(to_bytes(model, installed))
            for name in models:
                os.replace(Path(aside) / f"{name}.npz", out / f"{name}.npz")
    except OSError as error:
        raise DocmineError(f"{out}: cannot be written ({error.strerror}); choose another folder", code="unwritable") from None
    return [out / f"{name}.npz" for name in models]
