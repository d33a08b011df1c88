"""What if: the chain of what sources have claimed would follow, step by step, each on somebody's word.

A step is a conditional of a report and nothing else. It is taken where its condition speaks of what is asked, or of
what the step before it says would follow: of the same ones, and of the same act or in the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from sqlalchemy import select

from legation.extract.actor import Actor
from legation.extract.conditional import Conditional
from legation.extract.event import Event
from legation.extract.statement import Statement
from legation.ledger import schema
from legation.ledger.gist import Act, Gist, gist_of, stems_of
from legation.ledger.passages import cleaned
from legation.ledger.query import Filters, select_records
from legation.ledger.roster import Roster
from legation.ledger.rows import TABLES, to_record

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from legation.record import Record, Span, Spans

# A chain of more steps than this says more of the matching than of the world.
_LONGEST = 4
# How many words, beside those who are named, a claim must share with the one it follows from.
_ENOUGH_WORDS = 2
_GAP = " … "


class Step(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="step"):
    """One claim of the chain. `number` counts from 1 and `after` is that of the step it follows from, None for the
    question; `sides` and `shares` (acts, words) say why: both speak of them.
    """

    number: int
    after: int | None
    depth: int
    conditional: Conditional
    condition: str  # in the report's words
    consequence: str
    by: tuple[str, ...]  # who claims it, as the report calls them; empty: the report itself
    document: str
    published: str | None
    sides: tuple[str, ...]
    shares: tuple[str, ...]


class _Claim(NamedTuple):
    conditional: Conditional
    published: str | None
    condition: Gist
    consequence: Gist
    words: tuple[str, str]
    by: tuple[str, ...]
    around: frozenset[str]  # all sides that its report names


def find_steps(connection: Connection, question: str, filters: Filters) -> list[Step]:
    """The chain from a question on, each step followed by what follows from it; [] where nobody has claimed any.

    `filters` are those of conditionals. No claim comes twice.
    """
    asked = gist_of(connection, question)
    claims = _claims(connection, filters)
    steps: list[Step] = []
    _walk(asked, claims, steps, after=None, depth=0, enough=1)
    return steps


def _walk(
    asked: Gist, claims: Sequence[_Claim], steps: list[Step], *, after: int | None, depth: int, enough: int
) -> None:
    fitting = [(shared, claim) for claim in claims if (shared := _link(asked, claim, enough)) is not None]
    fitting.sort(key=lambda pair: (-len(pair[0].sides), -len(pair[0].acts), -len(pair[0].stems), _order(pair[1])))
    for shared, claim in fitting:
        if any(step.conditional.id == claim.conditional.id for step in steps):
            continue  # an earlier branch came by it
        number = len(steps) + 1
        steps.append(_step(number, claim, shared, after=after, depth=depth))
        # What names nobody could be of anybody: nothing is said to follow from it.
        if claim.consequence.sides and depth + 1 < _LONGEST:
            _walk(claim.consequence, claims, steps, after=number, depth=depth + 1, enough=_ENOUGH_WORDS)


def _order(claim: _Claim) -> tuple[object, ...]:
    return claim.published is None, claim.published or "", claim.conditional.document, claim.conditional.evidence


def _step(number: int, claim: _Claim, shared: Gist, *, after: int | None, depth: int) -> Step:
    acts = (mode for _, mode in sorted(shared.acts))
    return Step(
        number=number, after=after, depth=depth, conditional=claim.conditional, condition=claim.words[0],
        consequence=claim.words[1], by=claim.by, document=claim.conditional.document, published=claim.published,
        sides=tuple(sorted(shared.sides)), shares=tuple(dict.fromkeys((*acts, *_whole(shared.stems, claim)))),
    )  # fmt: skip


def _whole(stems: frozenset[str], claim: _Claim) -> list[str]:
    """The words of a condition that have these stems, as it has them."""
    words = list(dict.fromkeys(word.casefold().strip(".") for word in claim.words[0].split()))
    return [word for word, own in zip(words, stems_of(words), strict=True) if own & stems]


def _link(said: Gist, claim: _Claim, enough: int) -> Gist | None:
    """What a claim's condition shares with what was said, if that is enough to speak of the same.

    It may leave somebody unsaid ("a US withdrawal") whom its report names elsewhere.
    """
    shared = said.shares(claim.condition)
    if said.sides and (not shared.sides or not said.agrees(claim.condition) or not said.sides <= claim.around):
        return None
    needed = enough if said.sides else _ENOUGH_WORDS
    return shared if shared.acts or len(shared.stems) >= needed else None


# What the claims speak of


def _claims(connection: Connection, filters: Filters) -> list[_Claim]:
    query = select_records(schema.conditionals, filters).with_only_columns(
        schema.conditionals.c.json, schema.documents.c.published
    )
    rows = [(to_record(row.json), row.published) for row in connection.execute(query)]
    found = [(record, published) for record, published in rows if isinstance(record, Conditional)]
    documents = sorted({record.document for record, _ in found})
    roster = Roster.load(connection, filters.as_of)
    reports = {document: _Report(connection, document, roster) for document in documents}
    parts = [part for record, _ in found for part in (record.condition, record.consequence)]
    owners = [reports[record.document] for record, _ in found for _ in range(2)]
    stems = stems_of([owner.words_without_names(part) for owner, part in zip(owners, parts, strict=True)])
    claims = []
    for number, (record, published) in enumerate(found):
        report = reports[record.document]
        condition = report.gist(record.condition, record.condition_events, stems[2 * number])
        consequence = report.gist(record.consequence, record.consequence_events, stems[2 * number + 1])
        words = report.words(record.condition), report.words(record.consequence)
        claims.append(_Claim(record, published, condition, consequence, words, report.claimants(record), report.sides))
    return claims


class _Report:
    """The records of one report that tell what a claim speaks of."""

    def __init__(self, connection: Connection, document: str, roster: Roster) -> None:
        self._document = document
        self._roster = roster
        self._records: dict[str, Record] = {}
        for kind in (Actor, Event, Statement):
            table = TABLES[kind]
            for json in connection.scalars(select(table.c.json).where(table.c.document == document)):
                record = to_record(json)
                self._records[record.id] = record
        about = select(schema.documents.c.json).where(schema.documents.c.document == document)
        self._text: str = to_record(connection.execute(about).scalar_one()).text  # type: ignore[attr-defined]
        actors = [record for record in self._records.values() if isinstance(record, Actor)]
        self.sides = roster.sides(document, [actor.id for actor in actors])
        self._mentions = [(span, actor) for actor in actors for span in actor.mentions]

    def words(self, spans: Spans) -> str:
        """The report's words there, in one line."""
        return _GAP.join(cleaned(self._text[start:end]) for start, end in spans)

    def words_without_names(self, spans: Spans) -> str:
        """The same without those who are named: they are compared as sides."""
        kept = []
        for start, end in spans:
            at = start
            for (first, last), actor in sorted(self._mentioned(((start, end),)), key=lambda found: found[0]):
                if self._roster.sides(self._document, (actor.id,)):
                    kept.append(self._text[at : max(first, at)])
                    at = max(at, last)
            kept.append(self._text[at:end])
        return cleaned(" ".join(kept))

    def gist(self, spans: Spans, events: Sequence[str], stems: frozenset[str]) -> Gist:
        """What the words there speak of; `events` are those that they describe."""
        told = [event for event in map(self._records.get, events) if isinstance(event, Event)]
        parts = [actor.id for _, actor in self._mentioned(spans)]
        parts += [actor for event in told for actor in (*event.actors, *event.recipients)]
        acts: frozenset[Act] = frozenset((event.type, event.mode) for event in told if event.mode)
        return Gist(self._roster.sides(self._document, parts), stems, acts)

    def claimants(self, conditional: Conditional) -> tuple[str, ...]:
        """Who claims it, as the report calls them."""
        statement = self._records.get(conditional.claimed_by or "")
        if not isinstance(statement, Statement):
            return ()
        named = [actor.name for actor in map(self._records.get, statement.speakers) if isinstance(actor, Actor)]
        return tuple(named) or ((said,) if (said := self.words(statement.speaker_span)) else ("somebody",))

    def _mentioned(self, spans: Spans) -> Iterator[tuple[Span, Actor]]:
        for mention, actor in self._mentions:
            if any(start <= mention[0] and mention[1] <= end for start, end in spans):
                yield mention, actor
