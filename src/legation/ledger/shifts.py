"""Turns: where one speaker's words on one arrangement changed from one report to a later one.

Nothing is claimed beyond the records: the same speaker is told to have reaffirmed or proposed it, and later to have
questioned, threatened or ended it, or the other way round. A mere mention of what is in force is no position.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

import msgspec

from legation.ledger.history import Entry, History

Direction: TypeAlias = Literal["towards", "away"]

_FOR = frozenset({"reaffirmed", "proposed"})
_AGAINST = frozenset({"questioned", "threatened", "suspended", "abandoned", "ended"})


class Turn(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="turn"):
    """`speaker` (an id over all reports) held one thing of an arrangement `before`, and another `after`."""

    speaker: str
    history: History
    before: Entry
    after: Entry
    direction: Direction


def find_turns(histories: Iterable[History]) -> list[Turn]:
    """The turns in these histories, the earliest first."""
    turns = [turn for history in histories for turn in _turns(history)]
    return sorted(turns, key=lambda turn: (turn.after.day or "", turn.speaker, turn.history.id))


def _turns(history: History) -> Iterator[Turn]:
    held: dict[str, Entry] = {}
    for entry in history.entries:
        if entry.status not in _FOR | _AGAINST:
            continue
        for speaker in entry.by:
            before = held.get(speaker)
            if before and (before.status in _FOR) != (entry.status in _FOR) and before.document != entry.document:
                direction: Direction = "towards" if entry.status in _FOR else "away"
                yield Turn(speaker=speaker, history=history, before=before, after=entry, direction=direction)
            held[speaker] = entry
