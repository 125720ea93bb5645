"""The figures of held-out documents: what each model adds, how well confidence is calibrated, what more documents would bring."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docmine import __version__
from docmine.scoring import Score
from docmine.training import examples as reading
from docmine.training import held_out
from docmine.training.calibration import coverage, expected_calibration_error, precision_at, reliability
from docmine.training.examples import Notice
from docmine.training.folds import BY, By
from docmine.training.plots import Axis, Line, plot
from docmine.training.tasks import TASKS, Claims, Task
from docmine.vocabulary import Vocabulary

SHOWN = ("para-package", "endorsement", "endorsement+")
TENTHS = tuple(n / 10 for n in range(0, 11, 2))
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Report:
    """All that is reported; `scores` by split and variant, `curve` by documents learnt from."""

    data: str
    documents: int
    scores: Mapping[By, Mapping[str, Score]]
    claims: Mapping[str, Claims]
    curve: Sequence[tuple[int, Score]]


def compare(
    annotations: Path,
    vocabulary: Vocabulary,
    *,
    corpus: Path | None = None,
    tasks: Sequence[Task[Any]] = TASKS,
    splits: Sequence[By] = BY,
    curve: bool = True,
    notice: Notice | None = None,
) -> Report:
    """Judge rules and models on held-out documents, for each way of splitting; by document each model alone and all but each too.

    Raises AnnotationError, SourceError.
    """
    from docmine.pipeline import Pipeline

    nlp = Pipeline(str(vocabulary.folder), "none").nlp
    examples = reading.read(annotations, nlp, vocabulary, notice)
    readings = held_out.read(examples, annotations, corpus, nlp, notice)
    whole = held_out.variants(tasks)
    outer = {name: whole[name] for name in ("rules only", "all models")}
    lessons = held_out.study(tasks, examples, vocabulary)
    given = examples, readings, lessons, nlp, vocabulary
    outcomes = {by: held_out.cross_validate(*given, compared=whole if by == "document" else outer, by=by, notice=notice) for by in splits}
    scores = {by: outcome.scores for by, outcome in outcomes.items()}
    known = scores["document"]["all models"] if "document" in scores else None
    grown = held_out.learning_curve(*given, tasks, whole=known, notice=notice) if curve else []
    return Report(reading.data_hash(annotations), len(examples), scores, outcomes[splits[0]].claims, grown)


def text(report: Report) -> Iterator[str]:
    """The report as Markdown, a line each."""
    yield f"Data {report.data[:16]} ({report.documents} documents), docmine {__version__}, scikit-learn {version('scikit-learn')}."
    yield ""
    yield f"| held out by | decided by | {' | '.join(f'{name} P / R / F1' for name in SHOWN)} |"
    yield "| --- " * (2 + len(SHOWN)) + "|"
    for by, variants in report.scores.items():
        for name, score in variants.items():
            yield f"| {by} | {name} | {' | '.join(_cell(score, figure) for figure in SHOWN)} |"
    yield ""
    yield "| models | claims | calibration error | claims of confidence ≥ 0.9 | of these right |"
    yield "| --- | --- | --- | --- | --- |"
    for name, claims in report.claims.items():
        error = expected_calibration_error(claims.confidence, claims.right)
        right, count = precision_at(claims.confidence, claims.right, SURE)
        yield f"| {name} | {len(claims.right)} | {error:.3f} | {count} | {'–' if right is None else f'{right:.3f}'} |"
    if report.curve:
        yield ""
        yield f"| documents learnt from | {' | '.join(f'{name} F1' for name in SHOWN)} |"
        yield "| --- " * (1 + len(SHOWN)) + "|"
        for size, score in report.curve:
            yield f"| {size} | {' | '.join(_number(score.tallies[figure].f1) for figure in SHOWN)} |"


def _cell(score: Score, figure: str) -> str:
    tally = score.tallies[figure]
    return " / ".join(map(_number, (tally.precision, tally.recall, tally.f1)))


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def data(report: Report) -> str:
    """The report's numbers as JSON."""
    content: dict[str, Any] = {
        "data": report.data,
        "documents": report.documents,
        "docmine": __version__,
        "scikit-learn": version("scikit-learn"),
        "f1": {by: {name: _f1(score) for name, score in variants.items()} for by, variants in report.scores.items()},
        "calibration": {
            name: {"claims": len(c.right), "error": round(expected_calibration_error(c.confidence, c.right), 4)}
            for name, c in report.claims.items()
        },
        "learning_curve": [{"documents": size, **_f1(score)} for size, score in report.curve],
    }
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def _f1(score: Score) -> dict[str, float | None]:
    return {figure: None if (f1 := tally.f1) is None else round(f1, 4) for figure, tally in score.tallies.items()}


def plots(report: Report) -> dict[str, str]:
    """The plots: file name to SVG."""
    share = Axis("confidence", 0.0, 1.0, TENTHS)
    found = {
        "reliability.svg": plot("Reliability on held-out documents", share, Axis("share right", 0, 1, TENTHS), _reliability(report)),
        "risk-coverage.svg": plot(
            "Risk and coverage on held-out documents",
            Axis("share of the claims kept, surest first", 0, 1, TENTHS),
            Axis("share wrong", 0, 0.3, (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3)),
            [Line(name, [(c, risk) for _, c, risk in coverage(claims.confidence, claims.right)]) for name, claims in report.claims.items()],
        ),
    }
    if report.curve:
        found["learning-curve.svg"] = _curve(report)
    return found


def _reliability(report: Report) -> list[Line]:
    lines = []
    for name, claims in report.claims.items():
        bins = reliability(claims.confidence, claims.right)
        largest = max((b.count for b in bins), default=1)
        lines.append(Line(name, [(b.confidence, b.right) for b in bins], [b.count / largest for b in bins]))
    return [*lines, Line("as it should be", [(0, 0), (1, 1)], dashed=True)]


def _curve(report: Report) -> str:
    most = max(size for size, _ in report.curve)
    step = max(1, most // 5)
    lines = [Line(name, [(size, score.tallies[name].f1 or 0.0) for size, score in report.curve], [0.2] * 9) for name in SHOWN]
    x = Axis("documents learnt from", 0, most, tuple(range(0, most + 1, step)))
    return plot("What more documents bring", x, Axis("F1 on held-out documents", 0.4, 1, (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)), lines)


def write(report: Report, out: Path) -> list[Path]:
    """`comparison.md`, `comparison.json` and the plots in a folder. DocmineError if it cannot be written to."""
    from docmine.writing import write_atomically

    out.mkdir(parents=True, exist_ok=True)
    head = "# What the models add, measured on documents held out\n\nMade by `docmine compare`.\n\n"
    files = {"comparison.md": head + "\n".join(text(report)) + "\n", "comparison.json": data(report), **plots(report)}
    for name, content in files.items():
        write_atomically(out / name, content.encode("utf-8"))
    return [out / name for name in files]
