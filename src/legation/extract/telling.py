"""From attributions to statements: who the speakers and addressees are, through what channel, when.

A report tells as it goes: "the report" is the one that was introduced, "it added" goes on from the sentence before, a
"conversation" after a telephone call is one too. What has been told is therefore remembered from one to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from legation.extract.act import find_act
from legation.extract.anchor import event_date
from legation.extract.channel import Setting, find_setting, medium_of
from legation.extract.reading import Anchored
from legation.extract.speaker import possessor, relative_of, source_range
from legation.extract.statement import Channel, Statement
from legation.knowledge.calibration import probability
from legation.language.clause import conjuncts, governing_verb, phrase_span, subject
from legation.record import merge_spans

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.extract.attribution import Attribution
    from legation.extract.quoted import Quoted
    from legation.extract.reading import Reading

# How far, in words, "it" may stand from the report or letter that it speaks for.
_MEMORY = 120
_CLIMB = 3
_PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WDT", "WP$", "EX"})
_NOBODY = frozenset({"this", "that", "these", "those", "nobody", "none", "nothing", "everything", "which", "what"})
_INDEFINITE = frozenset({"a", "an", "another"})


@dataclass(slots=True)
class _Work:
    """A report, letter or message that has been spoken of: its author and those it was sent to."""

    author: tuple[str, ...]
    addressees: tuple[str, ...]
    channel: str | None


def _rule(attribution: Attribution) -> str:
    """What the confidence is measured by: the construction for speech and writing, else the class of the cue.

    What the tagger alone finds is measured by itself.
    """
    if attribution.rule == "tagged":
        return "tagged"
    sense = attribution.cue.row.sense
    return attribution.rule if sense in {"speech", "writing"} or sense is None else sense


class Telling:
    """One pass over a report's attributions in the order of their cues."""

    def __init__(self, reading: Reading, quoted: Quoted) -> None:
        self.reading = reading
        self.quoted = quoted
        self._works: dict[str, _Work] = {}
        self._last: Statement | None = None
        self._last_cue = -1
        self._last_is_work = False

    def statement(self, attribution: Attribution) -> Anchored[Statement]:
        """The record of one attribution."""
        reading, cue = self.reading, attribution.cue
        setting = find_setting(attribution)
        speakers, work = self._speakers(attribution)
        addressees, outlet = self._addressees(setting, speakers)
        channel = setting.channel
        if work is not None:
            addressees = addressees or work.addressees
            channel = channel or work.channel
        if channel is None and setting.is_open:
            channel = self._same_channel(speakers)
        content = reading.spans(*attribution.spans)
        words = tuple(span for word in cue.words for span in reading.spans_of(word))
        source = self._source_spans(attribution)
        record = Statement(
            document=reading.id,
            evidence=merge_spans([*content, *words, *source]),
            confidence=probability("statement", _rule(attribution)),
            speakers=speakers,
            speaker_span=source,
            cue=merge_spans(words),
            content=content,
            directness=self._directness(attribution),
            act=find_act(attribution, reading.doc, reading.view.text, lambda token: self._stands_for(token, speakers)),
            addressees=addressees,
            channel=cast("Channel | None", channel),
            outlet=outlet,
            date=event_date(reading, cue.head)[0],
        )
        self._last, self._last_cue, self._last_is_work = record, cue.head.i, work is not None
        return Anchored(record, tuple(attribution.spans), cue.head.i)

    def _source_spans(self, attribution: Attribution) -> tuple[tuple[int, int], ...]:
        if attribution.source is None:
            return ()
        first, end = source_range(attribution.source)
        phrase = self.reading.spans_of(self.reading.doc[first:end])
        pronoun = relative_of(attribution.cue.head)
        return phrase if pronoun is None else merge_spans([*phrase, *self.reading.spans_of(pronoun)])

    def _stands_for(self, token: Token, speakers: tuple[str, ...]) -> bool:
        meant = self.reading.actors_of(token)
        return bool(meant) and set(meant) <= set(speakers)

    def _speakers(self, attribution: Attribution) -> tuple[tuple[str, ...], _Work | None]:
        """Ids of the speakers, and the work that speaks for them if one does."""
        source = attribution.source
        if source is None:
            return (), None
        is_near = attribution.cue.head.i - self._last_cue <= _MEMORY
        if source.lower_ == "it" and self._last is not None and self._last_is_work and is_near:
            return self._last.speakers, _Work(self._last.speakers, self._last.addressees, self._last.channel)
        work = self._work(source)
        if work is not None and work.author:
            return work.author, work
        found = self._actors(source)
        verb = attribution.cue.head
        for _ in range(_CLIMB):
            # "launched a campaign whose aim is to convince": what isn't anybody speaks for who is above it.
            if found:
                break
            above = governing_verb(source if source.i > verb.i else verb)
            if above is None:
                break
            verb = above
            doer = subject(above)
            if doer is None or doer.i == source.i:
                continue
            if doer.pos_ in {"NOUN", "PROPN", "PRON"} and attribution.cue.head.tag_ in {"VBG", "VB"}:
                found = self._actors(doer)
        return found or self._unnamed(source), None

    def _actors(self, source: Token) -> tuple[str, ...]:
        """Who the source phrase with its conjuncts names."""
        actors_of = self.reading.cast.actors_of
        found: dict[str, None] = {}
        for member in conjuncts(source):
            actors = actors_of(member)
            names = [name for c in member.children if c.dep_ == "appos" for name in conjuncts(c)]
            person = self._named_behind(member) if not actors or not self._is_person(actors) else ()
            if person:
                actors = person
            elif not actors or member.tag_ == "NNS":
                # "the premier's advisers Ana Silva and Jon Berg" are two, "the premier, Ana Silva" is one.
                actors = tuple(actor for name in names for actor in actors_of(name)) or actors
            elif len(names) > 1 and all(word.pos_ == "PROPN" for word in [member, *names]):
                # "Oslo, Rome and Paris": a list that the parser took for an apposition.
                actors = (*actors, *(actor for name in names for actor in actors_of(name)))
            found.update(dict.fromkeys(actors or actors_of(member, create=True)))
        return tuple(found)

    def _is_person(self, actors: tuple[str, ...]) -> bool:
        return all(self.reading.cast.roles[actor].kind == "person" for actor in actors)

    def _named_behind(self, title: Token) -> tuple[str, ...]:
        """The person named behind a title: "the water minister of Chad, *Ana Silva*,", hung on Chad by the parser."""
        if title.tag_ != "NN":
            return ()
        places = [p for c in title.rights if c.dep_ == "prep" for p in c.children if p.dep_ == "pobj"]
        for name in (c for host in [title, *places] for c in host.rights if c.dep_ == "appos" and c.pos_ == "PROPN"):
            actors = self.reading.actors_of(name)
            if actors and self._is_person(actors):
                return actors
        return ()

    def _unnamed(self, source: Token) -> tuple[str, ...]:
        """An actor for a source that is nobody known: whose it is ("the party's manifesto"), else "leaks", "some"."""
        cast_ = self.reading.cast
        if source.pos_ not in {"NOUN", "PRON"} or source.tag_ in _PRONOUN_TAGS or source.lower_ in _NOBODY:
            return ()
        parts = [c for c in source.children if c.dep_ in {"poss", "compound", "nmod"}]
        owner = next((a for part in parts if (a := cast_.actors_of(part))), ())
        if owner:
            return owner
        start, end = phrase_span(source)
        article = next((c for c in source.children if c.dep_ == "det" and c.idx == start), None)
        name = self.reading.view.text[start if article is None else article.idx + len(article) : end].strip()
        role = cast_.role(name, "unnamed", apart=start)
        role.number = "plural" if source.tag_ == "NNS" else "singular"
        cast_.mark_stretch(start, end, "unnamed", role.id, root=source.i)
        return (role.id,)

    def _work(self, source: Token) -> _Work | None:
        """The work that a source phrase is: a report, a letter, a message; None if it is none."""
        row = medium_of(source, "work") if source.pos_ == "NOUN" else None
        if row is None:
            return None
        phrase = row.words[-1]
        owner = possessor(source)
        author = self._actors(owner) if owner is not None else ()
        if not author:
            parts = [c for c in source.children if c.dep_ in {"compound", "amod", "nmod"}]
            author = next((a for part in parts if (a := self.reading.actors_of(part))), ())
        known = self._works.get(phrase)
        is_indefinite = any(c.lower_ in _INDEFINITE for c in source.children)
        if known is not None and not is_indefinite and (not author or author == known.author):
            return known
        if not author:
            return None
        addressed = () if self._last is None or self._last.speakers != author else self._last.addressees
        work = self._works[phrase] = _Work(author, addressed, row.channel)
        return work

    def _addressees(self, setting: Setting, speakers: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
        """Ids of those addressed, and the media outlet among them."""
        found: dict[str, None] = {}
        outlet: str | None = None
        for token in setting.addressed:
            known = self._actors(token)
            if not known and medium_of(token, "audience") is None and medium_of(token, "medium") is None:
                known = self._unnamed(token)
            for actor in known:
                role = self.reading.cast.roles.get(actor)
                if role is not None and role.kind == "media":
                    outlet = outlet or actor
                elif actor not in speakers:
                    found[actor] = None
        return tuple(found), outlet

    def _same_channel(self, speakers: tuple[str, ...]) -> str | None:
        """The channel of the statement before, if it is the same speaker's."""
        return self._last.channel if self._last is not None and self._last.speakers == speakers else None

    def _directness(self, attribution: Attribution) -> Literal["direct", "mixed", "indirect"]:
        doc = self.reading.doc
        inside = outside = 0
        for start, end in attribution.spans:
            for token in doc.char_span(start, end, alignment_mode="expand") or ():
                if not token.text[:1].isalnum():
                    continue
                if self.quoted.holding(token) is not None:
                    inside += 1
                else:
                    outside += 1
        if not inside:
            return "indirect"
        if outside or (attribution.rule == "object" and not self._is_full(attribution)):
            return "mixed"
        return "direct"

    def _is_full(self, attribution: Attribution) -> bool:
        return all(self.quoted.is_full(q) for s, e in attribution.spans for q in self.quoted.between(s, e))
