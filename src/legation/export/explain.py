"""Explaining: how a record came about, in lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.export.describe import Names, describe, review_in_words
from legation.export.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from legation.extract.trace import Trace
    from legation.record import Record
    from legation.report.document import Document

_LABEL_WIDTH = 11


def to_text(trace: Trace, record: Record, records: Iterable[Record], document: Document) -> str:
    """A trace as text: the record in a line, its rule, then a line a step with the words that it rests on.

    `records` are those of the record's report.
    """
    names = Names(records, document)
    head = f"{trace.record} · {trace.kind} · confidence {trace.confidence:.2f} · report {document.document}"
    lines = [head, describe(record, names).line, "", _line("rule", trace.rule)]
    if record.review:
        # The rule is how the machine came by it; what stands is the person's.
        lines.insert(2, f"{review_in_words(record)}: {record.review.reason}".rstrip(": "))
    for step in trace.steps:
        words = names.words(step.spans) if step.spans else ""
        lines.append(_line(step.decides, f"{step.says} — {words}" if words else step.says))
    return "".join(f"{printable(line)}\n" for line in lines)


def _line(label: str, text: str) -> str:
    return f"{label:<{_LABEL_WIDTH}} {text}"
