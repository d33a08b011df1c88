"""Output: reports as they are read, in the format asked for."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from legation.cli import console
from legation.record import Record, to_jsonl

if TYPE_CHECKING:
    from legation.export.brief import Brief


class Format(StrEnum):
    """How reports are printed; `brief` is another name for `text`."""

    text = "text"
    brief = "brief"
    markdown = "markdown"
    jsonl = "jsonl"
    json = "json"


class Output:
    """Prints reports one after the other. With `one_only`, briefs are printed only if there is no more than one."""

    def __init__(self, format_: Format, *, one_only: bool = False) -> None:
        self._format = format_
        self._one_only = one_only
        self._held: Brief | None = None
        self._count = 0

    @property
    def is_silent(self) -> bool:
        """Whether what comes next will not be printed."""
        return self._one_only and self._count > 0

    @property
    def is_brief(self) -> bool:
        """Whether reports are printed as briefs, which say themselves why they are empty."""
        return self._format in (Format.text, Format.brief, Format.markdown)

    def write(self, records: Sequence[Record]) -> None:
        """One report: all its records, the document's first."""
        if self._format is Format.jsonl:
            console.emit(to_jsonl(records))
        elif self._format is Format.json:
            for record in records:
                console.emit((b",\n" if self._count else b"[\n") + msgspec.json.encode(record))
                self._count += 1
            return
        elif self._one_only:
            self._held = None if self._count else _brief_of(records)
        else:
            self._show(_brief_of(records))
        self._count += 1

    def close(self) -> None:
        """What has to stand at the end."""
        if self._format is Format.json:
            console.emit(b"\n]\n" if self._count else b"[]\n")
        if self._held:
            self._show(self._held)

    def _show(self, brief: Brief) -> None:
        if self._count and not self._one_only:
            console.emit("\n\n")
        if self._format is Format.markdown:
            from legation.export.brief import to_markdown

            console.emit(to_markdown(brief))
        else:
            console.show(brief)


def _brief_of(records: Sequence[Record]) -> Brief:
    from legation.export.brief import brief_of

    return brief_of(records)
