"""Across reports: happenings, histories, turns, chains of claims and what was found, as the lines of a brief.

Every line names its reports and shows the words; several accounts stand side by side, none is put above another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from legation.export.describe import describe, event_line, evidence_of, review_in_words, words_of
from legation.export.lines import Line, Quote
from legation.export.reports import title_of
from legation.export.wording import counted, date_in_words, listed
from legation.knowledge.labels import labels
from legation.ledger.passages import REPORT

if TYPE_CHECKING:
    from legation.export.reports import Reports
    from legation.ledger.happening import Happening, Telling
    from legation.ledger.history import Entry, History
    from legation.ledger.identity import Identity
    from legation.ledger.search import Hit
    from legation.ledger.shifts import Turn
    from legation.ledger.store import Ledger
    from legation.ledger.whatif import Step
    from legation.record import Record

# The order in which groups stand; and that in which accounts of one happening speak for it.
GROUPS = ("future", "ongoing", "occurred", "hypothetical", "negated", "historical")
_MODALITIES = ("occurred", "ongoing", "future", "negated", "historical", "hypothetical")
_MOST_QUOTES = 3
_MOST_ACCOUNTS = 8


def happening_lines(found: Iterable[Happening], reports: Reports, *, group: str | None = None) -> list[Line]:
    """One line a happening: what, when, in how many reports and how they tell it, with the words of some of them.

    `group` stands over all of them, else that of the modality that most speaks for it.
    """
    return [_happening_line(happening, reports, group) for happening in found]


def merged_lines(found: Iterable[Happening], reports: Reports) -> list[Line]:
    """One line a happening, those of one modality together: to come, under way, done …"""
    lines = happening_lines(found, reports)
    groups = [labels().modality[modality].group for modality in GROUPS]
    return sorted(lines, key=lambda line: groups.index(line.group))


def account_lines(found: Iterable[Happening], reports: Reports) -> Iterator[Line]:
    """A line an account, under the happening that it tells of."""
    for happening in found:
        whole = _happening_line(happening, reports, None)
        # Whose word it is stands behind each account.
        over = " · ".join(part for part in (whole.text, whole.date, *whole.details) if part)
        accounts = _one_a_report(happening.tellings)
        for telling in accounts[:_MOST_ACCOUNTS]:
            line = _record_line(telling.event, reports, labels().modality[telling.event.modality].label, over)
            yield msgspec.structs.replace(line, source=reports.source(telling.document))
        if len(accounts) > _MOST_ACCOUNTS:
            rest = counted(len(accounts) - _MOST_ACCOUNTS, "more account")
            yield Line(text=f"and {rest}", group=over, document=happening.tellings[-1].document)


def _happening_line(happening: Happening, reports: Reports, group: str | None) -> Line:
    tellings = sorted(happening.tellings, key=lambda t: (_MODALITIES.index(t.event.modality), -t.event.confidence))
    best = tellings[0]
    names = reports.names(best.document)
    quoted = _one_of_each(tellings)[:_MOST_QUOTES]
    is_alone = happening.reports == 1
    dates = sorted((t.event.date for t in tellings if t.event.date), key=lambda date: (-len(date), date))
    return Line(
        text=event_line(best.event, names),
        group=labels().modality[best.event.modality].group if group is None else group,
        date=date_in_words(dates[0]) if dates else None,
        details=tuple(
            part for part in (names.place(best.event.place), _coverage(happening), review_in_words(best.event)) if part
        ),
        by=names.claimant(best.event.claimed_by) if is_alone and best.event.claimed_by else None,
        source=reports.source(best.document) if is_alone else None,
        quotes=tuple(_quote(t.event, reports, is_sourced=not is_alone) for t in quoted),
        records=tuple(telling.event.id for telling in happening.tellings),
        document=best.document,
    )


def _coverage(happening: Happening) -> str | None:
    """In how many reports, of how many publishers, and how they tell it where they differ."""
    if happening.reports == 1:
        return None
    said = counted(happening.reports, "report")
    if happening.sources > 1:
        said = f"{said} by {counted(happening.sources, 'publisher')}"
    by_modality: Counter[str] = Counter(telling.event.modality for telling in _one_a_report(happening.tellings))
    if len(by_modality) == 1:
        return said
    told = (f"{labels().modality[m].label} in {by_modality[m]}" for m in _MODALITIES if by_modality[m])
    return f"{said} ({', '.join(told)})"


def _one_a_report(tellings: Iterable[Telling]) -> list[Telling]:
    """One account of each report and modality, in order."""
    return list({(t.document, t.event.modality): t for t in reversed(list(tellings))}.values())[::-1]


def _one_of_each(tellings: Sequence[Telling]) -> list[Telling]:
    """The accounts of different modalities first, each of another report where there is one."""
    first = {t.event.modality: t for t in reversed(tellings)}
    others = {t.document: t for t in reversed(tellings)}
    kept = [t for t in tellings if first[t.event.modality] is t]
    rest = [t for t in tellings if others[t.document] is t and all(t.document != k.document for k in kept)]
    return [*kept, *rest]


def _quote(record: Record, reports: Reports, *, is_sourced: bool) -> Quote:
    words = words_of(record, reports.names_of(record))
    return Quote(words, evidence_of(record), reports.source(record.document) if is_sourced else None)


def _record_line(record: Record, reports: Reports, text: str, group: str = "") -> Line:
    names = reports.names_of(record)
    claimed_by: str | None = getattr(record, "claimed_by", None)
    reviewed = review_in_words(record)
    return Line(
        text=text, group=group, details=(reviewed,) if reviewed else (),
        by=names.claimant(claimed_by) if claimed_by else None,
        source=reports.source(record.document), quotes=(_quote(record, reports, is_sourced=False),),
        records=(record.id,), document=record.document,
    )  # fmt: skip


def history_lines(found: Sequence[History], ledger: Ledger, reports: Reports) -> Iterator[Line]:
    """A line an entry, under the arrangement that it is of: status, as of when, on whose word, by which report."""
    called = ledger.side_names({side for history in found for side in history.sides})
    for history in found:
        over = f"{arrangement_in_words(history, called)} · {counted(history.reports, 'report')}"
        for entry in history.entries:
            yield entry_line(entry, reports, group=over)


def entry_line(entry: Entry, reports: Reports, *, group: str) -> Line:
    """One entry of a history."""
    commitment = entry.commitment
    line = _record_line(commitment, reports, labels().status[entry.status], group)
    terms = reports.names_of(commitment).amounts(commitment.quantities)
    # The day stands behind the line where it is not that of the report, which the source says.
    date = date_in_words(commitment.as_of) if commitment.as_of != entry.published else None
    return msgspec.structs.replace(line, date=date, details=((terms,) if terms else ()) + line.details)


def arrangement_in_words(history: History, called: dict[str, str]) -> str:
    """Between whom, and what: "Japan → United States · payment"."""
    kind = labels().commitment[history.kind]
    what = f"{kind} ({history.name})" if history.name else kind
    if history.name and len(history.beside) > _MOST_QUOTES:
        return what  # a treaty of many
    way = " → ".join(called[side] for side in (history.giving, history.getting) if side)
    between = " – ".join(part for part in (way, *(called[side] for side in history.beside)) if part)
    return f"{between} · {what}" if between else what


def turn_lines(found: Sequence[Turn], ledger: Ledger, reports: Reports) -> Iterator[Line]:
    """Who has moved from one report to a later one, on what, with the words of both."""
    sides = {side for turn in found for side in turn.history.sides} | {turn.speaker for turn in found}
    called = ledger.side_names(sides)
    for turn in found:
        what = arrangement_in_words(turn.history, called)
        line = labels().direction[turn.direction].line.format(speaker=called[turn.speaker], about=what)
        status = labels().status
        yield Line(
            text=line, details=(f"{status[turn.before.status]}, then {status[turn.after.status]}",),
            quotes=tuple(_quote(e.commitment, reports, is_sourced=True) for e in (turn.before, turn.after)),
            records=(turn.before.commitment.id, turn.after.commitment.id), document=turn.after.document,
        )  # fmt: skip


def record_lines(found: Iterable[Record], reports: Reports, *, group: str = "") -> Iterator[Line]:
    """Records as they are, a line each with its report."""
    for record in found:
        line = _record_line(record, reports, describe(record, reports.names_of(record)).line, group)
        yield msgspec.structs.replace(line, date=date_in_words(getattr(record, "date", None)))


def step_lines(found: Sequence[Step], ledger: Ledger, reports: Reports) -> Iterator[Line]:
    """A chain of claims: each step under its number, with whose claim it is and why it follows."""
    called = ledger.side_names({side for step in found for side in step.sides})
    for step in found:
        after = f"Step {step.number}, after step {step.after}" if step.after else f"Step {step.number}"
        line = describe(step.conditional, reports.names_of(step.conditional)).line
        who = listed(step.by) if step.by else "the report itself"
        speaks_of = ", ".join([*(called[side] for side in step.sides), *step.shares])
        yield Line(
            text=line, group=after, details=(f"claimed by {who}", f"both speak of {speaks_of}"),
            source=reports.source(step.document), quotes=(_quote(step.conditional, reports, is_sourced=False),),
            records=(step.conditional.id,), document=step.document,
        )  # fmt: skip


def identity_line(identity: Identity) -> str:
    """An actor over all reports in one line, with its id and all that it is called."""
    others = f"also called {listed(identity.names[1:])}" if len(identity.names) > 1 else None
    kind = labels().actor[identity.kind]
    parts = (identity.name, kind, identity.country, others, counted(identity.reports, "report"), f"id {identity.id}")
    return " · ".join(part for part in parts if part)


def hit_lines(found: Iterable[Hit], reports: Reports) -> Iterator[Line]:
    """What was found, under its report; the words asked for stand in [ ]."""
    for hit in found:
        words = "".join(f"[{piece.words}]" if piece.is_found else piece.words for piece in hit.snippet)
        yield Line(
            text=words.strip(), group=f"{reports.source(hit.document)} · {title_of(reports.document(hit.document))}",
            details=() if hit.kind == REPORT else (hit.kind,), records=(hit.id,) if hit.id else (),
            document=hit.document,
        )  # fmt: skip
