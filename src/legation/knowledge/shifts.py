"""How reports say that somebody has changed position. Table: `data/shifts.csv`, our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from legation.knowledge.arrangements import Link, links
from legation.knowledge.table import rows

_SHIFTS = "shifts.csv"


@dataclass(frozen=True, slots=True)
class ShiftCue:
    """A verb or noun of change; all `parts` must hang on it."""

    pos: str
    parts: tuple[Link, ...]
    direction: str
    example: str


@cache
def shift_cues() -> Mapping[tuple[str, str], tuple[ShiftCue, ...]]:
    """Cues by (part of speech, lemma), those that ask for most first."""
    by_head: dict[tuple[str, str], list[ShiftCue]] = {}
    for line, row in rows(_SHIFTS, ("cue", "pos", "parts", "direction", "example")):
        cue = ShiftCue(row["pos"], links(row["parts"], name=_SHIFTS, line=line), row["direction"], row["example"])
        by_head.setdefault((cue.pos, row["cue"]), []).append(cue)
    return {head: tuple(sorted(cues, key=lambda c: -len(c.parts))) for head, cues in by_head.items()}
