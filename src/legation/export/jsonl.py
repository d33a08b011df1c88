"""JSON Lines: records out, and the same records, ids included, in again.

One JSON object a line, UTF-8, as the record contract has it: each document's record first, then its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from legation.errors import FormatError
from legation.ledger.rows import AnyRecord
from legation.record import Record
from legation.report.document import Document

if TYPE_CHECKING:
    from legation.export.selection import Selection

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(AnyRecord)


class StoredReport(msgspec.Struct, frozen=True):
    """A report that was read before: its document and all its records, as a ledger adds them."""

    document: Document
    found: tuple[Record, ...] = ()

    def records(self) -> list[Record]:
        """The document, then its records in the order in which they were read."""
        return [self.document, *self.found]


def pieces(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """Every record of whole reports: taken in again, a part of one would stand for all of it."""
    for told in selection.reports():
        for record in told.records:
            selection.count(record)
            yield "records.jsonl", _encoder.encode(record) + b"\n"


def read_records(lines: Iterable[bytes | str], *, path: str = "<records>") -> Iterator[Record]:
    """The records of JSON Lines, in order; blank lines are passed over.

    Raises FormatError, naming the line, for one that is no record.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _decoder.decode(line)
        except (msgspec.MsgspecError, ValueError) as error:
            raise FormatError(
                f"no record: {error}", path=f"{path}:{number}", mend="give what legation read --format jsonl prints"
            ) from error


def read_reports(lines: Iterable[bytes | str], *, path: str = "<records>") -> Iterator[StoredReport]:
    """The same, report by report. Raises FormatError where records stand without their document before them."""
    document: Document | None = None
    found: list[Record] = []
    for record in read_records(lines, path=path):
        if isinstance(record, Document):
            if document:
                yield StoredReport(document, tuple(found))
            document, found = record, []
        elif document is None or record.document != document.document:
            raise FormatError(
                f"{record.kind_name()} {record.id} stands before its document",
                path=path,
                mend="keep each document's record first and then its own",
            )
        else:
            found.append(record)
    if document:
        yield StoredReport(document, tuple(found))
