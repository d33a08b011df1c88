"""`legation explain`: which words and which rule led to a record."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from legation.cli import console
from legation.cli.options import DEFAULT_LEDGER, LedgerOption, open_ledger
from legation.errors import LegationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from legation.extract.reader import Reader
    from legation.record import Record
    from legation.report.source import RawReport


class TraceFormat(StrEnum):
    """How a trace is printed."""

    text = "text"
    json = "json"


def explain(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The record's id, as --format jsonl prints it.")],
    path: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="The report it was read from, instead of a ledger.", show_default=False),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Date of the report in FILE, if it doesn't say.")
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format_: Annotated[TraceFormat, typer.Option("--format", help="For people (text) or for programs.")] = (
        TraceFormat.text
    ),
) -> None:
    """Say which words and which rule led to a record, step by step.

    The report is read again: from the ledger, or from FILE.
    """
    from legation.export.explain import to_text
    from legation.extract.reader import Reader
    from legation.extract.trace import trace
    from legation.report.document import Document

    reader = Reader()
    records = _of_file(reader, path, published, id_) if path is not None else _of_ledger(ledger, id_)
    record = next(record for record in records if record.id == id_)
    document = next(record for record in records if isinstance(record, Document))
    found = trace(reader, document, record)
    if format_ is TraceFormat.json:
        console.emit(msgspec.json.encode(found) + b"\n")
    else:
        console.emit(to_text(found, record, records, document))


def _of_ledger(where: str, id_: str) -> Sequence[Record]:
    """All records of the report that the record is of. Raises LegationError if the ledger has no such record."""
    with open_ledger(where) as ledger:
        record = ledger.get(id_)
        if record is None:
            raise LegationError(
                f"no record {id_}", path=where, mend="list ids with: legation events --format jsonl --ledger " + where
            )
        return ledger.records(record.document, with_rejected=True)


def _of_file(reader: Reader, path: Path, published: str | None, id_: str) -> Sequence[Record]:
    """All records of the report in a file that has the record. Raises LegationError if none has."""
    from legation.errors import InputError
    from legation.report.source import read_inputs

    def dated() -> Iterator[RawReport | InputError]:
        for raw in read_inputs([path]):
            if isinstance(raw, InputError) or raw.published or published is None:
                yield raw
            else:
                yield replace(raw, published=published, published_basis="given")

    for result in reader.read_each(dated()):
        if isinstance(result, InputError):
            raise result
        records = result.records()
        if any(record.id == id_ for record in records):
            return records
    raise LegationError(
        f"no record {id_} in it", path=str(path), mend=f"list ids with: legation read {path} --format jsonl"
    )
