"""Who does what to whom: the slots of a pattern filled from the clause around its trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.extract.carrier import cue_at, governors, lemma_of
from legation.extract.trigger import Matcher, Trigger
from legation.extract.unnamed import actor_noun
from legation.knowledge.events import PREPOSITIONS, Frame, Slot, word_class
from legation.language.clause import (
    agent,
    conjuncts,
    doer,
    governing_verb,
    indirect_objects,
    is_verb,
    objects,
    possessors,
    prep_objects,
    subject,
    sufferers,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_OWNING = frozenset({"poss", "amod", "compound", "nmod", "npadvmod"})
_THROUGH = ("of", "by")  # what a noun that is no actor may lead to one by
_THROUGH_REQUEST = ("of", "by", "about", "from")  # "reassurances about the commitment of Paris"
_TOWARDS = ("to", "with", "against", "from")
_DEPTH = 3  # nouns between a role's head and the actor: "reassurances about the commitment of Paris"
_ONE_OF = frozenset({"one", "some", "part", "many", "both"})
_PERSONS = ("people", "official", "leader", "kin")  # words for persons: whose husband is killed is not killed
_NAMING = frozenset({"name", "adjective", "metonym", "pronoun"})
_HYPHENS = frozenset({"-", "–"})
_ALONG = frozenset({"along", "alongside", "together"})
_ADJUNCT = frozenset({"in", "during", "at", "after", "over", "following", "before", "on"})
# A weapon or an attack does harm for whoever owns it; any other thing that kills is no actor's act.
_INSTRUMENTS = ("weapon", "attack", "bomb", "fire")
_IN_WHICH = ("in", "by", "during", "with")  # before an attack that does the harm


@dataclass(frozen=True, slots=True)
class Party:
    """Actors that fill a role, and the token whose phrase names them."""

    actors: tuple[str, ...]
    token: Token


@dataclass(frozen=True, slots=True)
class Roles:
    """The parties of one event, each actor once and in one role only."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    tokens: tuple[Token, ...]  # that name them, in the order of the text
    doer_unknown: bool = False  # there is a doer, but one that names nobody
    means: Trigger | None = None  # the attack by which it was done, where that names the doer


class Casting:
    """Fills the roles of triggers of one report."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.cast = matcher.reading.cast
        self._states_by_place: dict[int, tuple[str, ...]] | None = None
        # Tokens on the way: a phrase may lead back to itself ("a threat of sanctions", a parse that bites its tail).
        self._open: set[int] = set()

    def roles(self, trigger: Trigger) -> Roles:
        """The roles of a trigger; empty where the words name nobody."""
        doing = self._fill(trigger.pattern.actor, trigger)
        means = None if doing else self._means(trigger)
        if means is not None:
            doing = self._fill(means.pattern.actor, means)
        met = self._fill(trigger.pattern.recipient, trigger, met=True)
        if not met and trigger.pattern.form == "noun":
            met = [party for token in _bearers(trigger) for party in self.parties(token, met=True)]
        actors = _each_once(doing)
        recipients = tuple(actor for actor in _each_once(met) if actor not in actors)
        tokens = {party.token.i: party.token for party in (*doing, *met)}
        ordered = tuple(tokens[i] for i in sorted(tokens))
        return Roles(actors, recipients, ordered, not actors and self._done_by_a_thing(trigger), means)

    def _means(self, trigger: Trigger) -> Trigger | None:
        """The attack in which a harm was done to somebody: "ten were killed *in an air strike by Kenya*"."""
        if trigger.pattern.type != "ASSAULT" or trigger.pattern.form != "verb" or doer(trigger.token) is not None:
            return None
        for noun in prep_objects(trigger.token, *_IN_WHICH):
            told = self.matcher.at(noun)
            if told is not None and told.pattern.type == "ASSAULT" and self._fill(told.pattern.actor, told):
                return told
        return None

    def _done_by_a_thing(self, trigger: Trigger) -> bool:
        """True where a doer is told that names nobody: "the storm killed", but not "a missile struck"."""
        word = doer(trigger.token) if trigger.pattern.form == "verb" else None
        return word is not None and word.pos_ != "PRON" and not _is_instrument(word)

    def _fill(self, frame: Frame, trigger: Trigger, *, met: bool = False) -> list[Party]:
        """The parties by the first alternative that names anybody."""
        for alternative in frame:
            through = _THROUGH_REQUEST if trigger.pattern.type == "REQUEST" else _THROUGH
            found = [party for slot in alternative for party in self._slot(slot, trigger, through, met=met)]
            if found:
                return found
        return []

    def _slot(self, slot: Slot, trigger: Trigger, through: tuple[str, ...], *, met: bool) -> Iterator[Party]:
        is_harm = trigger.pattern.type == "ASSAULT" and slot.name == "doer"
        for token in self._tokens(slot, trigger):
            if is_harm and lemma_of(token) in word_class("mishap"):
                continue  # "were killed by the crash of a Kenyan airliner"
            if slot.word_class and not any(self.matcher.is_a(m, f"@{slot.word_class}") for m in _members(token)):
                continue
            if slot.name == "comp":
                yield from self._below(token)
            elif slot.name == "comp_doer":
                yield from self._doing_below(token)
            elif slot.name in {"owner", "object_owner"}:
                yield from self._owner(token)
            else:
                yield from self.parties(token, met=met, through=through)

    def _tokens(self, slot: Slot, trigger: Trigger) -> Iterable[Token]:
        """The tokens that stand in a slot."""
        name, token = slot.name, trigger.token
        if name in PREPOSITIONS:
            return _under(name, trigger)
        match name:
            case "doer":
                return _one(_doer(trigger))
            case "object":
                return sufferers(token)
            case "receiver":
                return indirect_objects(token)
            case "owner":
                return _owners(token, trigger.words)
            case "object_owner":
                return _owners(trigger.object, ()) if trigger.object is not None else ()
            case "light":
                return _carriers(trigger)
            case "comp" | "comp_doer":
                return _one(trigger.complement or _purpose(token))
            case "clause_doer":
                clause = _clause_around(trigger)
                return _one(doer(clause)) if clause is not None else ()
            case _:
                clause = _clause_around(trigger)
                return (*objects(clause), *indirect_objects(clause)) if clause is not None else ()

    def _below(self, clause: Token) -> Iterator[Party]:
        """Whom the act in a complement clause meets: its own event's recipients, else what stands as its object."""
        told = self.matcher.below(clause)
        if told is not None:
            met = self._fill(told.pattern.recipient, told, met=True)
            if met:
                yield from met
                return
        own = next((c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if own is not None and clause.dep_ == "ccomp":
            yield from self.parties(own)
            return
        for token in (*objects(clause), *indirect_objects(clause), *prep_objects(clause, *_TOWARDS)):
            found = list(self.parties(token, met=True))
            if found:
                yield from found
                return

    def _doing_below(self, clause: Token) -> Iterator[Party]:
        """Who does what a complement clause tells, by its own event, else as its subject."""
        told = self.matcher.below(clause)
        doing = self._fill(told.pattern.actor, told) if told is not None else []
        if doing:
            yield from doing
            return
        for token in _one(doer(clause)):
            yield from self.parties(token)

    def parties(
        self, token: Token, *, met: bool = False, through: tuple[str, ...] = _THROUGH, depth: int = 0
    ) -> Iterator[Party]:
        """The actors that a phrase names, itself or through whom it belongs to: "the *Turkish* offensive".

        With `met`, a place stands for its state: whoever shells a town does it to the country.
        """
        for member in self._together(token):
            named = self._named_beside(member) or self._named(member) or self._named(_beside(member))
            if not named and not self._is_event(member) and actor_noun(member) is not None:
                named = self.cast.actors_of(member, create=True)
            if named:
                yield Party(named, member)
            elif member.i not in self._open:
                self._open.add(member.i)
                yield from list(self._through(member, through, met=met, depth=depth))
                self._open.discard(member.i)

    def _together(self, token: Token) -> Iterator[Token]:
        """The token, what is coordinated with it and who is named along with it: "Chad, along with Niger, and Mali"."""
        for member in self._coordinated(token):
            yield member
            beside = member.head.children if member.dep_ in {"nsubj", "nsubjpass"} else ()
            for child in (*member.children, *beside):
                if child.lower_ in _ALONG:
                    yield from (i for p in (child, *child.children) for i in p.children if i.dep_ == "pobj")

    def _coordinated(self, token: Token) -> list[Token]:
        """The members of a coordination; one that the parser hangs on the wrong word of a name is found too."""
        members = conjuncts(token)
        mention = self.cast.mention_at(token)
        if mention is None or len(members) > 1:
            return members
        inner = token.doc.char_span(mention.start, mention.end, alignment_mode="expand") or ()
        # Not what stands before it: "*US and British* activists" names no third.
        after = (c for word in inner if word.i != token.i for c in conjuncts(word)[1:] if c.i > token.i)
        return [*members, *after]

    def _named(self, token: Token) -> tuple[str, ...]:
        """Who the token stands for; not what merely speaks in the report: "a letter that was critical of"."""
        mention = self.cast.mention_at(token)
        if mention is not None and mention.kind == "unnamed" and actor_noun(token) is None:
            return ()
        return self.cast.actors_of(token)

    def _named_beside(self, token: Token) -> tuple[str, ...]:
        """Who has a name beside a description: "the *PKK*, a group that fought"; else nobody."""
        beside = _beside(token)
        mention = self.cast.mention_at(token)
        if beside.i == token.i or mention is None or mention.kind != "unnamed":
            return ()
        named = self.cast.mention_at(beside)
        return self._named(beside) if named is not None and named.kind == "name" else ()

    def _is_event(self, token: Token) -> bool:
        return token.pos_ == "NOUN" and self.matcher.at(token) is not None

    def _through(self, noun: Token, through: tuple[str, ...], *, met: bool, depth: int) -> Iterator[Party]:
        """Whose a noun is that names nobody itself."""
        told = self.matcher.at(noun) if noun.pos_ == "NOUN" else None
        if told is not None:
            # An act leads to who did it: "condemned the invasion of Kuwait" condemns the invader.
            yield from self._fill(told.pattern.actor, told)
            return
        lemma = lemma_of(noun)
        is_person = any(lemma in word_class(name) for name in _PERSONS)
        # "her husband was killed" doesn't tell of her; "the Italian priest" does of Italy.
        before = [child for child in _owners(noun, ()) if not (is_person and child.dep_ == "poss")]
        owners = [party for child in before for party in self._owner(child)]
        if owners:
            yield from owners
            return
        if met and (state := self._state_of_place(noun)):
            yield Party(state, noun)
            return
        if depth < _DEPTH:
            # "targets in Syria", "the enclave near Kenya": what is hit there is hit there.
            for preposition in (*through, "in") if met and not is_person else through:
                for inner in prep_objects(noun, preposition):
                    found = list(self.parties(inner, met=met, through=through, depth=depth + 1))
                    if found:
                        yield from found
                        return

    def _owner(self, child: Token) -> Iterator[Party]:
        if child.dep_ == "poss":
            yield from self.parties(child)
            return
        for member in conjuncts(child):
            named = self._named(member)
            mention = self.cast.mention_at(member)
            if mention is not None and mention.kind not in _NAMING:
                continue  # "the military offensive" doesn't say whose
            if named:
                yield Party(named, member)
                # "the Trump-Putin meeting"
                yield from (
                    Party(self._named(c), c)
                    for c in member.children
                    if c.dep_ in _OWNING and c.i < member.i and c.nbor(1).text in _HYPHENS and self._named(c)
                )

    def _state_of_place(self, token: Token) -> tuple[str, ...]:
        """The state of the place that the token names, if the report speaks of that state."""
        if self._states_by_place is None:
            named = {actor for mention in self.cast.mentions for actor in mention.actors}
            states = {r.country: r.id for r in self.cast.roles.values() if r.kind == "state" and r.id in named}
            self._states_by_place = {
                at: (states[place.country],)
                for at, place in self.matcher.places.items()
                if place.country and place.country in states
            }
        return self._states_by_place.get(token.i, ())


def _beside(token: Token) -> Token:
    """The name that a description stands beside: "the PKK, *a group* that fought", "Qatar, one of *those* that"."""
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in _ONE_OF:
        token = token.head.head
    if token.dep_ == "appos":
        return token.head
    if token.dep_ == "attr" and token.lower_ in _ONE_OF:
        return subject(token.head) or token
    return token


def _members(token: Token) -> Iterator[Token]:
    """The token, what is coordinated with it and what it counts: "a couple of *bombers*"."""
    for member in conjuncts(token):
        yield member
        yield from prep_objects(member, "of")


def _owners(noun: Token, but: tuple[Token, ...]) -> Iterator[Token]:
    """The words before a noun that may say whose it is."""
    yield from possessors(noun)
    yield from (c for c in noun.children if c.dep_ in _OWNING and c.dep_ != "poss" and c not in but)


def _is_instrument(word: Token) -> bool:
    lemma = lemma_of(word)
    return any(lemma in word_class(name) for name in _INSTRUMENTS)


def _purpose(verb: Token) -> Token | None:
    """The infinitive of purpose under a verb: "sent forces *to oust* the rebels"."""
    return next((c for c in verb.children if c.dep_ == "advcl" and any(g.tag_ == "TO" for g in c.children)), None)


def _one(token: Token | None) -> tuple[Token, ...]:
    return () if token is None else (token,)


def _each_once(parties: Iterable[Party]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(actor for party in parties for actor in party.actors))


def _doer(trigger: Trigger) -> Token | None:
    token = trigger.token
    if is_verb(token) and token.pos_ != "ADJ":
        return doer(token)
    return subject(token.head) if is_verb(token.head) else None


def _under(preposition: str, trigger: Trigger) -> Iterator[Token]:
    """What stands under a preposition of the trigger or of the words that carry it."""
    if trigger.pattern.form == "noun" and trigger.support is None and trigger.token.dep_ in {"dobj", "nsubjpass"}:
        # A phrase right after a noun may hang on its verb: "blamed the offensive | against the Kurds".
        after = trigger.token.right_edge.i + 1
        for child in trigger.token.head.children:
            if child.dep_ == "prep" and child.i == after and child.lower_ == preposition:
                yield from (inner for inner in child.children if inner.dep_ == "pobj")
    # What hangs below a word under the same preposition comes second: "in the war in Angola".
    second: list[Token] = []
    if preposition == "by" and trigger.pattern.form == "noun":
        yield from _done_by(trigger.token)
    for head in trigger.heads:
        if head.dep_ == "pobj" and head.head.lower_ == preposition and head.i != trigger.token.i:
            second.append(head)
            continue
        if preposition == "by" and is_verb(head):
            named = agent(head)
            if named is not None:
                yield named
        else:
            yield from prep_objects(head, preposition)
        if head.dep_ in {"prep", "prt", "agent"} and head.lower_ == preposition:
            yield from (inner for inner in head.children if inner.dep_ == "pobj")
    for head in second:
        if trigger.pattern.form == "verb":
            yield from prep_objects(head, preposition)


def _bearers(trigger: Trigger) -> Iterator[Token]:
    """Whom a noun's act meets by the verb over it: "*Kyiv* received aid", "*Libya* faced sanctions"."""
    for governor, path in governors(trigger.token):
        cue = cue_at(governor, path)
        if cue is not None and not cue.doer_is_subject and cue.modality == "inherit" and is_verb(governor):
            yield from _one(subject(governor))
        if cue is not None or is_verb(governor):
            return


def _done_by(noun: Token) -> Iterator[Token]:
    """Who is named by the participle after a noun: "talks brokered *by Oman*", "strikes carried out *by Israel*"."""
    for participle in noun.children:
        if participle.dep_ in {"acl", "relcl"} and participle.tag_ == "VBN":
            cue = cue_at(participle, ())
            if cue is not None and cue.doer_is_subject:
                yield from _one(agent(participle))


def _carriers(trigger: Trigger) -> Iterator[Token]:
    """Who does what a noun says by the verb or noun that carries it: "*Chad* held talks", "*Chad*'s plan for talks"."""
    support = trigger.support
    if support is None:
        return
    if is_verb(support):
        yield from _one(doer(support))
        return
    if support.pos_ == "ADJ":
        yield from _one(subject(support.head) if is_verb(support.head) else None)
        return
    owner = list(_owners(support, ()))
    yield from owner
    if not owner:
        above = next((g for g, _ in governors(support) if is_verb(g)), None)
        if above is not None:
            yield from _one(doer(above))


def _clause_around(trigger: Trigger) -> Token | None:
    """The verb of the clause in which a noun stands as an adjunct: "*in a call*, she told him"."""
    token = trigger.token
    if token.dep_ != "pobj" or token.head.lower_ not in _ADJUNCT:
        return None
    verb = governing_verb(token)
    if verb is not None and verb.tag_ == "VB" and token.i < verb.i and is_verb(verb.head):
        return verb.head  # "in a call to mark the day, she told him"
    return verb
