"""What a report speaks of at a point of the text: who and what was mentioned before, and how much it stands out."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.knowledge.actor_nouns import load_actor_nouns
from legation.knowledge.coreference import word_list
from legation.knowledge.cues import verb_forms
from legation.language.clause import conjuncts, first_conjunct, governing_verb, is_verb, subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Doc, Token

    from legation.extract.mention import Cast
    from legation.language.quotation import Quotation

# Points of a mention's standing; only their order against each other matters. Chosen so that a subject of the sentence
# before beats an object of it, and any mention of this sentence beats those of the one before.
_PER_SENTENCE = 18.0
_SUBJECT = 10.0
_SUBJECT_OF_MAIN = 3.0
_ONE_OF_SEVERAL = 8.0  # "Lund and Berg said that he …": he is neither
_MODIFIER = 8.0  # "the Kurdish militias said they …": not the Kurds
_OTHER_QUOTATION = 15.0
_PER_REPEAT = 1.0
_MOST_REPEATS = 4
_PER_WORD = 0.02
_FURTHEST = 6  # sentences back
_BETWEEN = 60  # code points: a quotation that goes on behind its speaker's name
_LOOKED_AT = 150  # traces back: a bound on time

_SUBJECT_LABELS = frozenset({"nsubj", "nsubjpass"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
# Bodies of many that reports speak of as "they" too.
_COLLECTIVE = frozenset({"people", "armed_group", "armed_force", "organization", "company", "media"})


@dataclass(slots=True)
class Trace:
    """One thing mentioned: its head token, the actors it stands for (() for things), where and how it stands."""

    token: Token
    actors: tuple[str, ...]
    sentence: int
    quotation: int | None
    is_subject: bool
    is_main: bool
    is_plural: bool
    is_member: bool = False  # one of several coordinated
    is_modifier: bool = False  # an adjective or part of a compound
    is_group: bool = False  # several coordinated, taken together
    noun: str = ""  # the lemma of its common noun


class Discourse:
    """The traces of a doc in order of the text; filled by a sweep from its beginning."""

    def __init__(self, cast: Cast, quotations: tuple[Quotation, ...]) -> None:
        self.cast = cast
        self.doc: Doc = cast.doc
        self.traces: list[Trace] = []
        self.counts: dict[str, int] = {}
        self._sentences = [sentence.start for sentence in self.doc.sents]
        self._quotations = [q for q in quotations if q.depth == 0]
        self._starts = [q.start for q in self._quotations]
        self._speakers: dict[int, tuple[str, ...]] = {}

    def sentence_of(self, token: Token) -> int:
        return bisect_right(self._sentences, token.i) - 1

    def quotation_of(self, token: Token) -> int | None:
        """The number of the outermost quotation around a token."""
        at = bisect_right(self._starts, token.idx) - 1
        return at if at >= 0 and token.idx < self._quotations[at].end else None

    def add(self, token: Token, actors: tuple[str, ...], *, noun: str = "") -> Trace:
        """Note what stands at a token; coordinated and hyphened ones make a group as well."""
        trace = self._trace(token, actors, noun)
        self.traces.append(trace)
        for actor in actors:
            self.counts[actor] = self.counts.get(actor, 0) + 1
        if actors:
            self._add_group(token, trace)
        if len(actors) == 1:
            self._add_pair(token, actors[0])
        return trace

    def _trace(self, token: Token, actors: tuple[str, ...], noun: str) -> Trace:
        first = first_conjunct(token)
        verb = first.head
        is_subject = first.dep_ in _SUBJECT_LABELS and is_verb(verb)
        return Trace(
            token=token,
            actors=actors,
            sentence=self.sentence_of(token),
            quotation=self.quotation_of(token),
            is_subject=is_subject,
            is_main=is_subject and (verb.dep_ == "ROOT" or (verb.dep_ == "conj" and verb.head.dep_ == "ROOT")),
            is_plural=self._is_plural(token, actors),
            is_modifier=token.dep_ in {"amod", "compound", "npadvmod"},
            is_member=first.i != token.i or any(c.dep_ == "conj" for c in token.children),
            noun=noun,
        )

    def _is_plural(self, token: Token, actors: tuple[str, ...]) -> bool:
        if len(actors) > 1 or token.tag_ in _PLURAL_TAGS or token.lower_ in {"they", "them", "their", "we"}:
            return True
        if token.pos_ == "NOUN" and token.lower_ in word_list("collectives"):
            return True
        roles = [self.cast.roles[actor] for actor in actors]
        return any(role.kind in _COLLECTIVE or role.number == "plural" for role in roles)

    def _add_group(self, token: Token, trace: Trace) -> None:
        """A group of this actor and those joined to it before, if they are of one sort."""
        first = first_conjunct(token)
        if first.i != token.i:
            members = [member for member in conjuncts(first) if member.i <= token.i]
        else:
            before = self._hyphened_before(token)
            if before is None:
                return
            members = [before, token]
        actors: dict[str, None] = {}
        for member in members:
            mention = self.cast.mention_at(member)
            if mention is None:
                return
            actors.update(dict.fromkeys(mention.actors))
        are_persons = {self.cast.roles[actor].kind == "person" for actor in actors}
        if len(actors) < 2 or len(are_persons) > 1:
            return
        if self.traces[-1:] == [trace] and len(self.traces) > 1:
            earlier = self.traces[-2]
            if earlier.is_group and set(earlier.actors) < set(actors):
                self.traces.remove(earlier)
        group = self._trace(first, tuple(actors), "")
        group.token, group.is_plural, group.is_group, group.is_member = token, True, True, False
        self.traces.append(group)

    def _add_pair(self, token: Token, actor: str) -> None:
        """A group of two who do something with each other: "Berg met ⟨Lund⟩", "Berg spoke with ⟨Lund⟩"."""
        verb = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "with" else token.head
        if token.dep_ not in {"dobj", "pobj"} or verb.lemma_.lower() not in word_list("meeting_verbs"):
            return
        own = subject(verb)
        mention = self.cast.mention_at(own) if own is not None else None
        if own is None or mention is None or len(mention.actors) != 1 or mention.actors[0] == actor:
            return
        roles = [self.cast.roles[one] for one in (mention.actors[0], actor)]
        are_persons = all(role.kind in {"person", "unnamed"} and role.number == "singular" for role in roles)
        if are_persons or all(role.kind == "state" for role in roles):
            pair = self._trace(own, (mention.actors[0], actor), "")
            pair.is_plural, pair.is_group, pair.is_member = True, True, False
            self.traces.append(pair)

    def _hyphened_before(self, token: Token) -> Token | None:
        """The other of two joined by a hyphen or dash: "the *Japan*-US alliance"."""
        if token.i < 2 or token.nbor(-1).text not in {"-", "–", "‑"}:
            return None
        before = token.nbor(-2)
        return before if self.cast.mention_at(before) is not None else None

    def back(self, token: Token, *, furthest: int = _FURTHEST) -> Iterator[Trace]:
        """The traces before a token, the nearest first, within so many sentences."""
        sentence = self.sentence_of(token)
        for trace in self.traces[: -_LOOKED_AT - 1 : -1]:
            if sentence - trace.sentence > furthest:
                return
            if trace.token.i < token.i:
                yield trace

    def best(
        self,
        token: Token,
        fits: Callable[[Trace], bool],
        *,
        furthest: int = _FURTHEST,
        extra: Callable[[Trace], float] | None = None,
    ) -> Trace | None:
        """The trace before a token that fits and stands out most; `extra` gives points of the asker's own."""
        found: Trace | None = None
        most = 0.0
        sentence, quotation = self.sentence_of(token), self.quotation_of(token)
        for trace in self.back(token, furthest=furthest):
            points = self._points(trace, token, sentence, quotation) + (extra(trace) if extra is not None else 0.0)
            if (found is None or points > most) and fits(trace):
                found, most = trace, points
        return found

    def _points(self, trace: Trace, token: Token, sentence: int, quotation: int | None) -> float:
        points = -_PER_SENTENCE * (sentence - trace.sentence) - _PER_WORD * (token.i - trace.token.i)
        if trace.is_subject:
            points += _SUBJECT
        if trace.is_modifier:
            points -= _MODIFIER
        if trace.is_main:
            points += _SUBJECT_OF_MAIN
        if trace.is_member:
            points -= _ONE_OF_SEVERAL
        if trace.quotation != quotation and trace.quotation is not None:
            points -= _OTHER_QUOTATION
        if len(trace.actors) == 1:
            points += _PER_REPEAT * min(_MOST_REPEATS, self.counts.get(trace.actors[0], 0))
        return points

    def clause_mates(self, token: Token) -> set[str]:
        """Actors that a pronoun at the token can't be: the other arguments of its own verb."""
        verb = governing_verb(token)
        if verb is None:
            return set()
        mates: set[str] = set()
        own = subject(verb)
        for other in ([own] if own is not None else []) + _arguments(verb):
            for member in conjuncts(other):
                if member.i != token.i and not _holds(member, token):
                    mention = self.cast.mention_at(member)
                    mates.update(mention.actors if mention is not None else ())
        return mates

    def _tokens(self, sentence: int) -> Iterator[Token]:
        """The tokens of a sentence; spaCy's own `sent` looks through the whole doc each time."""
        end = self._sentences[sentence + 1] if sentence + 1 < len(self._sentences) else len(self.doc)
        return iter(self.doc[self._sentences[sentence] : end])

    def speaker(self, quotation: int) -> tuple[str, ...]:
        """Who seems to speak a quotation: the nearest subject outside it in its sentence; () if none is known."""
        known = self._speakers.get(quotation)
        if not known:  # a pronoun behind the quotation may have been resolved since
            known = self._speakers[quotation] = self._find_speaker(quotation)
        return known

    def _find_speaker(self, quotation: int) -> tuple[str, ...]:
        start, end = self._quotations[quotation].start, self._quotations[quotation].end
        held = self.doc.char_span(start, end, alignment_mode="expand")
        if held is None:
            return ()
        subjects = []
        before = held[0].nbor(-1) if held[0].i else held[0]
        introduction = {self.sentence_of(before)} if before.text == ":" else set()  # "⟨name⟩ wrote: “…"
        for sentence in sorted({self.sentence_of(held[0]), self.sentence_of(held[-1]), *introduction}):
            for token in self._tokens(sentence):
                is_outside = not start <= token.idx < end and not start <= token.head.idx < end
                if is_outside and token.dep_ in _SUBJECT_LABELS and is_verb(token.head):
                    away = start - token.idx if token.idx < start else token.idx - end
                    subjects.append((not is_cue_verb(token.head), away, token.i, token))
        # Whoever says something, before whoever only stands nearer: "⟨one⟩, whom ⟨another⟩ helped, said: …".
        for *_, token in sorted(subjects, key=lambda s: s[:3])[:1]:
            return self.cast.conjoined(token)
        if quotation and 0 < start - self._quotations[quotation - 1].end < _BETWEEN:
            return self.speaker(quotation - 1)  # “…,” said ⟨name⟩. “…”
        return ()


def _arguments(verb: Token) -> list[Token]:
    """The words that fill a verb's places, those behind prepositions included."""
    found = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass", "dobj", "dative", "iobj"}]
    for child in verb.children:
        if child.dep_ in {"prep", "agent", "dative"}:
            found.extend(inner for inner in child.children if inner.dep_ == "pobj")
    return found


def _holds(outer: Token, inner: Token) -> bool:
    """True if `inner` hangs somewhere below `outer`."""
    at = inner
    for _ in range(8):
        if at.i == outer.i:
            return True
        if at.head.i == at.i:
            return False
        at = at.head
    return False


def is_cue_verb(token: Token) -> bool:
    """True for a verb of saying or thinking; irregular forms by their lemma: "said", "wrote"."""
    return token.lower_ in verb_forms() or token.lemma_.lower() in verb_forms()


def is_person_noun(token: Token) -> bool:
    """True for a common noun of one person: "spokesman", "official"."""
    if token.tag_ != "NN":
        return False
    noun = load_actor_nouns().get(token.lemma_.lower())
    return noun is not None and noun.kind == "unnamed"
