"""Stamps: when a report was read and where it comes from, as GDELT's files have it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from legation.export.selection import Selection
    from legation.report.document import Document

_NOT_DIGITS = re.compile(r"\D")
_DAY_DIGITS, _STAMP_DIGITS = 8, 14


def stamp(selection: Selection, document: Document) -> str | None:
    """When a report was read, as YYYYMMDDHHMMSS (UTC); its day of publication where the ledger doesn't tell."""
    read = selection.read_at.get(document.document)
    if read:
        return _NOT_DIGITS.sub("", read)[:_STAMP_DIGITS]
    return published_stamp(document) or None


def published_stamp(document: Document) -> str:
    """The day of publication with the time 000000; empty where it is not known to the day."""
    digits = _NOT_DIGITS.sub("", document.published or "")
    return f"{digits}000000" if len(digits) == _DAY_DIGITS else ""


def host_of(document: Document) -> str | None:
    """The host of a report's address."""
    try:
        host = urlsplit(document.url or "").hostname
    except ValueError:  # a broken IPv6 address, say
        return None
    return host.removeprefix("www.") if host else None
