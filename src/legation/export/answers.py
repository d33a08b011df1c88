"""Answers of a ledger over many reports as briefs of one section, and as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from legation.export.across import account_lines, history_lines, hit_lines, step_lines, turn_lines
from legation.export.brief import Brief, brief_list, with_turns
from legation.export.csv import PART, to_rows
from legation.export.lines import AcrossKey, Line, Section
from legation.export.reports import Reports
from legation.export.wording import counted

if TYPE_CHECKING:
    from legation.extract.shift import Shift
    from legation.ledger.happening import Happening
    from legation.ledger.history import History
    from legation.ledger.search import Hit
    from legation.ledger.shifts import Turn
    from legation.ledger.store import Ledger
    from legation.ledger.whatif import Step

_TITLES: dict[AcrossKey, str] = {
    "happenings": "What happened, by whose account",
    "history": "How it has stood",
    "chain": "What is claimed to follow",
    "found": "Where it is said",
}


def brief_happenings(ledger: Ledger, found: Sequence[Happening]) -> Brief:
    """Happenings with their accounts."""
    reports = len({telling.document for happening in found for telling in happening.tellings})
    lines = account_lines(found, Reports(ledger))
    return _brief("Happenings", "happenings", lines, counted(len(found), "happening"), counted(reports, "report"))


def brief_history(ledger: Ledger, found: Sequence[History]) -> Brief:
    """Arrangements with their entries."""
    lines = history_lines(found, ledger, Reports(ledger))
    return _brief("Commitments", "history", lines, counted(len(found), "arrangement"))


def brief_shifts(ledger: Ledger, found: Sequence[Shift], turns: Sequence[Turn], *, as_of: str | None = None) -> Brief:
    """Who has shifted: what reports tell of as a change, then who says one thing and, in a later report, another."""
    made = brief_list(ledger, found, title="Shifts", only="shifted", as_of=as_of)
    told = counted(len(turns), "turn") + " between reports"
    return msgspec.structs.replace(
        made,
        about=(*made.about, told) if turns else made.about,
        sections=with_turns(made.sections, turn_lines(turns, ledger, Reports(ledger))),
    )


def brief_chain(ledger: Ledger, found: Sequence[Step], *, question: str) -> Brief:
    """What sources have claimed would follow, step by step."""
    lines = step_lines(found, ledger, Reports(ledger))
    return _brief(f"If {question}", "chain", lines, counted(len(found), "claim"))


def brief_found(ledger: Ledger, found: Sequence[Hit], *, question: str) -> Brief:
    """What was found, under the reports it is in."""
    return _brief(question, "found", hit_lines(found, Reports(ledger)), counted(len(found), "passage"))


def _brief(title: str, key: AcrossKey, lines: Iterable[Line], *about: str) -> Brief:
    section = Section(key, _TITLES[key], tuple(lines))
    return Brief(title=title, about=about, sections=(section,) if section.lines else ())


def happenings_to_csv(ledger: Ledger, found: Sequence[Happening]) -> Iterator[str]:
    """A row an account, with the id of the happening that it is of."""
    reports = Reports(ledger)
    header = ("happening", "type", "mode", "standing", "sides", "first_day", "last_day", "reports", "publishers",
              "event", "modality", "document", "published", "publisher", "words")  # fmt: skip
    rows = (
        (
            h.id, h.type, h.mode, h.standing, PART.join(h.sides), h.first_day, h.last_day, h.reports, h.sources,
            t.event.id, t.event.modality, t.document, t.published, reports.document(t.document).publisher,
            reports.names(t.document).words(t.event.evidence),
        )
        for h in found
        for t in h.tellings
    )  # fmt: skip
    return to_rows(header, rows)


def history_to_csv(ledger: Ledger, found: Sequence[History]) -> Iterator[str]:
    """A row an entry, with the id of the arrangement that it is of."""
    reports = Reports(ledger)
    header = ("history", "kind", "name", "giving", "getting", "beside", "commitment", "status", "day", "by",
              "document", "published", "publisher", "words")  # fmt: skip
    rows = (
        (
            h.id, h.kind, h.name, h.giving, h.getting, PART.join(h.beside), e.commitment.id, e.status, e.day,
            PART.join(e.by), e.document, e.published, reports.document(e.document).publisher,
            reports.names(e.document).words(e.commitment.evidence),
        )
        for h in found
        for e in h.entries
    )  # fmt: skip
    return to_rows(header, rows)


def chain_to_csv(found: Sequence[Step]) -> Iterator[str]:
    """A row a step."""
    header = ("number", "after", "condition", "consequence", "by", "shares", "conditional", "document", "published")
    rows = (
        (s.number, s.after, s.condition, s.consequence, PART.join(s.by), PART.join((*s.sides, *s.shares)),
         s.conditional.id, s.document, s.published)
        for s in found
    )  # fmt: skip
    return to_rows(header, rows)


def found_to_csv(found: Sequence[Hit]) -> Iterator[str]:
    """A row a passage."""
    header = ("document", "published", "publisher", "title", "kind", "id", "start", "end", "words")
    rows = (
        (h.document, h.published, h.publisher, h.title, h.kind, h.id, h.start, h.end, h.words) for h in found
    )  # fmt: skip
    return to_rows(header, rows)
