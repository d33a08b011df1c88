"""The errors that a user of Legation can meet.

    LegationError
    ├── InputError            a report that can't be read
    │   ├── EmptyInput        nothing in it
    │   ├── BinaryInput       not text
    │   ├── TooLarge          over the limit
    │   ├── EncodingError     text, but in no encoding that fits
    │   ├── FormatError       broken HTML, JSON, CSV …
    │   └── LanguageError     text, but not English
    ├── KnowledgeError        a table or the compiled knowledge file is missing or wrong
    └── LedgerError           a ledger that can't be opened, migrated or written
        └── LedgerAway        its database can't be reached just now

Each carries the file, the cause and the mend, and prints as one line.
"""


class LegationError(Exception):
    """What was read (`path`), what is wrong (`reason`) and what would mend it (`mend`)."""

    def __init__(self, reason: str, *, path: str | None = None, mend: str | None = None) -> None:
        self.path = path
        self.reason = reason
        self.mend = mend
        super().__init__(reason)

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        mend = f"; {self.mend}" if self.mend else ""
        return f"{where}{self.reason}{mend}"


class InputError(LegationError):
    """A report that can't be read."""


class EmptyInput(InputError):
    """Nothing to read."""


class BinaryInput(InputError):
    """Bytes that are no text."""


class TooLarge(InputError):
    """More text than one report can have."""


class EncodingError(InputError):
    """Text in an encoding that could not be told."""


class FormatError(InputError):
    """A container (HTML, JSON, CSV …) that doesn't hold a report."""


class LanguageError(InputError):
    """Text in a language that Legation doesn't read yet."""


class KnowledgeError(LegationError):
    """A table, or the compiled knowledge file, is missing or wrong."""


class LedgerError(LegationError):
    """A ledger that can't be opened, migrated or written."""


class LedgerAway(LedgerError):
    """A database that can't be reached, or has gone away in the middle: what was asked can be asked again."""
