"""Words that make what is said of somebody an event (`reproaches.csv`): accusations and demands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from legation.knowledge.events import plover_type, plover_types
from legation.knowledge.table import one_of, rows


@dataclass(frozen=True, slots=True)
class Reproach:
    """A word that makes what is said of somebody an event: an accusation, or a demand ("must")."""

    type: str
    form: str  # "verb", "modal", or "word" for one that stands beside the verb
    is_negated: bool | None  # whether the clause must be negated; None: either way
    mode: str | None


_SAID_BY = frozenset({"verb", "modal", "word"})
_NEGATED = {"yes": True, "no": False, "any": None}


@cache
def reproaches() -> Mapping[str, Reproach]:
    """The words of `reproaches.csv` by lemma."""
    found = {}
    for line, row in rows("reproaches.csv", ("word", "type", "form", "negated", "mode", "example")):
        type_ = one_of(row["type"], plover_types(), name="reproaches.csv", line=line, column="type")
        form = one_of(
            row["form"], frozenset({"verb", "modal", "word"}), name="reproaches.csv", line=line, column="form"
        )
        negated = one_of(row["negated"], _NEGATED, name="reproaches.csv", line=line, column="negated")
        modes = frozenset({"", *plover_type(type_).modes})
        mode = one_of(row["mode"], modes, name="reproaches.csv", line=line, column="mode")
        found[row["word"]] = Reproach(type_, form, _NEGATED[negated], mode or None)
    return found
