"""Triggers: the words of a report that tell of an event, matched against the lines of `events.csv`.

A trigger is a verb ("condemned", "pulled out", "imposed sanctions"), a noun ("a visit", "air strikes on") or an
adjective ("critical of"). Matching looks at the token's own dependents only: parties are found later, in `roles`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from legation.extract.carrier import FORM_OF, british, lemma_of, support_of
from legation.extract.unnamed import actor_noun
from legation.knowledge.events import PREPOSITIONS, Form, Pattern, patterns, word_class
from legation.language.clause import (
    complement_clauses,
    conjuncts,
    is_finite,
    is_infinitive,
    is_verb,
    modals,
    prep_objects,
    subject,
    sufferers,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from legation.extract.reading import Reading
    from legation.knowledge.modality import ModalityCue

_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "nummod", "npadvmod"})
_OWNERS = frozenset({"poss", "amod", "compound", "nmod"})
# What is given up is the doer's own: who stops another's offensive has given up nothing.
_OF_ONES_OWN = frozenset({"ceasefire"})
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_TIME_LABELS = frozenset({"DATE", "TIME"})
_PERSON_KINDS = frozenset({"person", "people", "unnamed"})
# Classes that named actors of these kinds belong to as well.
_BODY_KINDS = {"@group": ("armed_group", "igo", "organization"), "@bloc": ("igo",)}
_PERSON_CLASSES = ("people", "official", "leader", "fighter", "prisoner", "force")
# fmt: off
_PERSON_PRONOUNS = frozenset({
    "anyone", "everyone", "he", "her", "him", "i", "me", "she", "them", "they", "those", "us", "we", "who", "whom",
    "you",
})
# fmt: on


@dataclass(slots=True, eq=False)
class Trigger:
    """A pattern met in the text. `words` are all its tokens, `object` the noun that the pattern asked for.

    `support` is the verb (or noun) that merely carries a nominal trigger: "*held* talks", "*plans* a visit".
    """

    token: Token
    pattern: Pattern
    words: tuple[Token, ...]
    object: Token | None = None
    complement: Token | None = None
    support: Token | None = None
    support_cue: ModalityCue | None = None
    heads: tuple[Token, ...] = field(default=())  # tokens whose prepositional phrases belong to the event


class Matcher:
    """Finds the triggers of one report. Each token is matched once, when first asked for."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.places = {
            token.i: place.record
            for place in reading.places
            for start, end in place.spans
            for token in reading.doc.char_span(start, end, alignment_mode="expand") or ()
        }
        self._met: dict[int, tuple[Trigger, ...]] = {}

    def triggers(self, doc: Doc) -> Iterator[tuple[Trigger, ...]]:
        """For each token that may tell of an event, in the order of the text: its triggers, the likeliest first."""
        for token in doc:
            if token.pos_ in FORM_OF:
                found = self.all_at(token)
                if found:
                    yield found

    def all_at(self, token: Token) -> tuple[Trigger, ...]:
        """The triggers at a token, of the pattern that asks most first."""
        if token.i not in self._met:
            self._met[token.i] = ()  # a clause that stands below itself in a broken parse ends here
            self._met[token.i] = tuple(self._match(token))
        return self._met[token.i]

    def at(self, token: Token) -> Trigger | None:
        """The likeliest trigger at a token, or None."""
        return next(iter(self.all_at(token)), None)

    def below(self, clause: Token) -> Trigger | None:
        """What a complement clause tells: its verb's trigger, else that of a noun which the verb carries."""
        found = self.at(clause)
        if found is not None:
            return found
        for noun in sufferers(clause):
            carried = self.at(noun)
            if carried is not None and carried.support is not None:
                return carried
        return None

    def _match(self, token: Token) -> Iterator[Trigger]:
        form = FORM_OF.get(token.pos_)
        if form is None or (form == "verb" and not _tells(token)) or (token.pos_ == "PROPN" and _in_name(token)):
            return
        if token.dep_ == "xcomp" and self._is_idle_with(token.head, token):
            return
        for pattern in _patterns_at(token, form):
            met = self._fits(token, pattern)
            if met is not None and not pattern.type:
                return  # an idle sense: "declined to comment"
            if met is not None:
                yield met

    def _fits(self, token: Token, pattern: Pattern) -> Trigger | None:
        support, cue = support_of(token) if pattern.form == "noun" else (None, None)
        words = _words(token, pattern, support)
        if words is None:
            return None
        wanted = self._object(token, pattern, words) if pattern.objects else None
        if pattern.objects and wanted is None:
            return None
        if wanted is not None and pattern.mode in _OF_ONES_OWN and self._is_anothers(wanted, token):
            return None
        complement = self._complement(token, pattern)
        if pattern.complements and complement is None:
            return None
        heads = [*words, *([wanted] if wanted is not None else ()), *([support] if support is not None else ())]
        heads.extend(_attached(token, pattern.form, words))
        unique = {head.i: head for head in reversed(heads)}
        return Trigger(token, pattern, words, wanted, complement, support, cue, tuple(reversed(unique.values())))

    def _is_anothers(self, noun: Token, verb: Token) -> bool:
        """True where a noun is told to be of somebody else than who acts: "Chad stopped *Libya's* offensive"."""
        doer = subject(verb) if is_verb(verb) else None
        doers = {self._country(a) for a in self.reading.actors_of(doer)} if doer is not None else set()
        owners = {self._country(a) for c in noun.lefts if c.dep_ in _OWNERS for a in self.reading.actors_of(c)}
        return bool(doers and owners) and not doers & owners

    def _country(self, actor: str) -> str:
        role = self.reading.cast.roles.get(actor)
        return (role.country if role is not None else None) or actor

    def _object(self, token: Token, pattern: Pattern, words: tuple[Token, ...]) -> Token | None:
        for noun in _object_candidates(token, pattern, words):
            for member in conjuncts(noun):
                for meant in (member, *_counted(member)):
                    if any(self.is_a(meant, wanted) for wanted in pattern.objects) and not self._is_idle(meant):
                        return meant
        return None

    def _is_idle_with(self, verb: Token, word: Token) -> bool:
        """True for the second word of an idle verb: "declined to *discuss* the talks"."""
        idle = (pattern for pattern in patterns().get(("verb", lemma_of(verb)), ()) if not pattern.type)
        return any(word in (_words(verb, pattern, None) or ()) for pattern in idle if pattern.after)

    def _is_idle(self, noun: Token) -> bool:
        """True for a noun in a sense that tells of no event: "held a press *conference*"."""
        idle = (pattern for pattern in patterns().get(("noun", lemma_of(noun)), ()) if not pattern.type)
        return any(_words(noun, pattern, None) is not None and not pattern.objects for pattern in idle)

    def _complement(self, token: Token, pattern: Pattern) -> Token | None:
        for clause in clauses_below(token):
            if not pattern.complements:
                return clause
            told = self.below(clause)
            is_act, is_fact = _is_to_do(clause), is_finite(clause) and not modals(clause)
            if is_fact and any(w.is_fact for w in pattern.complements):
                return clause
            if any(w.accepts(told.pattern if told else None) and (is_act or not w.any) for w in pattern.complements):
                return clause
        return None

    def is_a(self, token: Token, wanted: str) -> bool:
        """True if the token is the lemma or of the `@class`."""
        if not wanted.startswith("@"):
            return lemma_of(token) == wanted
        if wanted == "@any":
            return True
        if wanted == "@place":
            return self._is_place(token)
        if wanted == "@person":
            return self._is_person(token)
        if wanted == "@state":
            return self._kind(token) == "state" or lemma_of(token) in word_class("state")
        if self._kind(token) in _BODY_KINDS.get(wanted, ()):
            return True
        words = word_class(wanted[1:])
        return lemma_of(token) in words or token.lower_ in words

    def _kind(self, token: Token) -> str | None:
        mention = self.reading.cast.mention_at(token)
        return self.reading.cast.roles[mention.actors[0]].kind if mention and mention.actors else None

    def _is_place(self, token: Token) -> bool:
        if token.i in self.places or token.ent_type_ in _PLACE_LABELS:
            return True
        lemma = lemma_of(token)
        if self._kind(token) == "state" or lemma in word_class("territory") or lemma in word_class("town"):
            return True
        # "the port of Mombasa", "the enclave of Afrin"; not "the government of Kenya"
        named = (noun for noun in prep_objects(token, "of") if noun.i in self.places)
        return token.pos_ == "NOUN" and any(self._kind(noun) != "state" for noun in named)

    def _is_person(self, token: Token) -> bool:
        if (token.lower_ in _PERSON_PRONOUNS and token.pos_ == "PRON") or token.ent_type_ == "PERSON":
            return True
        kind = self._kind(token)
        if kind is not None:
            return kind in _PERSON_KINDS
        lemma = lemma_of(token)
        if any(lemma in word_class(name) for name in _PERSON_CLASSES):
            return True
        noun = actor_noun(token)
        return noun is not None and noun.kind == "unnamed"


def _in_name(token: Token) -> bool:
    """True for a word of a longer name: "the Paris *Agreement*"; not for a headline's capital."""
    return any(c.pos_ == "PROPN" and c.dep_ in _MODIFIERS - {"poss"} for c in token.children) or (
        token.dep_ in {"compound", "nmod"} and token.head.pos_ == "PROPN"
    )


def _is_to_do(clause: Token) -> bool:
    """True for what somebody is to do ("told him *to leave*"), not what is said to be."""
    # "told us “have faith”" tells nobody to have it
    is_bare = clause.tag_ == "VB" and not is_infinitive(clause)
    is_act = clause.tag_ in {"VB", "VBG"} and all(c.dep_ != "mark" for c in clause.children)
    return not is_finite(clause) and is_act and not is_bare


def _tells(verb: Token) -> bool:
    """True for a verb that tells what happens; "the proposed deal" and "is having" do not."""
    below = {child.dep_ for child in verb.children}
    if verb.lower_ == "called" and "auxpass" in below and not below & {"agent", "prep", "prt"}:
        return False  # "what we are called" is a name; "was called off", "was called by Kenya" are not
    return verb.dep_ not in {"aux", "auxpass", "compound"} and not (
        verb.dep_ == "amod" and all(child.dep_ != "agent" for child in verb.children)
    )


def _patterns_at(token: Token, form: str) -> Iterator[Pattern]:
    table = patterns()
    lemma = lemma_of(token)
    for kind, key in _keys(form, lemma, token):
        yield from table.get((kind, key), ())


_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj"})


def _keys(form: str, lemma: str, token: Token) -> Iterator[tuple[Form, str]]:
    kind: Form = "verb" if form == "verb" else "noun" if form == "noun" else "adjective"
    if kind == "verb" and token.tag_ == "VBG" and token.dep_ in _NOMINAL:
        yield "noun", token.lower_  # "fighting between", "the shelling of"
    yield kind, lemma
    if british(lemma) != lemma:
        yield kind, british(lemma)
    if kind == "noun" and token.lower_ != lemma:
        yield kind, token.lower_
    if kind == "verb" and token.tag_ == "VBN":
        # "is prepared to help": the parser wavers between participle and adjective.
        yield "adjective", token.lower_


def _words(token: Token, pattern: Pattern, support: Token | None) -> tuple[Token, ...] | None:
    """The token with every further word that the pattern asks for, or None where one is missing."""
    found = [token]
    for word in pattern.before:
        met = next((c for c in token.lefts if c.dep_ in _MODIFIERS and word in {lemma_of(c), c.lower_}), None)
        if met is None:
            return None
        found.append(met)
    wanted = list(pattern.after)
    while wanted:
        # Each word hangs on the trigger or on another of them, in any order: "went on a hunger strike".
        met = None
        for word in wanted:
            met = _hanging(word, token, found, pattern, support)
            if met is not None:
                found.append(met)
                wanted.remove(word)
                break
        if met is None:
            return None
    return tuple(found)


def _hanging(word: str, token: Token, found: list[Token], pattern: Pattern, support: Token | None) -> Token | None:
    """The dependent of a trigger's words that is `word`, not taken yet."""
    near = [*found]
    if word in PREPOSITIONS and pattern.form == "noun":
        near.extend([support] if support is not None else ())
        near.extend(_attached(token, "noun", ()))
        near.extend(_verb_before(token))
    elif word in PREPOSITIONS and pattern.objects:
        near.extend(sufferers(token))  # "stripped the cleric | of his citizenship"
    word, _, label = word.partition(":")
    return next(
        (
            c
            for t in near
            for c in t.children
            if word in {c.lower_, lemma_of(c)}
            and c not in found
            and c.dep_ != "aux"
            and label in {"", c.dep_}
            and _is_bare(c, pattern)
            and not _is_of_time(c)
        ),
        None,
    )


def _is_bare(word: Token, pattern: Pattern) -> bool:
    """False for an object with words of its own: "joined the Syrian forces" is not "joined forces"."""
    if word.dep_ != "dobj":
        return True
    return all(c.dep_ not in {"amod", "poss"} or c.lower_ in pattern.after for c in word.children)


def _is_of_time(word: Token) -> bool:
    """True for a preposition of when: "agreed *on* Monday" is not "agreed on a date"."""
    return word.dep_ == "prep" and any(c.dep_ == "pobj" and c.ent_type_ in _TIME_LABELS for c in word.children)


def _verb_before(noun: Token) -> Iterator[Token]:
    """The verb that a noun is the object of: a phrase right after the noun may hang on either."""
    if noun.dep_ in {"dobj", "nsubjpass"}:
        yield noun.head


def _attached(token: Token, form: Form, words: tuple[Token, ...]) -> Iterator[Token]:
    """Further words whose prepositional phrases belong to a trigger, wherever the parser has hung them.

    To a verb its objects ("imposed sanctions *on*"); to a noun what stands under its own prepositions ("a protest by
    students *against*").
    """
    if form == "verb":
        yield from sufferers(token)
    for word in (token, *words[1:]) if form == "noun" else words[1:]:
        for preposition in word.children if word is token else (word,):
            if preposition.dep_ in {"prep", "agent"}:
                yield from (inner for inner in preposition.children if inner.dep_ == "pobj")


def _counted(noun: Token) -> list[Token]:
    """What a number or share is of: "freed eleven of the *prisoners*", "dozens of *activists*"."""
    if noun.pos_ == "NUM" or lemma_of(noun) in word_class("partitive"):
        return prep_objects(noun, "of")
    return []


def _object_candidates(token: Token, pattern: Pattern, words: tuple[Token, ...]) -> Iterator[Token]:
    """Where the noun that a pattern asks for may stand."""
    for word in words[1 + len(pattern.before) :]:
        if word.dep_ in {"prep", "agent", "dative", "prt"} or word.lower_ in PREPOSITIONS:
            yield from (inner for inner in word.children if inner.dep_ == "pobj")
    if pattern.form == "verb":
        yield from sufferers(token)
        if not pattern.after or pattern.after[-1] not in PREPOSITIONS:
            return
    for child in token.children:
        if child.dep_ in _MODIFIERS and pattern.form == "noun":
            yield child
        elif child.dep_ == "prep" and child.lower_ == "of" and pattern.form == "noun":
            yield from (inner for inner in child.children if inner.dep_ == "pobj")


# Before a gerund that says how or when, not what: "left *without* signing".
_ADVERBIAL = frozenset({"after", "before", "by", "despite", "since", "through", "while", "without"})


def clauses_below(token: Token) -> list[Token]:
    """The verbs of the clauses that complete a verb, a noun ("threat to *leave*") or an adjective."""
    if is_verb(token):
        return [c for c in complement_clauses(token) if c.dep_ != "pcomp" or c.head.lower_ not in _ADVERBIAL]
    found = [
        c
        for c in token.children
        if is_verb(c) and (c.dep_ in {"acl", "ccomp", "xcomp"} or (c.dep_ == "relcl" and is_infinitive(c)))
    ]
    for preposition in token.children:
        if preposition.dep_ == "prep":
            found.extend(inner for inner in preposition.children if inner.dep_ == "pcomp")
    return found
