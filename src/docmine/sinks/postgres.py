"""PostgreSQL through SQLAlchemy Core and psycopg: the same tables and views, a transaction a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docmine.errors import DocmineError
from docmine.records import Record
from docmine.sinks.tables import TABLES, digest, rows
from docmine.sinks.views import VIEWS

if TYPE_CHECKING:
    from sqlalchemy import Engine, MetaData

DRIVER = "postgresql+psycopg"
ONE_AT_A_TIME = 0x646F636D  # an advisory lock ("docm"): two that make the tables at once would trip over each other


class PostgresSink:
    """One database (and its first schema on the search path)."""

    def __init__(self, engine: Engine, metadata: MetaData) -> None:
        self._engine, self._metadata = engine, metadata

    def write(self, records: Iterable[Record]) -> None:
        """Documents whose digest is there already are passed over; two writers of one document wait for each other."""
        for record in records:
            with _telling(self._engine):
                self._replace(record)

    def _replace(self, record: Record) -> None:
        from sqlalchemy import select
        from sqlalchemy.dialects.postgresql import insert

        tables = self._metadata.tables
        found = rows(record)
        documents = tables["documents"]
        values = dict(zip(documents.columns.keys(), found["documents"][0], strict=True))
        with self._engine.begin() as connection:
            had = connection.execute(select(documents.c.digest).where(documents.c.id == record.id)).scalar()
            if had == digest(record):
                return
            upsert = insert(documents).values(values)
            connection.execute(upsert.on_conflict_do_update(index_elements=["id"], set_=values))
            for table in reversed(TABLES[1:]):
                connection.execute(tables[table.name].delete().where(tables[table.name].c.document == record.id))
            for table in TABLES[1:]:
                if found[table.name]:
                    names = table.names
                    connection.execute(tables[table.name].insert(), [dict(zip(names, row, strict=True)) for row in found[table.name]])


@contextmanager
def open_postgres(url: str) -> Iterator[PostgresSink]:
    """The sink, its tables and views made if need be. Raises DocmineError, whose text never holds the password."""
    try:
        import psycopg  # noqa: F401
        import sqlalchemy
    except ImportError:
        raise DocmineError("PostgreSQL needs SQLAlchemy and psycopg; pip install 'docmine[postgres]'", code="missing-package") from None
    try:
        address = sqlalchemy.make_url(url).set(drivername=DRIVER)
    except (sqlalchemy.exc.ArgumentError, ValueError):
        raise DocmineError("the PostgreSQL address cannot be read; write postgresql://USER:PASSWORD@HOST/BASE") from None
    engine = sqlalchemy.create_engine(address)
    try:
        metadata = _metadata()
        with _telling(engine), engine.begin() as connection:
            connection.execute(sqlalchemy.select(sqlalchemy.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
            metadata.create_all(connection)
            for name, query in VIEWS.items():
                connection.execute(sqlalchemy.text(f"CREATE OR REPLACE VIEW {name} AS {query}"))
        yield PostgresSink(engine, metadata)
    finally:
        engine.dispose()


def _metadata() -> MetaData:
    """`TABLES` as SQLAlchemy knows tables."""
    import sqlalchemy as sa

    kinds = {"text": sa.Text, "integer": sa.BigInteger, "real": sa.Double}
    metadata = sa.MetaData()
    for table in TABLES:
        columns: list[sa.Column[Any]] = [
            sa.Column(c.name, kinds[c.kind], nullable=c.null, primary_key=c.name in table.key_names, index=c.name in table.indexes)
            for c in table.columns
        ]
        keys = {other.name: other.key_names for other in TABLES}
        references = [
            sa.ForeignKeyConstraint(reference.columns, [f"{reference.table}.{name}" for name in keys[reference.table]])
            for reference in table.references
        ]
        sa.Table(table.name, metadata, *columns, *references)
    return metadata


@contextmanager
def _telling(engine: Engine) -> Iterator[None]:
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        shown = engine.url.render_as_string(hide_password=True)
        raise DocmineError(f"{shown}: cannot be written ({reason}); check the address and the rights", code="unwritable") from None
