"""Who is party to an arrangement: what the words around its description name, slot by slot.

A slot is a grammatical place: `owner` ("*Norway's* pact", "the *Japan-US* alliance"), `other` (the possessor beside
such an adjective), `topic` ("*Iran* sanctions"), a preposition (`with`, `between`, `to` …), `location`, `subject`,
`object`, `dative`, `self`, `appositive`, `complement`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from legation.extract.naming import Named, before, is_place, standing
from legation.knowledge.arrangements import word_classes
from legation.language import clause

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.extract.reading import Reading
    from legation.knowledge.arrangements import Link, Pattern

_PLACING = frozenset(
    {"in", "on", "at", "near", "across", "around", "inside", "throughout", "within", "along", "off", "outside"}
    | {"from", "to", "into", "over"}
)
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_TIME_LABELS = frozenset({"DATE", "TIME"})
_PREPOSITIONAL = frozenset({"prep", "agent", "dative"})
_HANGING = frozenset({"dobj", "nsubjpass", "compound", "nsubj"})
_OF_IT = frozenset({"of", "on", "to", "for", "in"})
_CLIMB = 4  # nouns between an arrangement and the verb that it belongs to: "the withdrawal of half of the troops"


class Surroundings:
    """What stands around one head: its own modifiers and those of the verbs and nouns that it is named through."""

    def __init__(self, reading: Reading, head: Token, pattern: Pattern, complement: Token | None = None) -> None:
        self.reading = reading
        self.head = head
        self.complement = complement
        self.governors = list(_governors(head, pattern.via)) if pattern.via else []

    def fill(self, slot: str) -> list[Named]:
        """What fills the slot, in the order of the text."""
        handlers: dict[str, Callable[[], list[Named]]] = {
            "owner": self._owner,
            "other": self._other,
            "topic": self._topic,
            "location": self._location,
            "by": self._by,
            "subject": self._subject,
            "object": self._object,
            "dative": self._dative,
            "self": self._self,
            "appositive": self._appositive,
            "complement": self._complement,
        }
        return handlers[slot]() if slot in handlers else self._after(slot)

    def _owner(self) -> list[Named]:
        possessors, others = self._before()
        return others or possessors

    def _other(self) -> list[Named]:
        possessors, others = self._before()
        return possessors if others else []

    def _topic(self) -> list[Named]:
        """Names set before a noun as its subject matter: "Iran sanctions", but not "US sanctions"."""
        _, others = self._before()
        return [n for n in others if n.token.tag_ == "NNP" and not n.token.text.replace(".", "").isupper()]

    def _before(self) -> tuple[list[Named], list[Named]]:
        return before(self.reading, self.head)

    def _after(self, preposition: str) -> list[Named]:
        bodies = word_classes()["body"]
        words = self._objects_of(preposition)
        # "with the US-led coalition" names who leads it, where the coalition itself is no actor of the report.
        found = [self._named(word, inside=word.lemma_.lower() in bodies) for word in words]
        return [named for named in found if named.actors]

    def _location(self) -> list[Named]:
        found = [self._named(word, inside=True) for preposition in _PLACING for word in self._objects_of(preposition)]
        found += [self._named(word, inside=True) for word in (*self._bearings(), *self._left())]
        return sorted((named for named in found if self._is_place(named)), key=lambda named: named.token.i)

    def grounds(self) -> Iterator[Token]:
        """What it is said to be in, at or from, whether or not that is known to be a place."""
        words = (word for preposition in _PLACING for word in self._objects_of(preposition))
        return (word for word in (*words, *self._bearings()) if word.ent_type_ not in _TIME_LABELS)

    def _is_place(self, named: Named) -> bool:
        """False for "at the end", "in a raid": what an arrangement is in or at need not be a place."""
        token = named.token
        if token.lemma_.lower() in word_classes()["ground"] or token.ent_type_ in _PLACE_LABELS:
            return True
        is_state = any(self.reading.cast.roles[a].kind == "state" for a in self.reading.actors_of(token))
        return is_state or is_place(self.reading, token)

    def _bearings(self) -> Iterator[Token]:
        """Places that a bearing leads to: "troops *south of the border*", "took them *out of the country*"."""
        for holder in (self.head, *self.governors):
            for child in holder.children:
                if child.dep_ in {"advmod", "prep", "prt"} and child.i > holder.i:
                    yield from clause.prep_objects(child, "of")
                    if child.dep_ == "advmod":  # "brought them *home from Peru*"
                        yield from clause.prep_objects(child, "from")

    def _left(self) -> Iterator[Token]:
        """What the head itself leaves: "the troops have left *Peru*"."""
        for verb in self.governors:
            if verb.lemma_ in word_classes()["leave"] and clause.is_verb(verb) and not clause.is_passive(verb):
                doer = clause.subject(verb)
                if doer is not None and (doer.i == self.head.i or doer.is_ancestor(self.head)):
                    yield from clause.objects(verb)

    def _by(self) -> list[Named]:
        agents = [clause.agent(governor) for governor in self.governors if clause.is_verb(governor)]
        return [n for n in (self._named(a) for a in agents if a is not None) if n.actors] or self._after("by")

    def _subject(self) -> list[Named]:
        verbs = [self.head] if clause.is_verb(self.head) else [g for g in self.governors if clause.is_verb(g)]
        for verb in verbs:
            doer = clause.doer(verb)
            if doer is not None and doer.i != self.head.i:
                named = self._named(doer)
                if named.actors:
                    return [named]
            if doer is not None:
                continue
            # "armed and backed by Peru": the author stands with the last of the verbs.
            shared = next((a for c in verb.conjuncts if (a := clause.agent(c)) is not None), None)
            if shared is not None and self._named(shared).actors:
                return [self._named(shared)]
            if verb.dep_ == "acl":
                possessors, others = before(self.reading, verb.head)
                if possessors or others:
                    return possessors + others
        return []

    def any_subject(self) -> list[Named]:
        """The doer of the verb that the head hangs on, or of a verb above that has one, whatever the verb."""
        verb: Token | None = self.head if clause.is_verb(self.head) else clause.governing_verb(self.head)
        for _ in range(_CLIMB):
            if verb is None:
                break
            doer = clause.doer(verb)
            if doer is not None and doer.i != self.head.i and not self.head.is_ancestor(doer):
                named = self._named(doer)
                return [named] if named.actors else []
            verb = clause.governing_verb(verb)
        return []

    def _object(self) -> list[Named]:
        verb = self.head
        met = [met for met in clause.sufferers(verb) if met.i != verb.i]
        return [n for n in (self._named(word, create=True) for word in met) if n.actors]

    def _dative(self) -> list[Named]:
        verbs = [self.head] if clause.is_verb(self.head) else self.governors
        found = [self._named(word) for verb in verbs for word in clause.indirect_objects(verb)]
        return [named for named in found if named.actors]

    def _self(self) -> list[Named]:
        named = Named(self.head, standing(self.reading, self.reading.actors_of(self.head)))
        return ([named] if named.actors else []) + self._appositive()

    def _appositive(self) -> list[Named]:
        """Who the head is said to be: "Norway, *a member*", "Norway is *a member*", "its ally *Norway*"."""
        head = self.head
        beside = [child for child in head.children if child.dep_ == "appos"]
        if head.dep_ == "appos":
            beside.append(head.head)
        elif head.dep_ == "attr" and clause.is_verb(head.head):
            named = clause.subject(head.head)
            beside += [named] if named is not None else []
        return [n for n in (self._named(word) for word in beside) if n.actors]

    def _complement(self) -> list[Named]:
        word = self.complement
        if word is None:
            return []
        if clause.is_verb(word):
            met = [self._named(m, inside=True) for m in clause.objects(word)]
            return [named for named in met if named.actors]
        possessors, others = before(self.reading, clause.first_conjunct(word))
        inner = [self._named(of) for of in clause.prep_objects(word, "of")]
        own = [] if possessors or others or inner else [self._named(word)]
        return [named for named in (*possessors, *others, *inner, *own) if named.actors]

    def has_object(self, *prepositions: str) -> bool:
        """True where one of these prepositions hangs on the head, whether or not its object is an actor."""
        return any(True for preposition in prepositions for _ in self._objects_of(preposition))

    def _objects_of(self, preposition: str) -> Iterator[Token]:
        """Objects of a preposition on the head, on what it is named through, or right behind it in its clause."""
        seen: set[int] = set()
        for holder in (self.head, *self.governors):
            for child in holder.children:
                if child.lower_ != preposition or child.dep_ not in _PREPOSITIONAL or child.i < self.head.left_edge.i:
                    continue
                for inner in child.children:
                    if inner.dep_ == "pobj" and inner.i not in seen:
                        seen.add(inner.i)
                        yield clause.antecedent(inner)
        yield from (word for word in self._neighbours(preposition) if word.i not in seen)

    def _neighbours(self, preposition: str) -> Iterator[Token]:
        """The parser hangs "a pact with Peru" on the verb as often as on the noun: what follows directly counts."""
        after = self.head.right_edge.i + 1
        if self.head.pos_ not in {"NOUN", "PROPN"} or after >= len(self.head.doc):
            return
        word = self.head.doc[after]
        if word.lower_ == preposition and word.dep_ == "prep" and word.head.is_ancestor(self.head):
            yield from (inner for inner in word.children if inner.dep_ == "pobj")

    def _named(self, word: Token, *, inside: bool = False, create: bool = False) -> Named:
        """The actors that a phrase and its conjuncts name; with `inside`, else those in it: "*Japanese* soil"."""
        actors = self.reading.cast.conjoined(word, create=create)
        if not actors and inside:
            # Who stands at the Peruvian border is not yet in Peru.
            is_edge = word.lemma_.lower() in word_classes()["edge"]
            possessors, others = ([], []) if is_edge else before(self.reading, word)
            inside_it = list(clause.prep_objects(word, "of"))
            inside_it += [met for child in word.children if child.dep_ == "acl" for met in clause.objects(child)]
            inner = [a for deeper in inside_it for a in self._within(deeper)]
            actors = tuple(a for named in (*possessors, *others) for a in named.actors) + tuple(inner)
        return Named(word, standing(self.reading, actors))

    def _within(self, word: Token) -> tuple[str, ...]:
        own = self.reading.cast.conjoined(word)
        if own:
            return own
        possessors, others = before(self.reading, word)
        return tuple(a for named in (*possessors, *others) for a in named.actors)


def _governors(head: Token, via: frozenset[str]) -> Iterator[Token]:
    """Verbs and nouns of `via` that the head hangs on or that hang on it: "*presence* of", "troops *based* in"."""
    for child in head.children:
        if child.dep_ in {"acl", "relcl"} and child.lemma_ in via:
            yield child
            yield from (c for c in child.conjuncts if c.lemma_ in via)
    token = clause.first_conjunct(head)
    for _ in range(_CLIMB):
        above = token.head
        is_via = above.lemma_.lower() in via
        if above.i == token.i:
            return
        if is_via and (token.dep_ in _HANGING or (token.dep_ == "prep" and token.lower_ == "of")):
            yield above
        if not (_leads_up(token, above) or (is_via and above.dep_ in {"xcomp", "conj"} and clause.is_verb(above.head))):
            return
        token = above


def _leads_up(token: Token, above: Token) -> bool:
    """True where the word above only names a part or act of what is below: "the *withdrawal* of the troops"."""
    if above.pos_ == "ADP":
        return token.dep_ == "pobj" and above.lower_ in _OF_IT
    return above.pos_ in {"NOUN", "PROPN"} and token.dep_ in {"prep", "conj", "compound"}


def linked(head: Token, links: tuple[Link, ...]) -> tuple[Link, Token] | None:
    """The first of the links that the head has, with the word that makes it."""
    for link in links:
        for word in _at_link(head, link.how):
            if not link.words or word.lemma_.lower() in link.words or word.lower_ in link.words:
                return link, word
    return None


def _at_link(head: Token, how: str) -> Iterator[Token]:
    if how == "object":
        for met in clause.sufferers(head):
            yield from clause.conjuncts(met)
    elif how == "infinitive":
        clauses = (c for c in head.children if c.dep_ in {"acl", "xcomp", "relcl", "ccomp"})
        yield from (c for c in clauses if any(t.tag_ == "TO" for t in c.children))
    else:
        for child in head.children:
            if child.dep_ in _PREPOSITIONAL and child.lower_ == how:
                for inner in child.children:
                    if inner.dep_ in {"pobj", "pcomp"}:
                        yield from clause.conjuncts(inner)
