"""The reports of a ledger by their id, for whatever is shown of many: their names, and what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.errors import LegationError
from legation.export.describe import Names
from legation.export.wording import date_in_words, shortened, words_of
from legation.report.document import READ_BLOCKS, Document

if TYPE_CHECKING:
    from legation.ledger.store import Ledger
    from legation.record import Record

_TITLE_LENGTH = 100
_SOURCE_LENGTH = 50


class Reports:
    """The reports of a ledger, each read once when it is asked for; of `most` of them, the last ones asked for."""

    def __init__(self, ledger: Ledger, *, most: int = 200) -> None:
        self._ledger = ledger
        self._most = most
        self._kept: dict[str, tuple[Names, Document]] = {}

    def names_of(self, record: Record) -> Names:
        """The names of the report that a record is of."""
        return self.names(record.document)

    def names(self, document: str) -> Names:
        """What the records of a report are called."""
        return self._of(document)[0]

    def document(self, document: str) -> Document:
        """A report's document record."""
        return self._of(document)[1]

    def source(self, document: str) -> str:
        """What a report is called behind a line: its publisher, else its title, and its day."""
        return source_of(self.document(document))

    def _of(self, id_: str) -> tuple[Names, Document]:
        if id_ not in self._kept:
            # What is rejected is in no answer, but others may still name it.
            records = self._ledger.records(id_, with_rejected=True)
            document = next((record for record in records if isinstance(record, Document)), None)
            if document is None:
                raise LegationError(f"report {id_} was removed meanwhile", path=self._ledger.path, mend="ask again")
            if len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]
            self._kept[id_] = (Names(records, document), document)
        return self._kept[id_]


def source_of(document: Document) -> str:
    """The publisher, else the title, and the day."""
    day = date_in_words(document.published)
    called = document.publisher or shortened(title_of(document), _SOURCE_LENGTH)
    return f"{called}, {day}" if day else called


def title_of(document: Document) -> str:
    """The report's title, else its first heading, else its first words."""
    if document.title and document.title.strip():
        return " ".join(document.title.split())
    read = [block for block in document.blocks if block.kind in READ_BLOCKS]
    first = next((block for block in read if block.kind == "heading"), read[0] if read else None)
    words = words_of(document.text, first.start, first.end) if first else ""
    return shortened(words, _TITLE_LENGTH) or document.document
