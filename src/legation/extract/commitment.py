"""Commitments: what stands between actors, on what terms, in what condition, and on whose word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast, get_args

import msgspec

from legation.extract.arrangement import find_drafts
from legation.extract.claim import claimed_by
from legation.extract.draft import Draft, is_definite
from legation.extract.naming import between
from legation.extract.reading import Anchored, in_order
from legation.knowledge.arrangements import word_classes
from legation.knowledge.calibration import probability
from legation.language import clause
from legation.record import Record, Span

if TYPE_CHECKING:
    from legation.extract.reading import Reading

CommitmentKind: TypeAlias = Literal[
    "alliance", "security_guarantee", "nuclear_umbrella", "deployment", "basing", "payment", "aid_programme",
    "trade_agreement", "treaty", "membership", "sanctions_regime", "ceasefire", "territorial_dispute",
    "weapons_programme", "investment",
]  # fmt: skip
Role: TypeAlias = Literal[
    "member", "guarantor", "beneficiary", "sender", "host", "payer", "payee", "imposer", "target", "claimant", "owner"
]  # fmt: skip
Status: TypeAlias = Literal[
    "in_force", "proposed", "reaffirmed", "questioned", "threatened", "suspended", "abandoned", "ended", "disputed"
]  # fmt: skip
KINDS: frozenset[str] = frozenset(get_args(CommitmentKind))
ROLES: frozenset[str] = frozenset(get_args(Role))
STATUSES: frozenset[str] = frozenset(get_args(Status))

_STANDING = "in_force"
_NOT_STANDING = frozenset({"proposed", "suspended", "abandoned", "ended"})
_PLURAL = frozenset({"NNS", "NNPS"})
_BOTH_SIDES = 2
_STATIONED = frozenset({"deployment", "basing"})
# What "the deal" or "the pact" may point back to.
_AGREEMENTS = frozenset(
    {"treaty", "trade_agreement", "alliance", "ceasefire", "security_guarantee", "payment", "deployment"}
)


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """One party to a commitment: an actor's id and what it is in it."""

    actor: str
    role: Role


class Commitment(Record, frozen=True, kw_only=True, tag="commitment"):
    """A standing arrangement as one report has it at `as_of` (TIMEX3)."""

    kind: CommitmentKind
    name: str | None = None
    parties: tuple[Party, ...] = ()
    quantities: tuple[str, ...] = ()
    status: Status = "in_force"
    as_of: str | None = None
    claimed_by: str | None = None


@dataclass(slots=True)
class _Entry:
    """One record in the making: what the report says of an arrangement with one status and one set of terms."""

    draft: Draft  # the first that says it
    kind: str
    name: str | None
    parties: dict[str, str]
    quantities: dict[str, Span]  # id and place in the reading text
    as_of: str | None
    claims: list[str | None]
    stretches: list[Span]

    @property
    def status(self) -> str:
        return self.draft.condition.status


def find_commitments(reading: Reading) -> list[Anchored[Commitment]]:
    """The commitments of one report, in the order of the text.

    What is told again without another status or other terms is evidence of the record that there is; with them it is
    a further record. "the pact" and the like stand for the last one told that they can mean, or for nothing.
    """
    entries: list[_Entry] = []
    for draft in find_drafts(reading):
        same = [entry for entry in entries if _is_same(entry, draft)]
        if draft.kind in _STATIONED and len({frozenset(_host(entry)) for entry in same}) > 1:
            # "its troops" of a state that has some in two: which are meant is not told.
            same = [entry for entry in same if _host(entry) <= dict(draft.parties).keys()]
        if draft.is_echo and not same:
            continue
        entry = _entry(reading, draft, same[-1] if same else None)
        known = next((known for known in reversed(same) if _says_nothing_new(known, entry)), None)
        if known is None:
            entries.append(entry)
        else:
            _add(known, entry)
    return in_order(_anchored(reading, entry) for entry in _with_hosts(entries))


def _with_hosts(entries: list[_Entry]) -> list[_Entry]:
    """The entries; where a deployment is told without its place, it is that of the same sender that is told with one.

    Only where the report has one host of that sender's, and the words give no place of their own.
    """
    kept: list[_Entry] = []
    for entry in entries:
        hosts = _hosts(entries, entry) if entry.kind in _STATIONED and not entry.draft.is_placed else set()
        if len(hosts) != 1 or "host" in entry.parties.values():
            kept.append(entry)
            continue
        entry.parties[hosts.pop()] = "host"
        known = next((known for known in reversed(kept) if _is_one(known, entry)), None)
        if known is None:
            kept.append(entry)
        else:
            _add(known, entry)
    return kept


def _hosts(entries: list[_Entry], entry: _Entry) -> set[str]:
    """Where the report has the same senders' forces."""
    senders = {actor for actor, role in entry.parties.items() if role == "sender"}
    return {
        actor
        for other in entries
        if other.kind == entry.kind and senders & {a for a, role in other.parties.items() if role == "sender"}
        for actor, role in other.parties.items()
        if role == "host" and actor not in senders
    }


def _host(entry: _Entry) -> set[str]:
    return {actor for actor, role in entry.parties.items() if role == "host"}


def _is_one(known: _Entry, entry: _Entry) -> bool:
    return known.kind == entry.kind and known.parties == entry.parties and _says_nothing_new(known, entry)


def _is_same(entry: _Entry, draft: Draft) -> bool:
    """True where the draft can mean the entry's arrangement."""
    if draft.name is not None and entry.name is not None:
        return draft.name == entry.name
    has_host = any(role == "host" for _, role in draft.parties)
    if draft.kind == "deployment" and draft.is_placed and not has_host and _host(entry):
        return False  # "its troops out of the Sahel" are not those told of in Peru
    mine, known = {actor for actor, _ in draft.parties}, set(entry.parties)
    points_back = draft.is_echo or (is_definite(draft.head) and len(mine) < _BOTH_SIDES)
    if points_back and draft.treaty is None and not _can_mean(draft, entry):
        return False
    if draft.is_echo and _is_generic(draft) and draft.kind in _AGREEMENTS:
        return entry.kind in _AGREEMENTS and _is_generic(entry.draft) and mine <= known
    if draft.kind != entry.kind or draft.name is not None:
        return False
    if draft.is_echo and not mine & known:
        # What was told of one side is now told of the other: "the missiles being built in Poland".
        return not {role for _, role in draft.parties} & set(entry.parties.values())
    # Who names both sides means them: "the pact with Peru" may be one told before, "the Chile-Peru pact" is itself.
    return mine <= known if points_back else mine == known


def _can_mean(draft: Draft, entry: _Entry) -> bool:
    """False where number or modifiers differ: "the *coalition* agreements" are no treaty told before."""
    plural, was_plural = draft.head.tag_ in _PLURAL, entry.draft.head.tag_ in _PLURAL
    if plural != was_plural and entry.draft.treaty is None:
        return False
    if plural and entry.draft.treaty is not None and not entry.draft.head.text.endswith("s"):
        return False
    words = draft.head.doc.char_span(*entry.stretches[0], alignment_mode="expand")
    told = {token.lower_ for token in words or ()}
    return all(word in told or word in word_classes()["plain"] for word in draft.modifiers)


def _is_generic(draft: Draft) -> bool:
    return draft.treaty is not None or draft.head.lemma_.lower() in word_classes()["agreement"]


def _entry(reading: Reading, draft: Draft, before: _Entry | None) -> _Entry:
    """The draft as a record in the making; what it leaves out is taken from the one told before."""
    parties = dict(draft.parties)
    if before is not None:
        for actor, role in before.parties.items():
            parties.setdefault(actor, role)
    is_echo = before is not None and draft.is_echo
    return _Entry(
        draft=draft,
        kind=before.kind if before is not None and is_echo else draft.kind,
        name=draft.name or (before.name if before is not None else None),
        parties=parties,
        quantities=_quantities(reading, draft),
        as_of=_as_of(reading, draft),
        claims=[claimed_by(reading, draft.head)],
        stretches=[(draft.start, draft.end)],
    )


def _says_nothing_new(known: _Entry, entry: _Entry) -> bool:
    if entry.name is None and set(entry.parties) - set(known.parties):
        return False
    if entry.quantities and known.quantities and not _are_equal(known, entry):
        return False
    cue = entry.draft.condition.cue
    # "the *proposed* pact" describes what was told of; it doesn't tell of it.
    if cue is None or cue.dep_ in {"amod", "compound"} or entry.status == known.status:
        return True
    return entry.status == _STANDING and known.status not in _NOT_STANDING


def _are_equal(known: _Entry, entry: _Entry) -> bool:
    return set(known.quantities) == set(entry.quantities)


def _add(known: _Entry, entry: _Entry) -> None:
    for actor, role in entry.parties.items():
        known.parties.setdefault(actor, role)
    known.quantities.update(entry.quantities)
    known.stretches += entry.stretches
    known.claims += entry.claims


def _quantities(reading: Reading, draft: Draft) -> dict[str, Span]:
    """What is counted or paid inside the phrase, the sum in another currency behind it included."""
    return {
        quantity.record.id: (quantity.start, quantity.end)
        for quantity in between(reading.quantities, draft.start, draft.end)
        if draft.start <= quantity.start and quantity.end <= draft.end
    }


def _as_of(reading: Reading, draft: Draft) -> str | None:
    """The date of the report, or the past one that the clause which tells the status gives itself."""
    published = reading.published.isoformat() if reading.published else None
    condition = draft.condition
    if condition.cue is None or condition.verb is None or not condition.is_real:
        return published
    if clause.tense_aspect(condition.verb).tense != "past":
        return published
    start, end = clause.clause_span(condition.verb)
    for time in between(reading.times, start, end):
        inside = start <= time.start and time.end <= end and not draft.start <= time.start < draft.end
        value = time.record.value
        if inside and time.record.type == "DATE" and value[:1].isdigit() and (published is None or value < published):
            return value
    return published


def _anchored(reading: Reading, entry: _Entry) -> Anchored[Commitment]:
    stretches = tuple(sorted(set(entry.stretches)))
    record = Commitment(
        document=reading.id,
        evidence=reading.spans(*stretches),
        confidence=probability("commitment", entry.draft.rule),
        kind=cast("CommitmentKind", entry.kind),
        name=entry.name,
        parties=tuple(Party(actor=actor, role=cast("Role", role)) for actor, role in entry.parties.items()),
        quantities=tuple(sorted(entry.quantities, key=lambda i: entry.quantities[i])),
        status=cast("Status", entry.status),
        as_of=entry.as_of,
        # Told once in the report's own voice, it stands on no source's word alone.
        claimed_by=None if None in entry.claims else entry.claims[0],
    )
    return Anchored(record, stretches, entry.draft.head.i)
