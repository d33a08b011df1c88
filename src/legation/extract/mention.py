"""Mentions, and the cast of a report: which words stand for which actor."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from legation.extract.actor import Actor, ActorKind, Office
from legation.extract.unnamed import describe
from legation.knowledge.calibration import probability
from legation.language.clause import antecedent, conjuncts
from legation.record import make_id, merge_spans

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Doc, Token

    from legation.knowledge.store import Knowledge
    from legation.report.view import View

MentionKind: TypeAlias = Literal["name", "adjective", "title", "metonym", "pronoun", "definite", "plural", "unnamed"]

# What a record shows first as its evidence: its name, else the next best words.
_EVIDENCE: tuple[MentionKind, ...] = (
    "name",
    "adjective",
    "metonym",
    "title",
    "unnamed",
    "definite",
    "plural",
    "pronoun",
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for one actor, or for several ("the two allies"): reading offsets, head token, actor ids."""

    start: int
    end: int
    root: int  # index of the head token in the doc
    kind: MentionKind
    actors: tuple[str, ...]


@dataclass(slots=True)
class Role:
    """An actor in the making: what its record will say once all mentions are in."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    sectors: tuple[str, ...] = ()
    offices: list[Office] = field(default_factory=list)
    wikidata: str | None = None
    gender: Literal["m", "f"] | None = None
    number: Literal["singular", "plural"] = "singular"


@dataclass(slots=True)
class Cast:
    """All roles and mentions of one report; mentions by the index of their head token."""

    doc: Doc
    document: str
    knowledge: Knowledge | None = None
    published: date | None = None
    roles: dict[str, Role] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    _by_root: dict[int, Mention] = field(default_factory=dict)
    _by_word: dict[int, Mention] = field(default_factory=dict)

    def role(self, name: str, kind: ActorKind, *, apart: int | str | None = None) -> Role:
        """The role of that name and kind, made if there is none yet.

        `apart` (an offset, a country) keeps actors apart that are called alike: "an official" here and further down.
        """
        parts = (self.document, kind, name) if apart is None else (self.document, kind, name, apart)
        identity = make_id("actor", *parts)
        known = self.roles.get(identity)
        if known is None:
            known = self.roles[identity] = Role(identity, name, kind)
        return known

    def state(self, country: str) -> str:
        """The id of a state by its alpha-3 code, its role made if there is none yet."""
        known = self.knowledge.states.get(country) if self.knowledge is not None else None
        role = self.role(known.name if known is not None else country, "state")
        role.country = country
        role.wikidata = known.wikidata if known is not None else None
        return role.id

    def lean(self, token: Token, actors: tuple[str, ...]) -> None:
        """Let a word lead to actors without being a mention of them: "the report" to who wrote it."""
        self._by_root.setdefault(token.i, Mention(token.idx, token.idx + len(token), token.i, "definite", actors))

    def mark(self, first: int, end: int, kind: MentionKind, *actors: str, root: int | None = None) -> Mention:
        """Note that the tokens `[first, end)` stand for these actors."""
        words = self.doc[first:end]
        mention = self.mark_stretch(
            words.start_char, words.end_char, kind, *actors, root=words.root.i if root is None else root
        )
        if kind in {"name", "metonym", "adjective"}:
            # A parser's slip may make any word of a name its head.
            for at in range(first, end):
                self._by_word.setdefault(at, mention)
        return mention

    def mark_stretch(self, start: int, end: int, kind: MentionKind, *actors: str, root: int) -> Mention:
        """The same for a stretch of the reading text with its head token."""
        mention = Mention(start, end, root, kind, actors)
        self.mentions.append(mention)
        self._by_root[root] = mention
        return mention

    def mention_at(self, token: Token) -> Mention | None:
        """The mention headed by the token, or the name that the token stands in."""
        return self._by_root.get(token.i) or self._by_word.get(token.i)

    def headed_by(self, token: Token) -> Mention | None:
        """The mention whose head the token is."""
        return self._by_root.get(token.i)

    def covered(self) -> set[int]:
        """Indices of all tokens that names stand on."""
        return set(self._by_word)

    def countries(self) -> set[str]:
        """Alpha-3 codes of the states named."""
        return {role.country for role in self.roles.values() if role.kind == "state" and role.country}

    def merge(self, one: str, other: str) -> None:
        """Two roles turn out to be one actor: `other`'s mentions become those of `one`, which learns what it lacks."""
        kept, gone = self.roles[one], self.roles.pop(other)
        kept.country, kept.wikidata = kept.country or gone.country, kept.wikidata or gone.wikidata
        kept.sectors = kept.sectors or gone.sectors
        for at, mention in enumerate(self.mentions):
            if other in mention.actors:
                actors = tuple(dict.fromkeys(one if actor == other else actor for actor in mention.actors))
                moved = replace(mention, actors=actors)
                self.mentions[at] = moved
                for index in (self._by_root, self._by_word):
                    for token, known in index.items():
                        if known is mention:
                            index[token] = moved

    def actors_of(self, token: Token, *, create: bool = False) -> tuple[str, ...]:
        """Ids of the actors named by the phrase headed by `token`, conjuncts not included; () if none.

        With `create`, a phrase of people or a body without a name becomes an `unnamed` actor (or an armed force, a
        government body …) with the country that it gives.
        """
        found = self.mention_at(token)
        if found is None:
            meant = antecedent(token)
            if meant.i != token.i:
                return self.actors_of(meant, create=create)
            if create:
                found = describe(self, token)
        return found.actors if found else ()

    def conjoined(self, token: Token, *, create: bool = False) -> tuple[str, ...]:
        """Ids of all actors that the phrase and what is coordinated with it name, in order, each once."""
        found: dict[str, None] = {}
        for member in conjuncts(token):
            found.update(dict.fromkeys(self.actors_of(member, create=create)))
        return tuple(found)

    def records(self, view: View) -> list[Actor]:
        """The actor records, in the order of their first mentions."""
        mentions: dict[str, list[Mention]] = {}
        for mention in sorted(self.mentions, key=lambda m: (m.start, m.end)):
            for actor in mention.actors:
                mentions.setdefault(actor, []).append(mention)
        found = []
        for actor, its_mentions in mentions.items():
            role = self.roles[actor]
            shown = min(its_mentions, key=lambda m: _EVIDENCE.index(m.kind))
            found.append(
                Actor(
                    id=role.id,
                    document=self.document,
                    evidence=view.spans(shown.start, shown.end),
                    confidence=probability("actor", role.kind),
                    name=role.name,
                    kind=role.kind,
                    country=role.country,
                    sectors=role.sectors,
                    offices=tuple(role.offices),
                    wikidata=role.wikidata,
                    mentions=merge_mentions(view, its_mentions),
                )
            )
        return found


def as_kind(kind: str) -> ActorKind:
    """A table's kind as an actor's; tables are checked against the vocabulary when they are compiled."""
    return cast(ActorKind, kind)


def merge_mentions(view: View, mentions: list[Mention]) -> tuple[tuple[int, int], ...]:
    """The spans of mentions, each once, those of one mention joined where they touch but no two mentions."""
    spans = {span for m in mentions for span in merge_spans(view.spans(m.start, m.end))}
    return tuple(sorted(spans))
