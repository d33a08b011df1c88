"""Parquet: a table a kind of record, typed, compressed, read by pandas, polars, DuckDB, R and Spark. Needs pyarrow."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from legation.export.tables import KINDS, needed, row_of, schema_of
from legation.ledger.rows import TABLES

if TYPE_CHECKING:
    from legation.export.selection import Selection
    from legation.record import Record

_BATCH = 5000  # rows of one row group: some megabytes at most


def pieces(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """A file a kind of record, though it be empty; the reports' text is in `documents.parquet`."""
    needed("pyarrow", "parquet")
    tables = {kind: _Table(name, kind) for name, kind in KINDS.items()}
    for told in selection:
        for record in told.records:
            selection.count(record)
            table = tables[type(record)]
            table.rows.append(row_of(record, told.names, told.document))
            if len(table.rows) >= _BATCH:
                yield table.file, table.flushed()
    for kind in TABLES:
        yield tables[kind].file, tables[kind].flushed(at_end=True)


class _Table:
    """One file in the making: rows that wait, and what the writer has made of those before."""

    def __init__(self, name: str, kind: type[Record]) -> None:
        parquet: Any = needed("pyarrow.parquet", "parquet")
        self.file = f"{name}.parquet"
        self.rows: list[dict[str, Any]] = []
        self._schema = schema_of(kind)
        self._sink = _Sink()
        self._writer = parquet.ParquetWriter(self._sink, self._schema, compression="zstd")

    def flushed(self, *, at_end: bool = False) -> bytes:
        """The bytes of the rows that wait; `at_end` those of the file's foot too."""
        if self.rows:
            table: Any = needed("pyarrow", "parquet").Table
            self._writer.write_table(table.from_pylist(self.rows, schema=self._schema))
            self.rows.clear()
        if at_end:
            self._writer.close()
        return self._sink.taken()


class _Sink(io.RawIOBase):
    """Takes what a writer writes, and gives it away in between."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        self._size += len(data)
        return len(data)

    def tell(self) -> int:
        return self._size

    def taken(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken
