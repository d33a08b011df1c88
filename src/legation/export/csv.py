"""CSV after RFC 4180: UTF-8, a header, a row a record; ids and names side by side, with the words and the report."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from legation.export.describe import Names, describe, review_in_words, words_of
from legation.extract.actor import Office
from legation.extract.commitment import Commitment, Party
from legation.extract.event import Event
from legation.extract.statement import Statement
from legation.ledger.rows import TABLES

if TYPE_CHECKING:
    from legation.export.selection import Selection
    from legation.record import Record
    from legation.report.document import Document

# Parts of a cell that holds several values; a part that has it inside is not split by a reader who knows the rule.
PART = "; "
_REPORT_COLUMNS = ("published", "publisher", "title", "url")
_COMMON_COLUMNS = ("record", "id", "document", "line", "words", "confidence", "review")
# Fields that hold ids of actors: a column of their names stands beside each.
_NAMED = {Event: ("actors", "recipients"), Statement: ("speakers", "addressees"), Commitment: ("parties",)}
# Spans mean nothing in a table without the text: `words` has what they say.
_LEFT_OUT = {"id", "document", "evidence", "confidence", "mentions", "content", "cue", "speaker_span", "condition",
             "consequence", "text", "blocks", "links", "review"}  # fmt: skip


class Table:
    """The table of one kind of record."""

    def __init__(self, kind: type[Record]) -> None:
        self._fields = [field for field in kind.__struct_fields__ if field not in _LEFT_OUT]
        self._named = _NAMED.get(kind, ())
        self._report_columns = [column for column in _REPORT_COLUMNS if column not in self._fields]

    @property
    def header(self) -> str:
        """The line of column names."""
        names = (f"{field}_names" for field in self._named)
        return _row([*_COMMON_COLUMNS, *self._fields, *names, *self._report_columns])

    def row(self, record: Record, names: Names, report: Document) -> str:
        """The line of one record."""
        line, words = describe(record, names).line, words_of(record, names)
        return _row(
            [
                *(record.kind_name(), record.id, record.document, line, words, record.confidence),
                review_in_words(record) or "",
                *(_cell(getattr(record, field)) for field in self._fields),
                *(_names(getattr(record, field), names) for field in self._named),
                *(_cell(getattr(report, column)) for column in self._report_columns),
            ]
        )


def pieces(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """A file a kind of record, each with its header though it be empty; the reports' text is not in it."""
    tables = {kind: Table(kind) for kind in TABLES}
    files = {kind: f"{table.name}.csv" for kind, table in TABLES.items()}
    for kind, table in tables.items():
        yield files[kind], table.header.encode()
    for told in selection:
        for record in told.records:
            selection.count(record)
            kind = type(record)
            yield files[kind], tables[kind].row(record, told.names, told.document).encode()


def to_csv(
    records: Iterable[Record],
    kind: type[Record],
    names_of: Callable[[Record], Names],
    report_of: Callable[[str], Document],
) -> Iterator[str]:
    """The table of records of one `kind`, line by line, the header first."""
    table = Table(kind)
    yield table.header
    for record in records:
        yield table.row(record, names_of(record), report_of(record.document))


def to_rows(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """A table of plain values, line by line, the header first; None is an empty cell."""
    yield _row(header)
    for row in rows:
        yield _row("" if cell is None else cell for cell in row)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return PART.join(_part(part) for part in value)
    return value


def _part(part: Any) -> str:
    if isinstance(part, Party):
        return f"{part.actor} ({part.role})"
    return part.title if isinstance(part, Office) else str(part)


def _names(value: tuple[Any, ...], names: Names) -> str:
    return PART.join(names.actor(part.actor if isinstance(part, Party) else part) for part in value)


def _row(cells: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
