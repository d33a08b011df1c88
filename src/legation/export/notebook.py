"""What a notebook shows of a report and of a ledger's answer, and the tables that they become.

Looked up by name from `legation.views`, as the stages that these are methods of come before this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from legation.export.brief import brief_of
from legation.export.describe import Names, describe, words_of
from legation.export.html import PART_STYLE, part
from legation.export.reports import Reports
from legation.export.tables import kind_of, needed, to_arrow
from legation.export.wording import counted, in_marks, printable

if TYPE_CHECKING:
    import pyarrow as pa

    from legation.extract.reader import Report
    from legation.ledger.query import Answer
    from legation.record import Record

R = TypeVar("R", bound="Record")
_MOST_ROWS = 20


def report_html(report: Report) -> str:
    """The brief of a report."""
    return f"<style>{PART_STYLE}</style>\n{part(brief_of(report.records()), url=report.document.url)}"


def answer_html(answer: Answer[R]) -> str:
    """The first records of an answer as a table: each in words, the report's own, and which report that is."""
    from html import escape

    ledger = answer.ledger
    found = answer.page(limit=_MOST_ROWS)
    total = len(answer)
    reports = Reports(ledger)
    rows = []
    for record in found:
        names = reports.names_of(record)
        cells = (describe(record, names).line, in_marks(words_of(record, names)), reports.source(record.document))
        rows.append("<tr>" + "".join(f"<td>{escape(printable(cell))}</td>" for cell in cells) + "</tr>")
    shown = f", the first {len(found)} of them" if total > len(found) else ""
    head = "<tr><th>Record</th><th>Words</th><th>Report</th></tr>" if rows else ""
    return (
        f'<style>{PART_STYLE}</style>\n<div class="legation"><p class="about">{counted(total, "record")}{shown}</p>'
        f"<table>{head}{''.join(rows)}</table></div>"
    )


def report_table(report: Report, kind: str) -> pa.Table:
    """The records of one kind of a report as an Arrow table."""
    names = Names(report.records(), report.document)
    type_ = kind_of(kind)
    records = [record for record in report.records() if isinstance(record, type_)]
    return to_arrow(records, type_, lambda _: names, lambda _: report.document)


def answer_table(answer: Answer[R]) -> pa.Table:
    """The records of an answer as an Arrow table."""
    reports = Reports(answer.ledger)
    return to_arrow(list(answer), kind_of(answer.table), reports.names_of, reports.document)


def to_pandas(table: pa.Table) -> Any:
    """An Arrow table as a pandas DataFrame."""
    needed("pandas", "pandas")
    return table.to_pandas()


def to_polars(table: pa.Table) -> Any:
    """An Arrow table as a polars DataFrame."""
    return needed("polars", "polars").from_arrow(table)
