"""How reports describe standing arrangements, and the words that tell their condition.

Tables, all our own: `data/word_classes.csv` (classes of words that patterns name as `@class`), `data/arrangements.csv`
(a kind of commitment, the noun or verb that heads its description, what must stand around it, who plays which role)
and `data/status.csv` (cues of a status). The kinds, roles and statuses are those of the record contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from legation.errors import KnowledgeError
from legation.knowledge.table import one_of, parts, rows

ANY = frozenset({"*"})
_POS = frozenset({"noun", "verb"})


@dataclass(frozen=True, slots=True)
class Link:
    """A word that must hang on the head: `how` (a preposition, `object`, `infinitive` …) and the words it may be."""

    how: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to describe a commitment."""

    kind: str
    pos: str  # noun or verb
    modifiers: frozenset[str]  # one of them stands before the head; none needed if empty
    together: tuple[str, ...]  # all of them stand before the head
    without: frozenset[str]  # none of them stands before the head
    complements: tuple[Link, ...]  # one of them hangs on the head; none needed if empty
    via: frozenset[str]  # verbs and nouns around the head through which its parties are named
    roles: tuple[tuple[str, str], ...]  # slot and role, in order
    fillers: tuple[tuple[str, str], ...]  # the same, asked only where parties are missing
    need: frozenset[str]  # what makes it a record: a number of parties, roles, quantity, rate, location, foreign …
    example: str
    line: int

    @property
    def weight(self) -> int:
        """How much must stand around the head: of two patterns that fit, the heavier is meant."""
        return 4 * bool(self.complements) + 2 * bool(self.modifiers or self.together)


@dataclass(frozen=True, slots=True)
class StatusCue:
    """A word that tells the condition of the arrangement which is its object, its subject or what it modifies."""

    words: tuple[str, ...]  # the head's lemma, then particle and preposition in lower case
    pos: str  # verb, noun, adjective, predicate
    link: str  # object, subject, modifier
    real: str  # the status where the cue's act took place
    unreal: str  # … where it is wanted, planned, feared or possible
    negated: str  # … where it is denied
    kinds: frozenset[str]  # of which commitments it tells this; of all if empty
    example: str

    def fits(self, kind: str) -> bool:
        """True where the cue tells of this kind of commitment."""
        return not self.kinds or kind in self.kinds


@cache
def word_classes() -> Mapping[str, frozenset[str]]:
    """The words of each class."""
    classes: dict[str, set[str]] = {}
    for _, row in rows("word_classes.csv", ("class", "word")):
        classes.setdefault(row["class"], set()).add(row["word"])
    return {name: frozenset(words) for name, words in classes.items()}


def words(values: tuple[str, ...], *, name: str, line: int) -> frozenset[str]:
    """The words that a cell's values stand for: `@force` is every word of that class, any other value itself."""
    found: set[str] = set()
    for value in values:
        if not value.startswith("@"):
            found.add(value)
        elif value[1:] in word_classes():
            found |= word_classes()[value[1:]]
        else:
            raise KnowledgeError(f"line {line}: no class {value!r}", path=name, mend="add it to word_classes.csv")
    return frozenset(found)


def links(cell: str, *, name: str, line: int) -> tuple[Link, ...]:
    """The links of a cell, words of one kind gathered: `to:@protection|of:safety`."""
    gathered: dict[str, list[str]] = {}
    for value in parts(cell):
        how, _, word = value.partition(":")
        gathered.setdefault(how, []).extend([word] if word else [])
    return tuple(Link(how, words(tuple(values), name=name, line=line)) for how, values in gathered.items())


_ARRANGEMENTS = "arrangements.csv"


@cache
def patterns() -> Mapping[tuple[str, str], tuple[Pattern, ...]]:
    """Patterns by (noun or verb, lemma of the head), the heaviest first."""
    by_head: dict[tuple[str, str], list[Pattern]] = {}
    columns = ("kind", "head", "modifier", "complement", "via", "roles", "need", "example")
    for line, row in rows(_ARRANGEMENTS, columns):
        pos, _, head = row["head"].partition(":")
        one_of(pos, _POS, name=_ARRANGEMENTS, line=line, column="head")
        pattern = _pattern(pos, row, line)
        for lemma in sorted(words((head,), name=_ARRANGEMENTS, line=line)):
            by_head.setdefault((pos, lemma), []).append(pattern)
    return {head: tuple(sorted(found, key=lambda p: (-p.weight, p.line))) for head, found in by_head.items()}


def _pattern(pos: str, row: Mapping[str, str], line: int) -> Pattern:
    def listed(values: tuple[str, ...]) -> frozenset[str]:
        return words(values, name=_ARRANGEMENTS, line=line)

    modifiers = parts(row["modifier"])
    roles = [(slot, role) for slot, _, role in (cell.partition(":") for cell in parts(row["roles"]))]
    return Pattern(
        kind=row["kind"],
        pos=pos,
        modifiers=listed(tuple(m for m in modifiers if m[0] != "!" and "+" not in m)),
        together=tuple(word for m in modifiers if "+" in m for word in m.split("+")),
        without=listed(tuple(m[1:] for m in modifiers if m[0] == "!")),
        complements=links(row["complement"], name=_ARRANGEMENTS, line=line),
        via=listed(parts(row["via"])),
        roles=tuple((slot, role) for slot, role in roles if not slot.endswith("?")),
        fillers=tuple((slot[:-1], role) for slot, role in roles if slot.endswith("?")),
        need=frozenset(parts(row["need"])),
        example=row["example"],
        line=line,
    )


@cache
def status_cues() -> Mapping[str, tuple[StatusCue, ...]]:
    """Cues of a status by the lemma of their first word, the longest first."""
    by_word: dict[str, list[StatusCue]] = {}
    for _, row in rows("status.csv", ("cue", "form", "link", "real", "unreal", "negated", "kinds", "example")):
        cue = StatusCue(
            words=tuple(row["cue"].split()),
            pos=row["form"],
            link=row["link"],
            real=row["real"],
            unreal=row["unreal"],
            negated=row["negated"],
            kinds=frozenset(parts(row["kinds"])),
            example=row["example"],
        )
        by_word.setdefault(cue.words[0], []).append(cue)
    # The longer and the narrower cue is meant where two fit.
    return {
        word: tuple(sorted(cues, key=lambda c: (-len(c.words), not c.kinds, c.words))) for word, cues in by_word.items()
    }
