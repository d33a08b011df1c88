"""Who is who in one report: precise passes from names to pronouns, each sure of less than the one before.

After Lee et al. 2013, "Deterministic coreference resolution based on entity-centric, precision-ranked rules": names and
short forms first, then titles and appositions, then one sweep through the text for definite nouns, plurals and
pronouns, in which what has been resolved helps with what follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.extract.appositions import resolve_apposition
from legation.extract.bodies import find_bodies, short_forms
from legation.extract.definites import resolve_definite
from legation.extract.first_persons import resolve_first_persons
from legation.extract.mention import Cast, as_kind
from legation.extract.names import find_names
from legation.extract.offices import Officer
from legation.extract.persons import find_persons
from legation.extract.plurals import resolve_both
from legation.extract.pronouns import PRONOUNS, resolve_pronoun
from legation.extract.salience import Discourse
from legation.extract.titles import is_title
from legation.extract.unnamed import actor_noun, describe, noun_span, owners
from legation.knowledge.folding import fold
from legation.language.quotation import find_quotations

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Doc, Token

    from legation.extract.bodies import Body
    from legation.extract.mention import MentionKind, Role
    from legation.extract.names import Named
    from legation.extract.reading import Reading
    from legation.knowledge.organisations import Entry
    from legation.knowledge.store import Knowledge
    from legation.report.view import View

_KINDS: dict[str, MentionKind] = {"adjective": "adjective", "capital": "metonym", "metonym": "metonym"}
_NOUN_LABELS = frozenset(
    {"nsubj", "nsubjpass", "dobj", "pobj", "dative", "attr", "conj", "appos", "ROOT", "poss", "oprd", "agent"}
)


def find_cast(doc: Doc, *, view: View, knowledge: Knowledge, published: date | None) -> Cast:
    """The actors of a parsed report with all mentions of them but first and second persons."""
    cast = Cast(doc=doc, document=view.document.document, knowledge=knowledge, published=published)
    named = list(find_names(doc, knowledge))
    taken = {at for name in named for at in range(name.first, name.end)}
    states = {name.entry.country for name in named if name.entry.kind == "state" and name.entry.country}
    persons = find_persons(doc, knowledge, published, taken=taken, states=states)
    places = {at for person in persons for first, end in person.places for at in range(first, end)}
    bodies = find_bodies(doc, named, knowledge, places)
    _mark_names(cast, named, bodies)
    _mark_bodies(cast, bodies)
    _mark_short_forms(cast)
    officer = Officer(cast, knowledge, published)
    for person in persons:
        officer.enter(person)
    officer.describe()
    _Sweep(cast, knowledge).run()
    officer.finish()
    return cast


# Names


def _mark_names(cast: Cast, named: list[Named], bodies: list[Body]) -> None:
    """What the tables know, but for what is part of a longer name."""
    inside = {at: body for body in bodies for at in range(body.first, body.end)}
    for name in named:
        body = inside.get(name.first)
        if body is not None and not (body.owner is name or name.end > body.end):
            continue
        role = cast.role(name.entry.name, as_kind(name.entry.kind))
        _fill(role, name.entry)
        cast.mark(name.first, name.end, _KINDS.get(name.entry.role, "name"), role.id)


def _fill(role: Role, entry: Entry) -> None:
    role.country, role.sectors, role.wikidata = entry.country, entry.sectors, entry.wikidata
    if entry.kind == "people" or entry.role == "demonym":
        role.number = "plural" if entry.kind == "people" else role.number


def _mark_bodies(cast: Cast, bodies: list[Body]) -> None:
    """Organisations by other names; the same name, whatever its articles and case, is one."""
    known: dict[str, Role] = {}
    for body in bodies:
        key = fold(body.name)
        role = known.get(key) or known.setdefault(key, cast.role(body.name, body.kind))
        role.sectors = role.sectors or body.sectors
        if body.owner is not None:
            role.country = body.owner.entry.country
        cast.mark(body.first, body.end, "name", role.id)


def _mark_short_forms(cast: Cast) -> None:
    """Short forms in brackets, and wherever they stand alone: "Green Dawn party (GDP)"."""
    names = sorted((m for m in cast.mentions if m.kind == "name"), key=lambda m: m.start)
    short: dict[str, str] = {}
    places = []
    for mention in names:
        words = cast.doc.char_span(mention.start, mention.end)
        if words is not None:
            places.append((words.start, words.end, mention.actors[0]))
    for first, end, actor in places:
        for at, form in short_forms(cast.doc, [(first, end)]):
            other = cast.mention_at(cast.doc[at + 1])
            if other is None:
                short[form] = actor
            elif other.actors[0] != actor:
                cast.merge(actor, other.actors[0])
    if short:
        for token in cast.doc:
            if token.text in short and cast.mention_at(token) is None:
                cast.mark(token.i, token.i + 1, "name", short[token.text])


# The sweep


class _Sweep:
    """One pass through the text: each phrase is resolved with what stands before it."""

    def __init__(self, cast: Cast, knowledge: Knowledge) -> None:
        self.cast = cast
        self.knowledge = knowledge
        self.discourse = Discourse(cast, find_quotations(cast.doc.text))

    def run(self) -> None:
        for token in self.cast.doc:
            if token.is_space or token.is_punct:
                continue
            if token.lower_ in PRONOUNS:
                self._pronoun(token)
            elif token.lower_ == "both" and token.dep_ not in {"preconj", "det", "predet", "cc"}:
                self._mark_word(token, "plural", resolve_both(self.discourse, token))
            elif token.pos_ in {"NOUN", "PROPN", "ADJ"}:
                self._noun(token)

    def _mark_word(self, token: Token, kind: MentionKind, actors: tuple[str, ...]) -> None:
        if actors:
            self.cast.mark(token.i, token.i + 1, kind, *actors)
            self.discourse.add(token, actors)

    def _pronoun(self, token: Token) -> None:
        actors = resolve_pronoun(self.discourse, token)
        self._mark_word(token, "pronoun" if len(actors) < 2 else "plural", actors)

    def _noun(self, token: Token) -> None:
        known = self.cast.headed_by(token)
        if known is not None:
            self.discourse.add(token, known.actors, noun="" if token.pos_ == "PROPN" else token.lemma_.lower())
            return
        if self.cast.mention_at(token) is not None or token.dep_ not in _NOUN_LABELS:
            return
        if token.pos_ == "ADJ" and not is_title(token, self.knowledge):
            return
        lemma = token.lemma_.lower()
        actors = resolve_apposition(self.cast, token) or resolve_definite(self.discourse, token)
        if actors:
            start, end = noun_span(token)
            self.cast.mark_stretch(start, end, "definite" if len(actors) == 1 else "plural", *actors, root=token.i)
        elif actor_noun(token) is not None and owners(self.cast, token):
            mention = describe(self.cast, token)
            actors = mention.actors if mention is not None else ()
        self.discourse.add(token, actors, noun=lemma)


# First persons


def resolve_quoted_persons(reading: Reading) -> None:
    """Add to the cast who "I", "we" and "our" are inside quotations: the speakers of the statements found."""
    resolve_first_persons(reading)
