"""Where, in what context and by what means: what stands around a trigger beside its parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.extract.carrier import lemma_of
from legation.extract.trigger import Matcher, Trigger
from legation.knowledge.events import context_cues, mode_cues
from legation.language.clause import clause_tokens, governing_verb, is_verb, prep_objects, sufferers

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from legation.extract.reading import Reading

_AT = ("in", "at", "near", "outside", "inside", "around", "on", "off", "across", "over")
_TOWARDS = ("to",)
_CLIMB = 6  # words between a quantity and the trigger that it belongs to
_NEAR = 12  # words of a clause on either side of the trigger where its means may stand


class Settings:
    """Answers for the triggers of one report; what is asked of a sentence is worked out once."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.reading: Reading = matcher.reading
        self._contexts: dict[int, tuple[str, ...]] = {}
        self._quantities = self._owners_of_quantities()

    def place(self, trigger: Trigger) -> str | None:
        """The id of the place where it happens: under a preposition of place of the trigger or of its clause."""
        places = self.matcher.places
        goes = _TOWARDS if trigger.pattern.mode in {"visit", "troops", "weapons"} else ()
        for head in self._heads(trigger):
            for noun in prep_objects(head, *_AT, *goes):
                if noun.i in places:
                    return places[noun.i].id
        for child in trigger.token.children:
            # "the Geneva talks"; in "the US withdrawal" the place is who acts
            is_actor = self.reading.cast.mention_at(child) is not None
            if child.dep_ in {"compound", "nmod"} and child.i in places and not is_actor:
                return places[child.i].id
        return None

    def _heads(self, trigger: Trigger) -> list[Token]:
        heads = [trigger.token, *(h for h in trigger.heads if h.i != trigger.token.i)]
        if not is_verb(trigger.token) and trigger.support is None:
            verb = governing_verb(trigger.token)
            if verb is not None and trigger.token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"}:
                heads.append(verb)
        return heads

    def quantities(self, trigger: Trigger) -> tuple[str, ...]:
        """Ids of the quantities inside the trigger's phrase, in the order of the text."""
        found = {root: id_ for head in trigger.heads for root, id_ in self._quantities.get(head.i, ())}
        return tuple(dict.fromkeys(found[root] for root in sorted(found)))

    def _owners_of_quantities(self) -> dict[int, list[tuple[int, str]]]:
        """Token index to the quantities (root, id) that hang on it, up to the verb of their clause."""
        owners: dict[int, list[tuple[int, str]]] = {}
        for quantity in self.reading.quantities:
            token = self.reading.doc[quantity.root]
            for _ in range(_CLIMB):
                owners.setdefault(token.i, []).append((quantity.root, quantity.record.id))
                if is_verb(token) or token.head.i == token.i:
                    break
                token = token.head
        return owners

    def contexts(self, trigger: Trigger) -> tuple[str, ...]:
        """PLOVER contexts that words of the trigger's sentence bear out, in the order of the alphabet."""
        sentence = trigger.token.sent
        known = self._contexts.get(sentence.start)
        if known is None:
            known = self._contexts[sentence.start] = contexts_of(sentence)
        return known

    def mode(self, trigger: Trigger) -> str | None:
        """The pattern's mode, else one that the words of the clause tell: the means of an assault, what is asked."""
        pattern = trigger.pattern
        if pattern.mode is not None:
            return pattern.mode
        cues = mode_cues().get(pattern.type, ())
        if not cues:
            return None
        told = self.matcher.below(trigger.complement) if trigger.complement is not None else None
        if told is None:
            told = next((t for h in trigger.heads if h.i != trigger.token.i and (t := self.matcher.at(h))), None)
        near = _near(trigger)
        lemmas = [lemma_of(token) for token in near]
        for cue in cues:
            if cue.complement is not None:
                if told is not None and cue.complement.accepts(told.pattern):
                    return cue.mode
            elif cue.word_class is not None:
                objects = (*trigger.heads[1:], *(sufferers(trigger.complement) if trigger.complement else ()))
                if any(self.matcher.is_a(head, f"@{cue.word_class}") for head in objects):
                    return cue.mode
            elif _contains(lemmas, cue.words):
                return cue.mode
        return None


def contexts_of(sentence: Span) -> tuple[str, ...]:
    """The contexts whose cues stand in a sentence, in the order of the alphabet."""
    cues = context_cues()
    lemmas = [lemma_of(token) for token in sentence]
    found: set[str] = set()
    for at, token in enumerate(sentence):
        for first in {lemmas[at], token.lower_}:
            for words, context in cues.get(first, ()):
                if tuple(lemmas[at + 1 : at + len(words)]) == words[1:]:
                    found.add(context)
    return tuple(sorted(found))


def _near(trigger: Trigger) -> list[Token]:
    """The words of the trigger's clause around it, in the order of the text."""
    token = trigger.token
    return sorted((t for t in clause_tokens(token) if abs(t.i - token.i) <= _NEAR), key=lambda t: t.i)


def _contains(lemmas: list[str], words: tuple[str, ...]) -> bool:
    length = len(words)
    return any(tuple(lemmas[at : at + length]) == words for at in range(len(lemmas) - length + 1))
