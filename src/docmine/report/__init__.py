"""An archive at a glance: charts of its endorsements, a table of every one, and the documents with problems, as one HTML page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docmine.errors import DocmineError

__all__ = ["report"]

MISSING = "the report's charts need altair and vl-convert, which are not installed; pip install 'docmine[report]'"


def report(records: str, complain: Callable[[str], None], *, vocabulary: str = "wco", views: str | None = None) -> bytes:
    """The HTML page of the records in a batch's folder, a `.jsonl` file or standard input (`-`).

    `complain` hears of each line that is no record; `views` is the folder or address where `docmine view` pages lie, as
    NAME.html, that the rows link to. Raises DocmineError.
    """
    _require_charts()
    from docmine.report.archive import gather
    from docmine.report.page import report_page
    from docmine.sinks.reading import lines_of, parse
    from docmine.vocabulary import load

    with lines_of(records) as lines:
        archive = gather(parse(lines, complain), load(vocabulary), _failures(records))
    if not archive.documents and not archive.failures:
        raise DocmineError(f"{records}: holds no record; name a folder of `docmine batch` or a .jsonl file", code="no-records")
    return report_page(archive, views)


def _failures(records: str) -> Path | None:
    """What a batch noted beside its records."""
    file = Path(records) / "failures.jsonl"
    return file if records != "-" and file.is_file() else None


def _require_charts() -> None:
    from importlib.util import find_spec

    if not (find_spec("altair") and find_spec("vl_convert")):
        raise DocmineError(MISSING, code="missing-extra")
