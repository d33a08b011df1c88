"""Where the parties of an event stand: the tokens in each slot of a pattern, before it is asked whom they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from legation.extract.carrier import cue_at, governors, lemma_of
from legation.extract.trigger import Trigger
from legation.knowledge.events import word_class
from legation.language.clause import (
    agent,
    conjuncts,
    doer,
    governing_verb,
    is_passive,
    is_verb,
    objects,
    possessors,
    prep_objects,
    subject,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_OWNING = frozenset({"poss", "amod", "compound", "nmod", "npadvmod"})
_LED = frozenset({"brokered", "hosted", "led", "mediated", "organised", "organized", "run", "sponsored"})
_ONE_OF = frozenset({"one", "some", "part", "many", "both"})
_FOR_WHAT = frozenset({"defence", "defense", "favor", "favour", "response", "retaliation", "return", "support"})
_SHOT = frozenset({"fire", "launch"})
_BY_FIRE = frozenset({"in", "by", "from", "under", "after", "during"})
_SITES = frozenset({"in", "inside", "near", "outside", "at", "within", "across", "around"})
# A weapon or an attack does harm for whoever owns it; any other thing that kills is no actor's act.
_INSTRUMENTS = ("weapon", "attack", "bomb", "fire")
_ADJUNCT = frozenset({"in", "during", "at", "after", "over", "following", "before", "on"})


def beside(token: Token) -> Token:
    """The name that a description stands beside: "the PKK, *a group* that fought", "Qatar, one of *those* that"."""
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in _ONE_OF:
        token = token.head.head
    if token.dep_ == "appos":
        return token.head
    if token.dep_ == "attr" and token.lower_ in _ONE_OF:
        return subject(token.head) or token
    return token


def before_description(noun: Token) -> Token | None:
    """The last word of a name that "a …" after a comma describes, however it is parsed: "the *PKK*, a group that"."""
    doc, before = noun.doc, noun.left_edge.i - 2
    if before < 0 or doc[before + 1].text != "," or all(c.lower_ not in {"a", "an"} for c in noun.children):
        return None
    return doc[before - (doc[before].text == ")")]


def owners(noun: Token, but: tuple[Token, ...]) -> Iterator[Token]:
    """The words before a noun that may say whose it is."""
    yield from possessors(noun)
    for child in noun.children:
        if child.dep_ in _OWNING and child.dep_ != "poss" and child not in but:
            yield child
            if child.dep_ == "compound" and child.pos_ == "NOUN":
                yield from (inner for inner in child.lefts if inner.dep_ in {"compound", "amod"})  # "*US* army camp"
            if child.lower_ in _LED:
                yield from child.lefts  # "*UN*-led talks"


def purpose(verb: Token) -> Token | None:
    """The infinitive of purpose under a verb: "sent forces *to oust* the rebels"."""
    return next((c for c in verb.children if c.dep_ == "advcl" and any(g.tag_ == "TO" for g in c.children)), None)


def one(token: Token | None) -> tuple[Token, ...]:
    """The token, or nothing for None."""
    return () if token is None else (token,)


def doer_of(trigger: Trigger) -> Token | None:
    """Who does what the trigger says, in either voice; of an adjective, of whom it is said."""
    token = trigger.token
    if is_verb(token) and token.pos_ != "ADJ":
        return _weapon_before(token) or doer(token) or _agent_below(token)
    return subject(token.head) if is_verb(token.head) else None


def _weapon_before(verb: Token) -> Token | None:
    """The weapon before a noun in -ing that the parser takes for a verb: "killed in *tank* shelling"."""
    before = verb.nbor(-1) if verb.i > verb.sent.start else verb
    return before if verb in fire_of(before) else None


def fire_of(weapon: Token) -> tuple[Token, ...]:
    """The noun in -ing behind a weapon that the parser takes for a verb: "killed in tank *shelling*"."""
    if weapon.dep_ != "pobj" or weapon.head.lower_ not in _BY_FIRE or weapon.i + 1 == weapon.sent.end:
        return ()
    after = weapon.nbor(1)
    is_noun = after.tag_ == "VBG" and after.dep_ == "advcl" and not objects(after)
    return (after,) if is_noun and is_instrument(weapon) else ()


def _agent_below(verb: Token) -> Token | None:
    """The agent of a passive that the parser has hung on the noun before it: "was hit with fines *by Spain*"."""
    if not is_passive(verb):
        return None
    for preposition in verb.children:
        if preposition.dep_ == "prep":
            for noun in preposition.children:
                named = prep_objects(noun, "by") if noun.dep_ == "pobj" else []
                if named:
                    return named[0]
    return None


def under(preposition: str, trigger: Trigger) -> Iterator[Token]:
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
            # "strikes in support of the rebels" are not on them
            named_by = prep_objects(head, preposition)
            yield from (t for t in named_by if preposition != "in" or lemma_of(t) not in _FOR_WHAT)
        if head.dep_ in {"prep", "prt", "agent"} and head.lower_ == preposition:
            yield from (inner for inner in head.children if inner.dep_ == "pobj")
    for head in second:
        if trigger.pattern.form == "verb":
            yield from prep_objects(head, preposition)


def bearers(trigger: Trigger) -> Iterator[Token]:
    """Whom a noun's act meets by the verb over it: "*Kyiv* received aid", "*Libya* faced sanctions"."""
    for governor, path in governors(trigger.token):
        cue = cue_at(governor, path)
        if cue is not None and not cue.doer_is_subject and cue.modality == "inherit" and is_verb(governor):
            yield from one(subject(governor))
        if cue is not None or is_verb(governor):
            return


def site_after(noun: Token) -> Iterator[Token]:
    """Where a thing stands by the phrases right behind it, also those that the parser hangs on its verb."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in _SITES:
            yield from (inner for inner in child.children if inner.dep_ == "pobj")
    after = noun.right_edge.i + 1
    for child in noun.head.children if noun.dep_ in {"dobj", "nsubjpass"} else ():
        if child.dep_ == "prep" and child.lower_ in _SITES and child.i == after:
            yield from (inner for inner in child.children if inner.dep_ == "pobj")
            after = child.right_edge.i + 1


def made_by(noun: Token) -> Iterator[Token]:
    """Whose a thing is by the participle behind it: "an offer *made by Chad*", "rockets *fired by the rebels*"."""
    for made in noun.children:
        if made.tag_ == "VBN" and made.dep_ in {"acl", "relcl"} and lemma_of(made) in word_class("make"):
            yield from one(agent(made))
            if lemma_of(made) in _SHOT:
                yield from prep_objects(made, "from")  # "a rocket *fired from Chad*"


def _done_by(noun: Token) -> Iterator[Token]:
    """Who is named by the participle after a noun: "talks brokered *by Oman*", "strikes carried out *by Israel*"."""
    for participle in noun.children:
        if participle.dep_ in {"acl", "relcl"} and participle.tag_ == "VBN":
            cue = cue_at(participle, ())
            if cue is not None and cue.doer_is_subject:
                yield from one(agent(participle))


def carriers(trigger: Trigger) -> Iterator[Token]:
    """Who does what a noun says by the verb or noun that carries it: "*Chad* held talks", "*Chad*'s plan for talks"."""
    support = trigger.support
    if support is None:
        return
    if is_verb(support):
        yield from one(doer(support))
        return
    if support.pos_ == "ADJ":
        yield from one(subject(support.head) if is_verb(support.head) else None)
        return
    owner = list(owners(support, ()))
    yield from owner
    if not owner:
        above = next((g for g, _ in governors(support) if is_verb(g)), None)
        if above is not None:
            yield from one(doer(above))


def clause_around(trigger: Trigger) -> Token | None:
    """The verb of the clause in which a noun stands as an adjunct: "*in a call*, she told him"."""
    token = trigger.token
    if token.dep_ != "pobj" or token.head.lower_ not in _ADJUNCT:
        return None
    verb = governing_verb(token)
    if verb is not None and verb.tag_ == "VB" and token.i < verb.i and is_verb(verb.head):
        return verb.head  # "in a call to mark the day, she told him"
    return verb


def members(token: Token) -> Iterator[Token]:
    """The token, what is coordinated with it and what it counts: "a couple of *bombers*"."""
    for member in conjuncts(token):
        yield member
        yield from prep_objects(member, "of")


def is_part(word: Token) -> bool:
    """True for a number or a share of something."""
    return word.pos_ == "NUM" or lemma_of(word) in word_class("partitive")


def is_instrument(word: Token) -> bool:
    """True for a weapon or an attack."""
    lemma = lemma_of(word)
    return any(lemma in word_class(name) for name in _INSTRUMENTS)
