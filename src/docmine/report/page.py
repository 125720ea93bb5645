"""The report as one HTML page: figures drawn in Python, tables built by the page's script from compact rows."""

from __future__ import annotations

from dataclasses import astuple, fields
from pathlib import PurePath
from urllib.parse import quote

from docmine import __version__
from docmine.report import figures
from docmine.report.archive import Archive, Document, Problem, Row
from docmine.view.pages import page

SCRIPTS = ("dom.js", "table.js", "report.js")


def report_page(archive: Archive, views: str | None = None) -> bytes:
    """The page; `views` is the folder or address that holds documents' own pages."""
    return page(
        "docmine.report",
        "report.html",
        title="Endorsements of an archive",
        styles=("base.css", "report.css"),
        scripts=SCRIPTS,
        data={
            "documents": _table(Document, archive.documents),
            "rows": _table(Row, archive.rows),
            "problems": _table(Problem, [*archive.failures, *archive.problems]),
            "names": dict(archive.names),
            "views": [_view(views, document) for document in archive.documents] if views else None,
            "docmine": __version__,
        },
        parts={"figures": "\n".join(_figures(archive))},
    )


def _table(kind: type[Document] | type[Row] | type[Problem], rows: list[Document] | list[Row] | list[Problem]) -> dict[str, list[object]]:
    """Rows as a list of names and lists of values: thousands of them without thousands of names."""
    return {"columns": [field.name for field in fields(kind)], "values": [astuple(row) for row in rows]}


def _view(views: str, document: Document) -> str:
    return f"{views.rstrip('/')}/{quote(PurePath(document.name).stem)}.html"


def _figures(archive: Archive) -> list[str]:
    dated = any(row.year for row in archive.rows)
    tied = any(row.origins and row.bodies for row in archive.rows)
    when = "By the year of the act, or of the paper where the passage gives no date. Choose a mark to see its endorsements in the table."
    return [
        figures.figure("by-package", "Packages over time", when, figures.timeline(archive, "package") if dated else None, "by-body"),
        figures.figure("by-body", "Bodies over time", when, figures.timeline(archive, "body") if dated else None, "acts"),
        figures.figure(
            "acts",
            "Bodies, acts and years",
            "A panel an act; each cell counts its endorsements.",
            figures.heat(archive) if dated else None,
            "network",
        ),
        figures.figure(
            "network",
            "Who acts on what comes from whom",
            "Left, the bodies named in what is endorsed, or else the body whose paper it is; right, the bodies that act. "
            "The most frequent of each are shown; a line's width is the number of endorsements.",
            figures.network(archive) if tied else None,
            "problems",
        ),
    ]
