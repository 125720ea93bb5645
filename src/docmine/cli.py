"""The command line: arguments in, data on standard output, messages on standard error, an exit status.

Everything heavy is imported inside its command, so that `--help` is instant.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from docmine import __version__, terminal
from docmine.errors import DocmineError

if TYPE_CHECKING:
    from docmine.pipeline import Pipeline

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Turn the PDF papers of intergovernmental committees into normalised records.",
)
vocabulary_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Work with vocabularies of bodies and packages.")
app.add_typer(vocabulary_app, name="vocabulary")


class Format(StrEnum):
    """How a record is printed."""

    json = "json"
    jsonl = "jsonl"
    table = "table"


class Reader(StrEnum):
    """Which reader takes the pages: chosen page by page, or forced."""

    auto = "auto"
    fast = "fast"
    thorough = "thorough"
    scan = "scan"


class Split(StrEnum):
    """What is held out together when models are judged."""

    document = "document"
    organisation = "organisation"
    decade = "decade"


class Engine(StrEnum):
    """What runs a batch: processes here, or a Dask cluster."""

    pebble = "pebble"
    dask = "dask"


Vocabulary = Annotated[str, typer.Option("--vocabulary", help="Name of a vocabulary, or a folder of YAML files.")]

Models = Annotated[str, typer.Option("--models", help="auto, none (rules alone), or a folder that `docmine train` wrote.")]
Annotations = Annotated[Path, typer.Option(help="Folder of annotated records.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"docmine {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    """Turn the PDF papers of intergovernmental committees into normalised records."""


@app.command()
def annotate(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A .pdf or .txt; - reads standard input.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file, whole or not at all.")] = None,
    form: Annotated[Format, typer.Option("--format", help="json, jsonl (one line), or table for people.")] = Format.json,
    vocabulary: Vocabulary = "wco",
    models: Models = "auto",
    password: Annotated[str | None, typer.Option(help="Opens an encrypted PDF.")] = None,
    reader: Annotated[Reader, typer.Option(help="How pages are read: scan takes every page from its picture (OCR).")] = Reader.auto,
) -> None:
    """Print the record of one document."""
    from docmine.intake import open_source

    source = open_source(file)  # before anything heavy is loaded
    with terminal.progress(f"annotating {file}"):
        record = _loaded(vocabulary, models).annotate(source, password=password, reader=reader.value)
    if form is Format.table:
        from docmine.table import render

        terminal.emit(render(record, width=terminal.width(out), colour=out is None and sys.stdout.isatty()), out)
    else:
        terminal.emit(record.to_json(indent=None if form is Format.jsonl else 2) + "\n", out)


@app.command()
def view(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A .pdf or .txt; - reads standard input.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The page [default: FILE's name with .html, in this folder].")] = None,
    vocabulary: Vocabulary = "wco",
    models: Models = "auto",
    password: Annotated[str | None, typer.Option(help="Opens an encrypted PDF.")] = None,
    reader: Annotated[Reader, typer.Option(help="How pages are read: scan takes every page from its picture (OCR).")] = Reader.auto,
) -> None:
    """Write one HTML page that shows a document beside its record; it opens from disk and loads nothing."""
    from docmine.intake import open_source
    from docmine.view import view as page
    from docmine.writing import write_atomically

    source = open_source(file)
    with terminal.progress(f"reading and drawing {file}"):
        html = page(source, vocabulary=vocabulary, models=models, password=password, reader=reader.value)
    target = out or Path(Path(source.name).stem or "document").with_suffix(".html")
    write_atomically(target, html)
    typer.echo(terminal.clean(f"docmine: wrote {target} ({len(html) / 1e6:.1f} MB)"), err=True)


@app.command()
def batch(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, globs, zip archives; - reads a list of them.")],
    out: Annotated[str, typer.Option("--out", "-o", help="Folder for the results; an earlier run in it is gone on with.")],
    workers: Annotated[int | None, typer.Option(min=1, help="Documents at a time [default: one a processor].")] = None,
    timeout: Annotated[float, typer.Option(help="Seconds that a document may take.")] = 300.0,
    memory: Annotated[int, typer.Option(help="MiB that a document may use.")] = 2048,
    max_pages: Annotated[int, typer.Option(help="Pages of a document that are read.")] = 2000,
    sink: Annotated[list[str] | None, typer.Option(help="Also write the records there, as `export --to` does; may be repeated.")] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Try again what failed or was read in part.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    engine: Annotated[Engine, typer.Option(help="pebble: processes of this machine; dask: a cluster.")] = Engine.pebble,
    scheduler: Annotated[str | None, typer.Option(help="dask: address of its scheduler [default: a cluster made here].")] = None,
    shard_size: Annotated[int, typer.Option(min=1, help="dask: documents a shard.")] = 100,
    shards_only: Annotated[bool, typer.Option("--shards-only", help="dask: leave the shards as the result.")] = False,
    vocabulary: Vocabulary = "wco",
    models: Models = "auto",
    password: Annotated[str | None, typer.Option(help="Opens encrypted PDFs.")] = None,
    reader: Annotated[Reader, typer.Option(help="How pages are read: scan takes every page from its picture (OCR).")] = Reader.auto,
) -> None:
    """Annotate many documents: each ends as one record or one named failure, and a second run goes on where the first stopped."""
    from docmine import batch as batches

    settings = batches.Settings(vocabulary, models, reader.value, password, batches.Limits(timeout, memory, max_pages))
    if engine is Engine.pebble and (scheduler or shards_only or "://" in out):
        raise DocmineError("--scheduler, --shards-only and a URL for --out need --engine dask; add it")
    if dry_run and engine is Engine.pebble:
        typer.echo("\n".join(batches.plan(paths, Path(out), settings, retry=retry).lines()))
        return
    try:
        if engine is Engine.dask:
            from docmine.batch import cluster

            shape = cluster.Shape(scheduler, workers, shard_size, shards_only)
            if dry_run:
                typer.echo(cluster.plan(paths, out, settings, shape, retry=retry))
                return
            summary = cluster.run(paths, out, settings, shape, retry=retry, sinks=sink or ())
        else:
            summary = batches.run(paths, Path(out), settings, workers=workers, retry=retry, sinks=sink or ())
    except KeyboardInterrupt:
        typer.echo(f"docmine: stopped; what is finished is in {terminal.clean(out)}, run the same command to go on", err=True)
        raise typer.Exit(130) from None
    typer.echo(terminal.clean("\n".join(summary.lines())), err=True)
    raise typer.Exit(1 if summary.failed else 0)


@app.command()
def export(
    records: Annotated[str, typer.Argument(metavar="RECORDS", help="A batch's folder, a .jsonl file, or - for standard input.")],
    to: Annotated[
        str, typer.Option("--to", help="PATH.jsonl, PATH.db (SQLite), parquet:FOLDER, csv:FOLDER, or postgresql://USER@HOST/BASE.")
    ],
) -> None:
    """Write records to a file or a database; writing them twice changes nothing."""
    from docmine.sinks import open_sink
    from docmine.sinks.reading import lines_of, parse

    faults: list[str] = []
    with lines_of(records) as lines, open_sink(to) as sink:
        sink.write(parse(lines, faults.append))
    for fault in faults:
        typer.echo(terminal.clean(f"docmine: {records}: {fault}"), err=True)
    raise typer.Exit(1 if faults else 0)


@app.command()
def report(
    records: Annotated[str, typer.Argument(metavar="RECORDS", help="A batch's folder, a .jsonl file, or - for standard input.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The page.")] = Path("report.html"),
    views: Annotated[str | None, typer.Option(help="Folder or address of `docmine view` pages (NAME.html) to link to.")] = None,
    vocabulary: Vocabulary = "wco",
) -> None:
    """Write one HTML page on an archive: charts, a table of every endorsement, documents with problems."""
    from docmine.report import report as page
    from docmine.writing import write_atomically

    faults: list[str] = []
    with terminal.progress(f"reporting on {records}"):
        html = page(records, faults.append, vocabulary=vocabulary, views=views)
    write_atomically(out, html)
    for fault in faults:
        typer.echo(terminal.clean(f"docmine: {records}: {fault}"), err=True)
    typer.echo(terminal.clean(f"docmine: wrote {out} ({len(html) / 1e6:.1f} MB)"), err=True)
    raise typer.Exit(1 if faults else 0)


@app.command()
def watch(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to watch, with its subfolders.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results, as of `batch`.")],
    sink: Annotated[list[str] | None, typer.Option(help="Also write the records there, as `export --to` does; may be repeated.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Documents at a time [default: one a processor].")] = None,
    vocabulary: Vocabulary = "wco",
    models: Models = "auto",
) -> None:
    """Annotate what is in a folder and what arrives in it, until Ctrl-C."""
    from docmine import batch as batches
    from docmine import watch as watching

    say = lambda line: typer.echo(terminal.clean(line), err=True)  # noqa: E731
    try:
        watching.watch(folder, out, batches.Settings(vocabulary, models), workers=workers, sinks=sink or (), say=say)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="RUN_A", help="A batch's folder or a .jsonl file.")],
    after: Annotated[str, typer.Argument(metavar="RUN_B", help="The same, later.")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of text.")] = False,
) -> None:
    """Say which records changed between two runs, and what in them was gained, lost or changed."""
    import json

    from docmine.diff import compare as compare_runs

    found = compare_runs(before, after)
    terminal.emit((json.dumps(found.to_dict(), indent=2) if as_json else terminal.clean("\n".join(found.lines()))) + "\n", None)


@app.command()
def schema() -> None:
    """Print the record's JSON Schema."""
    import json

    from docmine.records import Record

    typer.echo(json.dumps(Record.model_json_schema(), indent=2))


@app.command()
def evaluate(
    gold_dir: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Annotated records (NAME.json) or gold (NAME.gold.json).")] = Path(
        "annotations"
    ),
    documents: Annotated[Path | None, typer.Option(help="Where the documents are, if not beside the gold or in ../corpus.")] = None,
    every: Annotated[int, typer.Option(min=1, metavar="N", help="Judge only every N-th document, in order of name.")] = 1,
    against: Annotated[Path | None, typer.Option(help="An earlier result: lists what was gained and lost.")] = None,
    tolerance: Annotated[float | None, typer.Option(help="With --against: fail if an F1 falls by more than this.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write the result here, for --against.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List every difference by document.")] = False,
    vocabulary: Vocabulary = "wco",
    models: Models = "auto",
) -> None:
    """Score the pipeline against annotated records."""
    import docmine
    from docmine import evaluate as evaluation

    before = evaluation.load(against) if against else None
    if tolerance is not None and before is None:
        raise DocmineError("--tolerance needs --against; name an earlier result")
    pipeline = docmine.load(vocabulary, models)
    with terminal.progress("evaluating") as note:
        outcome = evaluation.evaluate(gold_dir, pipeline.annotate, documents=documents, every=every, notice=note)
    lines = [f"{name}: {line}" for name, wrong in outcome.wrong.items() for line in wrong] if errors else []
    lines += evaluation.changes(outcome, before) if before else []
    typer.echo("\n".join([*map(terminal.clean, lines), *evaluation.table(outcome, before)]))
    if out:
        terminal.emit(outcome.to_json(), out)
    if before and tolerance is not None and (fallen := evaluation.fallen(outcome, before, tolerance)):
        typer.echo("\n".join(fallen), err=True)
        raise typer.Exit(1)


@app.command()
def train(
    annotations: Annotations = Path("annotations"),
    corpus: Annotated[Path | None, typer.Option(help="Where the documents are: each record must be of the one that lies there.")] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the models.")] = Path("models"),
    vocabulary: Vocabulary = "wco",
) -> None:
    """Train the models on annotated records."""
    from docmine import vocabulary as vocabularies
    from docmine.training import store

    with terminal.progress("training") as note:
        files = store.train(annotations, out, vocabularies.load(vocabulary), corpus=corpus, notice=note)
    typer.echo("\n".join(str(file) for file in files))


@app.command()
def compare(
    annotations: Annotations = Path("annotations"),
    corpus: Annotated[Path | None, typer.Option(help="Where the documents are, if not beside the records or in ../corpus.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the tables and plots; printed if none.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Hold out by document only.")] = False,
    by: Annotated[list[Split] | None, typer.Option(help="Hold out by this, and no other; may be repeated [default: all three].")] = None,
    curve: Annotated[
        bool | None, typer.Option(help="Draw the learning curve [default: yes, but with --quick and --by].", show_default=False)
    ] = None,
    vocabulary: Vocabulary = "wco",
) -> None:
    """Measure what the models add to the rules, on documents held out from training."""
    from docmine import vocabulary as vocabularies
    from docmine.training import folds, report

    if quick and by:
        raise typer.BadParameter("--quick holds out by document only; leave one of the two out", param_hint="--by")
    splits = [name for name in folds.BY if (name in by if by else name == "document" or not quick)]
    with terminal.progress("comparing") as note:
        found = report.compare(
            annotations,
            vocabularies.load(vocabulary),
            corpus=corpus,
            splits=splits,
            curve=not (quick or by) if curve is None else curve,
            notice=note,
        )
    typer.echo("\n".join(report.text(found) if out is None else map(str, report.write(found, out))))


@vocabulary_app.command("check")
def vocabulary_check(
    vocabulary: Annotated[str, typer.Argument(metavar="NAME_OR_DIR", help="A vocabulary's name or folder.")] = "wco",
) -> None:
    """Check a vocabulary: ids, references, and that every example is found by its own entry and no other."""
    from docmine.vocabulary import check, load

    problems = check(vocabulary)
    for problem in problems:
        typer.echo(terminal.clean(problem), err=True)
    if problems:
        raise typer.Exit(2)
    loaded = load(vocabulary)
    typer.echo(f"{loaded.name}: {len(loaded.bodies)} bodies and {len(loaded.packages)} packages, no problems")


def _loaded(vocabulary: str, models: str) -> Pipeline:
    """The pipeline, loaded without the garbage collector: what is loaded stays, and looking through it takes a tenth of a short run."""
    import gc

    import docmine

    gc.disable()
    try:
        return docmine.load(vocabulary, models)
    finally:
        gc.freeze()
        gc.enable()


def main() -> NoReturn:
    """Run the command line; every expected error is one line on standard error and its exit status."""
    try:
        app()  # ends with SystemExit, 2 for wrong usage
    except DocmineError as error:
        typer.echo(f"docmine: {terminal.clean(str(error))}", err=True)
        raise SystemExit(error.exit_status) from None
    raise SystemExit(0)


if __name__ == "__main__":
    main()
