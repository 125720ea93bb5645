"""CSV for spreadsheets: one file a table, with what a spreadsheet would take for a formula defused."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from docmine.records import Record
from docmine.sinks.files import aside, folder
from docmine.sinks.tables import TABLES, Row, Table, rows

FORMULA = frozenset("=+-@＝＋－＠")  # spreadsheets read the full-width signs too
MAX_FIELD = 1 << 27  # characters that a cell read back may have; the module's own limit is a paragraph's length


class CsvSink:
    """One folder."""

    def __init__(self, path: Path) -> None:
        self._folder = path

    def write(self, records: Iterable[Record]) -> None:
        """Each file is the new rows, then those of other documents as they were."""
        folder(self._folder)
        with ExitStack() as stack:
            files = {t.name: stack.enter_context(aside(self._folder / f"{t.name}.csv")) for t in TABLES}
            new = {name: stack.enter_context(path.open("w", encoding="utf-8", newline="")) for name, path in files.items()}
            writers = {name: csv.writer(file) for name, file in new.items()}
            for table in TABLES:
                writers[table.name].writerow(table.names)
            written = set()
            for record in records:
                if record.id not in written:
                    written.add(record.id)
                    for name, found in rows(record).items():
                        writers[name].writerows(map(defused, found))
            for table in TABLES:
                writers[table.name].writerows(self._others(table, written))
            for file in new.values():
                file.close()

    def _others(self, table: Table, written: set[str]) -> Iterator[list[str]]:
        file = self._folder / f"{table.name}.csv"
        if not file.exists():
            return
        csv.field_size_limit(MAX_FIELD)
        with file.open(encoding="utf-8", newline="") as old:
            lines = csv.reader(old)
            next(lines, None)
            yield from (row for row in lines if row and row[0] not in written)


def defused(row: Row) -> tuple[Any, ...]:
    """The row with an apostrophe before every text that a spreadsheet would run; numbers are left alone."""
    return tuple(f"'{value}" if isinstance(value, str) and is_formula(value) else value for value in row)


def is_formula(text: str) -> bool:
    """Whether the text begins like a formula, white space aside."""
    return text[:1] in ("\t", "\r", "\n") or text.lstrip()[:1] in FORMULA
