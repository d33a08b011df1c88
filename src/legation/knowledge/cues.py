"""Cues: the words by which a report says that somebody said, wrote, thought or wanted something.

Tables: `cues.csv` (a lemma or phrase a line, with its act and the constructions it governs) and `channels.csv` (what a
statement is made in, or to which audience). Lemmas after PolNeAR's and VerbNet's lists of such verbs, widened.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias, cast, get_args

from legation.knowledge import table

CuePos: TypeAlias = Literal["verb", "noun", "adjective", "preposition", "multiword", "support"]
CueClass: TypeAlias = Literal["speech", "writing", "belief", "fear", "intention", "attitude"]

POS = frozenset(get_args(CuePos))
CLASSES = frozenset(get_args(CueClass))
ACTS = frozenset(
    {"assert", "deny", "promise", "threaten", "predict", "request", "accuse", "praise", "hint", "suggest", "ask"}
    | {"believe"}
)
CHANNELS = frozenset(
    {"phone", "meeting", "speech", "interview", "message", "report", "op-ed", "press_conference", "social_media"}
    | {"broadcast"}
)
# Constructions other than a preposition: a quotation; a finite clause; an infinitive; a gerund; an object; a predicate
# ("called it a *farce*"); the clause that a preposition like "according to" stands in; what a report or poll shows.
CONSTRUCTIONS = frozenset({"quote", "that", "inf", "ing", "np", "adj", "clause", "finding"})
ADDRESSEES = frozenset({"", "object", "to", "at", "with"})
ROLES = frozenset({"medium", "audience", "work"})

_VOWELS = "aeiou"
_CUES = ("phrase", "pos", "class", "act", "frames", "addressee", "channel", "example")
_CHANNELS = ("phrase", "channel", "role", "example")


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of `cues.csv`: a lemma or phrase, what it does, and what its content may look like."""

    words: tuple[str, ...]
    pos: CuePos
    sense: CueClass | None
    act: str
    acts: dict[str, str]  # the act in a certain construction, where it is another: {"inf": "request"}
    frames: frozenset[str]
    addressee: str
    channel: str | None
    example: str
    line: int

    @property
    def phrase(self) -> str:
        """The words as the table has them."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Medium:
    """One line of `channels.csv`: `channel` is None for a word that leaves it open ("conversation", "statement").

    As a `medium` something is said in it, as an `audience` it is told, as a `work` it speaks for its author.
    """

    words: tuple[str, ...]
    channel: str | None
    roles: frozenset[str]
    example: str
    line: int


@cache
def cues() -> tuple[Cue, ...]:
    """All lines of `cues.csv`. Raises KnowledgeError for a word outside the vocabulary."""
    return tuple(read_cues())


@cache
def cues_by_word() -> dict[str, tuple[Cue, ...]]:
    """First word to its cues, the longest phrase first."""
    found: dict[str, list[Cue]] = {}
    for cue in cues():
        found.setdefault(cue.words[0], []).append(cue)
    return {word: tuple(sorted(rows, key=lambda c: -len(c.words))) for word, rows in found.items()}


@cache
def verb_forms() -> dict[str, str]:
    """Regular inflections of every cue verb: "hoped" is hope's, whatever a tagger's lemma says."""
    forms: dict[str, str] = {}
    verbs = [cue.words[0] for cue in cues() if cue.pos in {"verb", "multiword", "support"}]
    for verb in verbs:
        for form in _inflections(verb):
            forms.setdefault(form, verb)
    forms.update((verb, verb) for verb in verbs)
    return forms


@cache
def fixed_phrases() -> frozenset[str]:
    """First words of the phrases that stand word for word: "according to"."""
    return frozenset(cue.words[0] for cue in cues() if cue.pos == "preposition")


@cache
def media() -> tuple[Medium, ...]:
    """All lines of `channels.csv`. Raises KnowledgeError for a word outside the vocabulary."""
    return tuple(read_media())


@cache
def media_by_head() -> dict[str, tuple[Medium, ...]]:
    """Last word of a medium ("call" of "telephone call") to its lines, the longest phrase first."""
    found: dict[str, list[Medium]] = {}
    for medium in media():
        found.setdefault(medium.words[-1].rpartition("-")[2], []).append(medium)
    return {word: tuple(sorted(rows, key=lambda m: -len(m.words))) for word, rows in found.items()}


def read_cues() -> list[Cue]:
    """The lines of `cues.csv` as they stand; `cues` keeps them. Raises KnowledgeError."""
    name = "cues.csv"
    found = []
    for line, row in table.rows(name, _CUES):
        pos = table.one_of(row["pos"], POS, name=name, line=line, column="pos")
        is_support = pos == "support"
        if not is_support:
            table.one_of(row["class"], CLASSES, name=name, line=line, column="class")
        act, acts = _acts(row["act"], name, line) if not is_support else ("", {})
        table.one_of(row["addressee"], ADDRESSEES, name=name, line=line, column="addressee")
        if row["channel"]:
            table.one_of(row["channel"], CHANNELS, name=name, line=line, column="channel")
        found.append(
            Cue(
                words=tuple(row["phrase"].split()),
                pos=cast("CuePos", pos),
                sense=cast("CueClass", row["class"]) or None,
                act=act,
                acts=acts,
                frames=frozenset(table.parts(row["frames"])),
                addressee=row["addressee"],
                channel=row["channel"] or None,
                example=row["example"],
                line=line,
            )
        )
    return found


def _acts(cell: str, name: str, line: int) -> tuple[str, dict[str, str]]:
    """An act and those of certain constructions: `ask|inf=request` is a request in "asked them to leave".

    Beside the constructions `own` stands for what the speaker will do, `future` for what others will.
    """
    first, *others = table.parts(cell) or ("",)
    acts = dict(part.partition("=")[::2] for part in others)
    for act in (first, *acts.values()):
        table.one_of(act, ACTS, name=name, line=line, column="act")
    return first, acts


def read_media() -> list[Medium]:
    """The lines of `channels.csv` as they stand; `media` keeps them. Raises KnowledgeError."""
    name = "channels.csv"
    found = []
    for line, row in table.rows(name, _CHANNELS):
        roles = table.parts(row["role"])
        for role in roles:
            table.one_of(role, ROLES, name=name, line=line, column="role")
        if row["channel"]:
            table.one_of(row["channel"], CHANNELS, name=name, line=line, column="channel")
        words = tuple(row["phrase"].split())
        found.append(Medium(words, row["channel"] or None, frozenset(roles), row["example"], line))
    return found


def _inflections(verb: str) -> set[str]:
    """The regular forms of an English verb; a final consonant is doubled in some, so both spellings are given."""
    forms = {verb + "s", verb + "ed", verb + "ing"}
    if verb.endswith("e"):
        forms |= {verb + "d", verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        forms |= {verb[:-1] + "ies", verb[:-1] + "ied"}
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        forms.add(verb + "es")
    if len(verb) > 2 and verb[-1] not in _VOWELS + "wxy" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS:
        forms |= {verb + verb[-1] + "ed", verb + verb[-1] + "ing"}
    return forms
