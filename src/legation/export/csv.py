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

if TYPE_CHECKING:
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


def to_csv(
    records: Iterable[Record],
    kind: type[Record],
    names_of: Callable[[Record], Names],
    report_of: Callable[[str], Document],
) -> Iterator[str]:
    """The table of records of one `kind`, line by line, the header first."""
    fields = [field for field in kind.__struct_fields__ if field not in _LEFT_OUT]
    named = _NAMED.get(kind, ())
    report_columns = [column for column in _REPORT_COLUMNS if column not in fields]
    header = [*_COMMON_COLUMNS, *fields, *(f"{field}_names" for field in named), *report_columns]
    yield _row(header)
    for record in records:
        names, report = names_of(record), report_of(record.document)
        line, words = describe(record, names).line, words_of(record, names)
        yield _row(
            [
                *(
                    record.kind_name(),
                    record.id,
                    record.document,
                    line,
                    words,
                    record.confidence,
                    review_in_words(record) or "",
                ),
                *(_cell(getattr(record, field)) for field in fields),
                *(_names(getattr(record, field), names) for field in named),
                *(_cell(getattr(report, column)) for column in report_columns),
            ]
        )


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
