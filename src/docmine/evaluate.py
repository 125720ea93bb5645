"""Running the pipeline over documents with gold, and comparing the outcome with an earlier one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docmine import __version__, gold
from docmine.errors import AnnotationError, SourceError
from docmine.records import Record
from docmine.scoring import FIGURES, Score, Tally

Annotate = Callable[[Path], Record]
Notice = Callable[[str, int, int], None]
SUFFIXES = (".pdf", ".txt")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Figures and lines of one evaluation; what `--out` writes and `--against` reads."""

    figures: dict[str, dict[str, float | int | None]]
    right: dict[str, list[str]]
    wrong: dict[str, list[str]]

    def to_json(self) -> str:
        content = {"docmine": __version__, "figures": self.figures, "right": self.right, "wrong": self.wrong}
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def evaluate(gold_dir: Path, annotate: Annotate, *, documents: Path | None = None, every: int = 1, notice: Notice | None = None) -> Outcome:
    """Annotate every document that has gold in `gold_dir` (every third, in order of name, if `every` is 3) and score the records.

    Documents are looked for beside the gold, then in `documents`, then in `corpus/` beside the gold's folder. A document that
    cannot be read counts as missing everything. Raises AnnotationError for gold without a document.
    """
    truths = gold.read(gold_dir)[::every]
    score = Score()
    for n, truth in enumerate(truths):
        if notice:
            notice(truth.name, n, len(truths))
        record, reason = _record(annotate, find_document(truth.name, gold_dir, documents))
        score.add(truth, record)
        if reason:
            score.wrong[truth.name].append(reason)
    return of_score(score)


def _record(annotate: Annotate, file: Path) -> tuple[Record | None, str]:
    try:
        return annotate(file), ""
    except SourceError as error:
        return None, str(error)


def find_document(name: str, gold_dir: Path, documents: Path | None = None) -> Path:
    """The document that gold of that name is about."""
    folders = [gold_dir, *([documents] if documents else []), gold_dir.resolve().parent / "corpus"]
    for folder in folders:
        for suffix in SUFFIXES:
            if (file := folder / f"{name}{suffix}").exists():
                return file
    raise AnnotationError(f"{gold_dir}: no document for {name!r}; name its folder with --documents")


def of_score(score: Score) -> Outcome:
    """A score as plain data."""
    return Outcome({name: _figures(score.tallies[name]) for name in FIGURES}, score.right, score.wrong)


def _figures(tally: Tally) -> dict[str, float | int | None]:
    return {
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
        "right": tally.right,
        "extra": tally.extra,
        "missed": tally.missed,
    }


def load(file: Path) -> Outcome:
    """An outcome that `--out` wrote. Raises AnnotationError."""
    try:
        content: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return Outcome(content["figures"], content["right"], content["wrong"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AnnotationError(f"{file}: is not a result of `docmine evaluate --out` ({type(error).__name__}); write one first") from None


def table(outcome: Outcome, before: Outcome | None = None) -> Iterator[str]:
    """The figures, a line each; with an earlier outcome, how far each F1 moved."""
    for name, row in outcome.figures.items():
        shown = ["  -  " if row[key] is None else f"{row[key]:.3f}" for key in ("precision", "recall", "f1")]
        line = f"{name:14} P {shown[0]}  R {shown[1]}  F1 {shown[2]}   ({row['right']} right, {row['extra']} extra, {row['missed']} missed)"
        yield line + (_moved(row["f1"], before.figures.get(name, {}).get("f1")) if before else "")


def _moved(now: float | None, then: float | None) -> str:
    return f"  {now - then:+.3f}" if now is not None and then is not None else ""


def changes(outcome: Outcome, before: Outcome) -> Iterator[str]:
    """What was gained and lost since: every right item that was none, every wrong one that is new, by document."""
    for name in sorted(outcome.right.keys() | before.right.keys()):
        now, then = Counter(outcome.right.get(name, [])), Counter(before.right.get(name, []))
        new = Counter(outcome.wrong.get(name, [])) - Counter(before.wrong.get(name, []))
        yield from (f"{name}: gained {item}" for item in (now - then).elements())
        yield from (f"{name}: lost {item}" for item in (then - now).elements())
        yield from (f"{name}: new {item}" for item in new.elements() if " extra " in item)


def fallen(outcome: Outcome, before: Outcome, tolerance: float) -> list[str]:
    """Figures whose F1 lies more than `tolerance` below the earlier outcome's."""
    lines = []
    for name, row in outcome.figures.items():
        now, then = row["f1"], before.figures.get(name, {}).get("f1")
        if now is not None and then is not None and now < then - tolerance:
            lines.append(f"{name}: F1 {now:.3f} is more than {tolerance:.3f} below {then:.3f}")
    return lines
