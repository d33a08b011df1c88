"""Who does what to whom: the slots of a pattern filled from the clause around its trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from legation.extract import slots
from legation.extract.carrier import lemma_of
from legation.extract.trigger import Matcher, Trigger
from legation.extract.unnamed import actor_noun
from legation.knowledge.events import PREPOSITIONS, Frame, Slot, word_class
from legation.language.clause import (
    conjuncts,
    doer,
    indirect_objects,
    is_verb,
    objects,
    phrase_span,
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
# Words for persons: whose husband is killed is not killed, nor does whose ally acts.
_PERSONS = ("people", "official", "leader", "kin", "associate")
_NAMING = frozenset({"name", "adjective", "metonym", "pronoun"})
_HYPHENS = frozenset({"-", "–"})
_ALONG = frozenset({"along", "alongside", "together"})
# What is said and not done: a place that stands in it does not stand for its state.
_WORDS = frozenset({"ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
_OWN = frozenset({"he", "her", "him", "it", "she", "them", "they"})
_ATTACKING = frozenset({"armed_force", "armed_group", "government_body", "igo", "people", "state", "unnamed"})
_GROUPS = frozenset({"armed_group", "igo", "organization"})
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
        # Tokens on the way: a phrase may lead back to itself ("a threat of sanctions", a parse that bites its tail).
        self._open: set[int] = set()

    def roles(self, trigger: Trigger) -> Roles:
        """The roles of a trigger; empty where the words name nobody."""
        doing = self._fill(self._actor_frame(trigger), trigger)
        means = None if doing else self._means(trigger)
        if means is not None:
            doing = self._fill(means.pattern.actor, means)
        is_place = trigger.pattern.type not in _WORDS
        met = self._fill(trigger.pattern.recipient, trigger, met=is_place, but=_each_once(doing))
        if not met and trigger.pattern.form == "noun":
            met = [party for token in slots.bearers(trigger) for party in self.parties(token, met=True)]
        actors = _each_once(doing)
        own = self._own_forces(trigger, actors)
        recipients = tuple(actor for actor in _each_once(met) if actor not in actors and actor not in own)
        tokens = {party.token.i: party.token for party in (*doing, *met)}
        ordered = tuple(tokens[i] for i in sorted(tokens))
        return Roles(actors, recipients, ordered, not actors and self._done_by_a_thing(trigger), means)

    def _actor_frame(self, trigger: Trigger) -> Frame:
        """The actor's slots; who is moved acts only where nobody is said to move him: not in "troops that it sent"."""
        frame = trigger.pattern.actor
        if len(frame) > 1 and trigger.pattern.form == "verb" and slots.doer_of(trigger) is not None:
            return tuple(alternative for alternative in frame if all(slot.name != "object" for slot in alternative))
        return frame

    def _own_forces(self, trigger: Trigger, actors: tuple[str, ...]) -> set[str]:
        """The forces of whoever acts: "threatened to send his army" threatens not the army."""
        if trigger.complement is None or trigger.pattern.type not in _WORDS - {"REQUEST"}:
            return set()
        roles = self.cast.roles
        countries = {roles[actor].country for actor in actors} - {None}
        return {role.id for role in roles.values() if role.kind == "armed_force" and role.country in countries}

    def by_slot(self, trigger: Trigger) -> Iterator[tuple[str, str, Party]]:
        """What `roles` finds, with where it stands: ("actor" or "recipient", name of the slot, party)."""
        frames = (("actor", trigger.pattern.actor), ("recipient", trigger.pattern.recipient))
        known = set(self.roles(trigger).actors)
        for role, frame in frames:
            met = role == "recipient"
            for alternative in frame:
                found = [
                    (slot.name, party) for slot in alternative for party in self._slot(slot, trigger, _THROUGH, met=met)
                ]
                if any(not met or set(party.actors) - known for _, party in found):
                    yield from ((role, name, party) for name, party in found)
                    break

    def _means(self, trigger: Trigger) -> Trigger | None:
        """The attack in which a harm was done to somebody: "ten were killed *in an air strike by Kenya*"."""
        if trigger.pattern.type != "ASSAULT" or trigger.pattern.form != "verb" or doer(trigger.token) is not None:
            return None
        nouns = prep_objects(trigger.token, *_IN_WHICH)
        for noun in (word for named in nouns for word in (named, *slots.fire_of(named))):
            told = self.matcher.at(noun)
            if told is not None and told.pattern.type == "ASSAULT" and self._fill(told.pattern.actor, told):
                return told
        return None

    def _done_by_a_thing(self, trigger: Trigger) -> bool:
        """True where a doer is told that names nobody: "the storm killed", but not "a missile struck"."""
        word = doer(trigger.token) if trigger.pattern.form == "verb" else None
        return word is not None and word.pos_ != "PRON" and not slots.is_instrument(word)

    def _fill(self, frame: Frame, trigger: Trigger, *, met: bool = False, but: tuple[str, ...] = ()) -> list[Party]:
        """The parties by the first alternative that names anybody else than `but`."""
        for alternative in frame:
            through = _THROUGH_REQUEST if trigger.pattern.type == "REQUEST" else _THROUGH
            found = [party for slot in alternative for party in self._slot(slot, trigger, through, met=met)]
            if any(actor not in but for party in found for actor in party.actors):
                return found
        return []

    def _slot(self, slot: Slot, trigger: Trigger, through: tuple[str, ...], *, met: bool) -> Iterator[Party]:
        is_harm = trigger.pattern.type == "ASSAULT" and slot.name == "doer"
        for token in self._tokens(slot, trigger):
            if is_harm and lemma_of(token) in word_class("mishap"):
                continue  # "were killed by the crash of a Kenyan airliner"
            if slot.word_class and not any(self.matcher.is_a(m, f"@{slot.word_class}") for m in slots.members(token)):
                continue
            if slot.name == "comp":
                yield from self._below(token)
            elif slot.name == "comp_doer":
                yield from self._doing_below(token)
            elif slot.name in {"owner", "object_owner"}:
                owners = list(self._owner(token))
                if met and not owners and (state := self._state_of_place(token)):
                    owners = [Party(state, token)]  # "attended the *Nairobi* summit"
                is_attack = trigger.pattern.type == "ASSAULT" and token.dep_ in {"compound", "nmod"}
                # "the Manchester Arena attack" is not by the arena, nor "the Khashoggi killing" by Khashoggi.
                yield from (party for party in owners if not is_attack or self._may_attack(party))
            else:
                # What hangs under the doer of a harm is not the doer: "the chemical found by the UN hurt three".
                way = () if is_harm and not slots.is_instrument(token) and not slots.is_part(token) else through
                # What is fired from a town is fired by its state.
                is_shot = trigger.pattern.type == "ASSAULT" and slot.name == "from"
                found = list(self.parties(token, met=met or is_shot, through=way))
                yield from found or self._speaker_of(token)

    def _speaker_of(self, pronoun: Token) -> Iterator[Party]:
        """Who says something of himself by a pronoun without an antecedent: "Kenya said that *it* would free them"."""
        clause = pronoun.head.head if pronoun.dep_ == "pobj" else pronoun.head
        if pronoun.lower_ in _OWN and clause.dep_ == "ccomp" and is_verb(clause.head):
            for token in slots.one(subject(clause.head)):
                yield from self.parties(token)

    def _may_attack(self, party: Party) -> bool:
        return all(self.cast.roles[actor].kind in _ATTACKING for actor in party.actors)

    def _tokens(self, slot: Slot, trigger: Trigger) -> Iterable[Token]:
        """The tokens that stand in a slot."""
        name, token = slot.name, trigger.token
        if name in PREPOSITIONS:
            return slots.under(name, trigger)
        match name:
            case "doer":
                return slots.one(slots.doer_of(trigger))
            case "object":
                return sufferers(token)
            case "receiver":
                return indirect_objects(token)
            case "owner":
                return slots.owners(token, trigger.words)
            case "object_owner":
                return slots.owners(trigger.object, ()) if trigger.object is not None else ()
            case "light":
                return slots.carriers(trigger)
            case "comp" | "comp_doer":
                return slots.one(trigger.complement or slots.purpose(token))
            case "clause_doer":
                clause = slots.clause_around(trigger)
                return slots.one(doer(clause)) if clause is not None else ()
            case _:
                clause = slots.clause_around(trigger)
                return (*objects(clause), *indirect_objects(clause)) if clause is not None else ()

    def _below(self, clause: Token) -> Iterator[Party]:
        """Whom the act in a complement clause meets: its own event's recipients, else what stands as its object."""
        told = self.matcher.below(clause)
        if told is not None:
            # "agreed to hold talks with Kenya": the other side of what is mutual is met by it.
            met = self._fill(told.pattern.recipient or told.pattern.actor, told, met=True)
            if met:
                yield from met
                return
        own = next((c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if own is not None and clause.dep_ == "ccomp":
            yield from self.parties(own)
            return
        # Whom the words name themselves: who agrees to curb Iranian imports doesn't agree with Iran.
        for token in (*objects(clause), *indirect_objects(clause), *prep_objects(clause, *_TOWARDS)):
            found = [Party(named, member) for member in self._coordinated(token) if (named := self._named(member))]
            asked = self.matcher.at(token) if token.pos_ == "NOUN" and not found else None
            if asked is not None and asked.pattern.type == "REQUEST":
                found = self._fill(asked.pattern.actor, asked)  # "refused to answer a request from Kenya"
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
        for token in slots.one(doer(clause)):
            yield from self.parties(token)

    def parties(
        self, token: Token, *, met: bool = False, through: tuple[str, ...] = _THROUGH, depth: int = 0
    ) -> Iterator[Party]:
        """The actors that a phrase names, itself or through whom it belongs to: "the *Turkish* offensive".

        With `met`, a place stands for its state: whoever shells a town does it to the country.
        """
        for member in self._together(token):
            named = self._named_beside(member) or self._named(member) or self._named(slots.beside(member))
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
        group = self._group_before(token)
        if group is not None:
            return self._named(group)
        beside = slots.beside(token)
        mention = self.cast.mention_at(token)
        if beside.i == token.i or mention is None:
            return ()
        # "Flake, *a Republican* who left"
        if mention.kind != "unnamed" and all(c.lower_ not in {"a", "an"} for c in token.children):
            return ()
        named = self.cast.mention_at(beside)
        return self._named(beside) if named is not None and named.kind == "name" else ()

    def _group_before(self, token: Token) -> Token | None:
        """The name of a group right before its description: "the wing of the PKK, *a group* that fought"."""
        name = slots.before_description(token)
        mention = self.cast.mention_at(name) if name is not None else None
        if mention is None or mention.kind != "name" or lemma_of(token) not in word_class("group"):
            return None
        return name if any(self.cast.roles[actor].kind in _GROUPS for actor in mention.actors) else None

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
        before = [child for child in slots.owners(noun, ()) if not (is_person and child.dep_ == "poss")]
        owners = [party for child in before for party in self._owner(child)]
        if owners:
            yield from owners
            return
        if met and (state := self._state_of_place(noun)):
            yield Party(state, noun)
            return
        if is_person:
            return  # nor do her neighbour's friends' deeds
        for inner in slots.made_by(noun):
            found = list(self.parties(inner, met=met, through=through, depth=depth + 1))
            if found:
                yield from found
                return
        if depth >= _DEPTH:
            return
        # "targets in Syria", "the enclave near Kenya": what is hit there is hit there.
        sites = slots.site_after(noun) if met else iter(())
        for inner in chain(prep_objects(noun, *through), sites):
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
            if mention is not None and mention.kind not in _NAMING and not self._is_of_a_state(named):
                continue  # "the military offensive" doesn't say whose
            if named:
                yield Party(named, member)
                # "the Trump-Putin meeting"
                yield from (
                    Party(self._named(c), c)
                    for c in member.children
                    if c.dep_ in _OWNING and c.i < member.i and c.nbor(1).text in _HYPHENS and self._named(c)
                )

    def _is_of_a_state(self, named: tuple[str, ...]) -> bool:
        """True for forces of a known state: "the *Kenyan army* offensive"."""
        roles = self.cast.roles
        return bool(named) and all(roles[a].kind == "armed_force" and roles[a].country for a in named)

    def _state_of_place(self, token: Token) -> tuple[str, ...]:
        """The state of the place that the token names, also where the report doesn't speak of that state itself."""
        place = self.matcher.places.get(token.i)
        if place is None or place.country is None or self.cast.mention_at(token) is not None:
            return ()
        return (self.cast.state(place.country),)

    def name_states(self, roles: Roles) -> None:
        """Make places that stand for their states in an event mentions of these."""
        for token in roles.tokens:
            state = self._state_of_place(token)
            if state and self.cast.mention_at(token) is None:
                start, end = phrase_span(token)
                self.cast.mark_stretch(start, end, "metonym", *state, root=token.i)


def _each_once(parties: Iterable[Party]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(actor for party in parties for actor in party.actors))
