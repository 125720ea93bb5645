"""Parquet: one file a table, for DuckDB, pandas and whatever else reads columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docmine.errors import DocmineError
from docmine.records import Record
from docmine.sinks.files import aside, folder
from docmine.sinks.tables import TABLES, Row, Table, rows

if TYPE_CHECKING:
    import pyarrow

AT_ONCE = 500  # documents a row group


class ParquetSink:
    """One folder. Raises DocmineError where pyarrow is not installed."""

    def __init__(self, path: Path) -> None:
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError:
            raise DocmineError("Parquet needs pyarrow; pip install 'docmine[parquet]'", code="missing-package") from None
        self._folder = path

    def write(self, records: Iterable[Record]) -> None:
        """Each file is the new rows, then those of other documents as they were."""
        import pyarrow.parquet as parquet

        folder(self._folder)
        written: set[str] = set()
        with ExitStack() as stack:
            files = {t.name: stack.enter_context(aside(self._folder / f"{t.name}.parquet")) for t in TABLES}
            schemas = {t.name: _schema(t) for t in TABLES}
            with ExitStack() as writing:
                writers = {name: writing.enter_context(parquet.ParquetWriter(path, schemas[name])) for name, path in files.items()}
                for name, found in _groups(records, written):
                    writers[name].write_table(_table(schemas[name], found))
                for table in TABLES:
                    for batch in self._others(table, written):
                        writers[table.name].write_table(batch)

    def _others(self, table: Table, written: set[str]) -> Iterator[pyarrow.Table]:
        import pyarrow
        import pyarrow.compute
        import pyarrow.parquet as parquet

        file = self._folder / f"{table.name}.parquet"
        if not file.exists():
            return
        new = pyarrow.array(sorted(written), pyarrow.string())
        with parquet.ParquetFile(file) as old:
            for batch in old.iter_batches():
                stay = pyarrow.compute.invert(pyarrow.compute.is_in(batch.column(0), value_set=new))
                kept = pyarrow.Table.from_batches([batch]).filter(stay)
                if kept.num_rows:
                    yield kept.cast(_schema(table))


def _groups(records: Iterable[Record], written: set[str]) -> Iterator[tuple[str, list[Row]]]:
    """The rows of some documents at a time, by table; notes whose they are."""
    fresh = (record for record in records if not (record.id in written or written.add(record.id)))  # type: ignore[func-returns-value]
    while some := list(islice(fresh, AT_ONCE)):
        gathered: dict[str, list[Row]] = {}
        for record in some:
            for name, found in rows(record).items():
                gathered.setdefault(name, []).extend(found)
        yield from ((name, found) for name, found in gathered.items() if found)


def _schema(table: Table) -> pyarrow.Schema:
    import pyarrow

    kinds = {"text": pyarrow.string(), "integer": pyarrow.int64(), "real": pyarrow.float64()}
    return pyarrow.schema([pyarrow.field(c.name, kinds[c.kind], nullable=c.null) for c in table.columns])


def _table(schema: pyarrow.Schema, found: list[Row]) -> pyarrow.Table:
    import pyarrow

    columns: list[Any] = list(zip(*found, strict=True))
    return pyarrow.Table.from_arrays([pyarrow.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)
