"""The event vocabulary: PLOVER's types and modes, and the words that tell of them (`events.csv`).

Types, modes, meanings and CAMEO codes are the PLOVER codebook's, draft 2.0 (Open Event Data Alliance, CC BY-SA 4.0;
`plover.json`). The patterns are Legation's own. How a line of `events.csv` is written: docs/decisions/0008-events.md.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

from legation.errors import KnowledgeError
from legation.knowledge.table import data_text, one_of, parts, rows

Form: TypeAlias = Literal["verb", "noun", "adjective"]
Needs: TypeAlias = Literal["abroad", "actor", "recipient", "both", "either", "named", "two"]

COLUMNS = ("type", "mode", "form", "trigger", "object", "actor", "recipient", "needs", "cameo", "example")
_APPEAL = "020"  # CAMEO's request without the weight of a demand
_FORMS = frozenset({"verb", "noun", "adjective"})
_NEEDS = frozenset({"abroad", "actor", "recipient", "both", "either", "named", "two"})
# fmt: off
PREPOSITIONS = frozenset({
    "about", "against", "among", "as", "at", "behind", "between", "by", "for", "from", "in", "into", "near", "of",
    "off", "on", "over", "through", "to", "towards", "upon", "with", "within",
})
# fmt: on
SLOTS = PREPOSITIONS | {
    "doer",
    "object",
    "receiver",
    "comp",
    "comp_doer",
    "owner",
    "light",
    "clause_doer",
    "clause_object",
    "object_owner",
}  # fmt: skip
# What an `object` cell may ask of the clause below: any, or one that tells an event of these quads.
_COMPLEMENTS: Mapping[str, frozenset[int]] = {
    "ACT": frozenset(),
    "FRIENDLY": frozenset({1, 2}),
    "MATERIAL": frozenset({2}),
    "HOSTILE": frozenset({3, 4}),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a party stands in the clause, and the class of words it must belong to, if any."""

    name: str
    word_class: str | None = None


# Alternatives, of which the first that names anybody counts; the slots of one alternative are taken together.
Frame: TypeAlias = tuple[tuple[Slot, ...], ...]


@dataclass(frozen=True, slots=True)
class Complement:
    """The clause that a pattern wants below its trigger: any, of some quads, or of one type (and mode).

    `is_fact`: a finite clause without a modal, as in "agreed that the plan *is* good".
    """

    type: str | None = None
    mode: str | None = None
    quads: frozenset[int] = frozenset()
    is_fact: bool = False

    @property
    def any(self) -> bool:
        """True if it asks for no particular event."""
        return self.type is None and not self.quads and not self.is_fact

    def accepts(self, pattern: Pattern | None) -> bool:
        """True if a clause that tells this pattern's event (None: no event) will do."""
        if self.any:
            return True
        if pattern is None:
            return False
        if self.quads:
            return plover_type(pattern.type).quad in self.quads
        return self.type == pattern.type and self.mode in (None, pattern.mode)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of `events.csv`: words that tell of an event, and where its parties stand.

    `head` is the lemma that a token must have, `before` its modifiers and `after` its particles, prepositions or
    fixed objects (`in:prt`: the particle, not the preposition). `objects` are lemmas or `@classes` for the direct
    object (of a noun: what stands under "of").
    """

    type: str  # "" for an idle sense, which tells of no event
    mode: str | None
    form: Form
    head: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    objects: tuple[str, ...]
    complements: tuple[Complement, ...]
    actor: Frame
    recipient: Frame
    needs: Needs
    cameo: str | None
    example: str
    line: int

    @property
    def weight(self) -> int:
        """How much the pattern asks: of several that fit, the one that asks most is meant."""
        words = 4 * (len(self.before) + len(self.after))
        by_name = bool(self.objects) and all(not word.startswith("@") for word in self.objects)
        asks_nothing = self.objects == ("@any",)
        asks_doer = bool(self.actor) and all(slot.word_class for alternative in self.actor for slot in alternative)
        asked = 2 * bool(self.objects) - asks_nothing + by_name + asks_doer + 3 * bool(self.complements)
        return words + asked


@dataclass(frozen=True, slots=True)
class PloverType:
    """One of the sixteen types."""

    name: str
    quad: int  # 1 verbal, 2 material cooperation; 3 verbal, 4 material conflict
    score: float
    definition: str
    cameo: str | None
    needs_recipient: bool
    modes: Mapping[str, str | None]  # mode to its CAMEO code


@cache
def plover() -> Mapping[str, Any]:
    """The codebook as data, `plover.json` as it stands."""
    loaded: dict[str, Any] = json.loads(data_text("plover.json"))
    return loaded


@cache
def plover_types() -> Mapping[str, PloverType]:
    """The types by name, in the codebook's order."""
    return {
        name: PloverType(
            name=name,
            quad=entry["quad"],
            score=float(entry["score"]),
            definition=entry["definition"],
            cameo=entry.get("cameo"),
            needs_recipient=entry.get("recipient") == "required",
            modes={mode: about.get("cameo") for mode, about in entry["modes"].items()},
        )
        for name, entry in plover()["types"].items()
    }


def plover_type(name: str) -> PloverType:
    """The type of that name; KeyError for a name outside the sixteen."""
    return plover_types()[name]


def cameo_of(type_: str, mode: str | None, own: str | None = None) -> str | None:
    """The CAMEO code for export: the pattern's own, else the mode's, else the type's; None if that says nothing.

    A bare ASSAULT or ACCUSE says no more than "unspecified", which is None (plover.md). CAMEO tells an appeal (02) from
    a demand (10), with the same last digit for what is asked for; a mode knows the demand only.
    """
    entry = plover_type(type_)
    by_mode = entry.modes.get(mode) if mode else None
    if own == _APPEAL and by_mode:
        return _APPEAL[:2] + by_mode[2:]
    if own and (by_mode is None or own not in {entry.cameo, "190"}):
        return own
    if by_mode:
        return by_mode
    return None if type_ in {"ASSAULT", "ACCUSE"} else entry.cameo


def split_words(cue: str) -> tuple[str, ...]:
    """A cue as the parser splits it: the parts of "run-up" are words of their own."""
    return tuple(cue.replace("-", " - ").split())


@cache
def word_class(name: str) -> frozenset[str]:
    """The lemmas of a class of words that patterns name as `@class`."""
    return _word_classes().get(name, frozenset())


@cache
def _word_classes() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for _, row in rows("event_words.csv", ("class", "word")):
        found[row["class"]].add(row["word"])
    return {name: frozenset(words) for name, words in found.items()}


# Classes that the parse and the cast answer, not a list of words.
ASKED_CLASSES = frozenset({"any", "person", "place"})


def word_class_names() -> frozenset[str]:
    """All class names that an `object` cell may use."""
    return frozenset(_word_classes()) | ASKED_CLASSES


@cache
def lemma_corrections() -> Mapping[str, str]:
    """Word forms whose lemma the parser's tables get wrong, with the right one."""
    return {row["word"]: row["lemma"] for _, row in rows("lemmas.csv", ("word", "lemma"))}


@cache
def patterns() -> Mapping[tuple[Form, str], tuple[Pattern, ...]]:
    """The patterns by form and head lemma, the one that asks most first."""
    found: dict[tuple[Form, str], list[Pattern]] = defaultdict(list)
    for line, row in rows("events.csv", COLUMNS):
        pattern = _pattern(line, row)
        found[pattern.form, pattern.head].append(pattern)
    for line, row in rows("idle.csv", ("form", "trigger", "object", "example")):
        idle = _idle(line, row)
        found[idle.form, idle.head].append(idle)
    return {key: tuple(sorted(some, key=_order)) for key, some in found.items()}


def _order(pattern: Pattern) -> tuple[object, ...]:
    """The pattern that asks most comes first; of equals, the one for two parties, then the one with a mode."""
    return -pattern.weight, pattern.type != "", pattern.needs != "two", pattern.mode is None, pattern.line


def all_patterns() -> list[Pattern]:
    """Every pattern that tells of an event, in the order of the file."""
    return sorted((p for some in patterns().values() for p in some if p.type), key=lambda p: p.line)


def _idle(line: int, row: dict[str, str]) -> Pattern:
    """A line of `idle.csv`: words that look like a trigger and tell of no event ("a press conference")."""
    form: Any = one_of(row["form"], _FORMS, name="idle.csv", line=line, column="form")
    return Pattern(type="", mode=None, actor=(), recipient=(), needs="both", cameo=None, **_words(line, row, form))


def _pattern(line: int, row: dict[str, str]) -> Pattern:
    def checked(column: str, allowed: Iterable[str]) -> str:
        return one_of(row[column], frozenset(allowed), name="events.csv", line=line, column=column)

    type_ = checked("type", plover_types())
    mode = row["mode"] and checked("mode", plover_type(type_).modes)
    form: Any = checked("form", _FORMS)
    needs: Any = checked("needs", _NEEDS)
    return Pattern(
        type=type_,
        mode=mode or None,
        actor=_frame(line, row["actor"]),
        recipient=_frame(line, row["recipient"]),
        needs=needs,
        cameo=row["cameo"] or None,
        **_words(line, row, form),
    )


def _words(line: int, row: dict[str, str], form: Form) -> dict[str, Any]:
    """The fields of a pattern that say which words it is, the same in both files."""
    head, before, after = _trigger(form, row["trigger"].split())
    objects, complements = _objects(line, parts(row["object"]))
    return {
        "form": form, "head": head, "before": before, "after": after, "objects": objects, "complements": complements,
        "example": row["example"], "line": line,
    }  # fmt: skip


def _trigger(form: Form, words: list[str]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Head, what stands before and what after it. A verb comes first; a noun stands last but for prepositions."""
    at = 0
    if form == "noun":
        at = max((i for i, word in enumerate(words) if word not in PREPOSITIONS), default=0)
    return words[at], tuple(words[:at]), tuple(words[at + 1 :])


def _objects(line: int, cells: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Complement, ...]]:
    objects = tuple(cell for cell in cells if not cell.startswith(">"))
    for cell in objects:
        if cell.startswith("@"):
            one_of(cell[1:], word_class_names(), name="events.csv", line=line, column="object")
    return objects, tuple(parse_complement(cell, line) for cell in cells if cell.startswith(">"))


def parse_complement(cell: str, line: int = 0) -> Complement:
    """`>ACT`, `>FACT`, `>FRIENDLY`, `>AID`, `>COERCE/arrest` …; raises KnowledgeError for anything else."""
    name, _, mode = cell[1:].partition("/")
    if name == "FACT":
        return Complement(is_fact=True)
    if name in _COMPLEMENTS:
        return Complement(quads=_COMPLEMENTS[name])
    one_of(name, plover_types(), name="events.csv", line=line, column="object")
    return Complement(type=name, mode=mode or None)


def _frame(line: int, cell: str) -> Frame:
    return tuple(tuple(_slot(line, part) for part in alternative.split("+")) for alternative in parts(cell))


def _slot(line: int, part: str) -> Slot:
    name, _, of_class = part.partition(":@")
    if name not in SLOTS:
        raise KnowledgeError(
            f"line {line}: there is no slot {name!r}", path="events.csv", mend=f"use one of {', '.join(sorted(SLOTS))}"
        )
    return Slot(name, of_class or None)


@dataclass(frozen=True, slots=True)
class ModeCue:
    """Words near a trigger that tell the mode of a type: lemmas in a row, a class, or a complement clause."""

    type: str
    mode: str
    words: tuple[str, ...]
    word_class: str | None
    complement: Complement | None


@cache
def mode_cues() -> Mapping[str, tuple[ModeCue, ...]]:
    """The cues of `modes.csv` by type, longer ones first, then the graver."""
    found: dict[str, list[ModeCue]] = defaultdict(list)
    for line, row in rows("modes.csv", ("type", "mode", "cue", "example")):
        type_ = one_of(row["type"], plover_types(), name="modes.csv", line=line, column="type")
        mode = one_of(row["mode"], plover_type(type_).modes, name="modes.csv", line=line, column="mode")
        cue = row["cue"]
        if cue.startswith(">"):
            found[type_].append(ModeCue(type_, mode, (), None, parse_complement(cue, line)))
        elif cue.startswith("@"):
            found[type_].append(ModeCue(type_, mode, (), cue[1:], None))
        else:
            found[type_].append(ModeCue(type_, mode, tuple(cue.split()), None, None))
    # Of two means the one that the codebook scores worse is the more specific: gas in a shell is gas.
    score = {(t, m): about.get("score") or 0 for t, e in plover()["types"].items() for m, about in e["modes"].items()}
    return {
        type_: tuple(sorted(some, key=lambda cue: (-len(cue.words), score[cue.type, cue.mode])))
        for type_, some in found.items()
    }


@cache
def context_cues() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """The cues of `contexts.csv` by their first word: (words, context) each."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    contexts = plover()["contexts"]
    for line, row in rows("contexts.csv", ("context", "cue", "example")):
        context = one_of(row["context"], contexts, name="contexts.csv", line=line, column="context")
        words = split_words(row["cue"])
        found[words[0]].append((words, context))
    return {first: tuple(some) for first, some in found.items()}
