"""A card a record: one line in words, the facts beside it, and on whose word it stands."""

from dataclasses import dataclass

from legation.export.describe import Names, describe, review_in_words
from legation.record import Record

# The kinds that a report's page lists, in the order in which an analyst asks for them.
KINDS = {
    "event": "Events",
    "commitment": "Commitments",
    "statement": "Statements",
    "conditional": "Conditionals",
    "shift": "Shifts",
    "actor": "Actors",
    "place": "Places",
    "time": "Times",
    "quantity": "Quantities",
}
_WORDS_FOR_CONFIDENCE = ((0.85, "sure"), (0.7, "likely"), (0.5, "fair"), (0.0, "doubtful"))


@dataclass(frozen=True, slots=True)
class Claim:
    """The statement that a record stands in, and who makes it."""

    id: str
    who: str


@dataclass(frozen=True, slots=True)
class Card:
    """One record as a page shows it."""

    id: str
    kind: str
    line: str
    facts: tuple[tuple[str, str], ...]
    claim: Claim | None
    confidence: float
    sure: str


def make_card(record: Record, names: Names) -> Card:
    """The card of `record`; `names` knows the report's other records."""
    described = describe(record, names)
    reviewed = review_in_words(record)
    claimed_by: str | None = getattr(record, "claimed_by", None)
    return Card(
        id=record.id,
        kind=record.kind_name(),
        line=described.line,
        facts=(*described.facts, ("review", reviewed)) if reviewed else described.facts,
        claim=Claim(claimed_by, names.claimant(claimed_by)) if claimed_by else None,
        confidence=record.confidence,
        sure=next(word for floor, word in _WORDS_FOR_CONFIDENCE if record.confidence >= floor),
    )
