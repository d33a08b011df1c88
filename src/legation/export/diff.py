"""The diff as a brief: what the reports of some days have brought, fit for a morning note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from legation.export.across import (
    arrangement_in_words,
    entry_line,
    happening_lines,
    history_lines,
    merged_lines,
    record_lines,
    turn_lines,
)
from legation.export.brief import Brief, why_nothing_on
from legation.export.lines import AcrossKey, Line, Section
from legation.export.reports import Reports
from legation.export.wording import counted, date_in_words, listed
from legation.knowledge.labels import labels

if TYPE_CHECKING:
    from legation.ledger.diff import Diff
    from legation.ledger.store import Ledger

Part: TypeAlias = "tuple[AcrossKey, str, list[Line], int]"

# Of what is new, so many lines of a kind; the rest is counted.
MOST = 12


def brief_diff(ledger: Ledger, diff: Diff, *, most: int = MOST) -> Brief:
    """A diff in sections: new, told differently, new and changed commitments, turns, words of note, what is due.

    Of each section the first `most` lines are shown and the rest is counted.
    """
    reports = Reports(ledger)
    due = list(record_lines(diff.due[:most], reports))
    parts: list[Part] = [
        ("contradicted", "Told differently", happening_lines(diff.contradicted[:most], reports, group=""),
         len(diff.contradicted)),
        ("changed", "Commitments that changed", list(_changes(ledger, diff, reports, most)), len(diff.changes)),
        ("turned", "Who has shifted", [*turn_lines(diff.turns[:most], ledger, reports),
         *record_lines(diff.shifts[:most], reports)], len(diff.turns) + len(diff.shifts)),
        ("new", "New: who meets or acts", merged_lines(diff.happenings[:most], reports), len(diff.happenings)),
        ("arranged", "New commitments", list(history_lines(diff.arrangements[:most], ledger, reports)),
         len(diff.arrangements)),
        ("noted", "Promises, threats, denials, accusations", list(record_lines(diff.statements[:most], reports)),
         len(diff.statements)),
        ("next", "Due next", due, len(diff.due)),
    ]  # fmt: skip
    made = tuple(
        Section(key, _titled(title, total, most), tuple(_by_group(lines)))
        for key, title, lines, total in parts
        if lines
    )
    until = f" to {date_in_words(diff.until) or diff.until}" if diff.until else ""
    return Brief(
        title=f"What is new from {date_in_words(diff.since) or diff.since}{until or ' on'}",
        about=(counted(diff.reports, "report"),),
        sections=made if diff.reports else (),
        note=None if diff.reports else _nothing(ledger, diff),
    )


def _titled(title: str, total: int, most: int) -> str:
    return title if total <= most else f"{title} (the first {most} of {total:,})"


def _by_group(lines: Iterable[Line]) -> list[Line]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    return [line for group in groups.values() for line in group]


def _changes(ledger: Ledger, diff: Diff, reports: Reports, most: int) -> Iterable[Line]:
    """The new entries of each arrangement, under how it stood before."""
    changes = diff.changes[:most]
    called = ledger.side_names({side for change in changes for side in change.history.sides})
    for change in changes:
        before = listed([labels().status[status] for status in change.before])
        over = f"{arrangement_in_words(change.history, called)} · before: {before}"
        for entry in change.entries:
            yield entry_line(entry, reports, group=over)


def _nothing(ledger: Ledger, diff: Diff) -> str:
    if not ledger.documents():
        return why_nothing_on(ledger, (), None)
    until = f" and by {date_in_words(diff.until) or diff.until}" if diff.until else ""
    return f"Nothing new: no report was published from {date_in_words(diff.since) or diff.since} on{until}."


def diff_records(diff: Diff) -> Iterator[dict[str, Any]]:
    """The same as plain JSON types, one a line, whole: each with the section that it is of."""
    parts: tuple[tuple[AcrossKey, Iterable[msgspec.Struct]], ...] = (
        ("contradicted", diff.contradicted),
        ("changed", diff.changes),
        ("turned", diff.turns),
        ("turned", diff.shifts),
        ("new", diff.happenings),
        ("arranged", diff.arrangements),
        ("noted", diff.statements),
        ("next", diff.due),
    )
    for section, found in parts:
        for each in found:
            yield {"section": section, **msgspec.to_builtins(each)}
