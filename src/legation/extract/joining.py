"""The rules' attributions and the tagger's made one list.

The tagger has seen what the rules say (`tag_features`), so it decides what is an attribution; the rules, where they
have found the same one, say what kind of cue it is, and how far a clause or a quotation goes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from legation.extract.attribution import Attribution, is_nobody, is_only_telling_which, is_quoting, is_withheld
from legation.extract.bounds import join, trimmed
from legation.extract.channel import medium_of
from legation.extract.cue import FoundCue, is_support
from legation.extract.speaker import quoted_speaker, source_range
from legation.knowledge.cues import Cue
from legation.knowledge.events import Form, patterns, plover_type
from legation.language.clause import antecedent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from spacy.tokens import Doc, Token

    from legation.extract.quoted import Quoted
    from legation.extract.tagged import Tagged
    from legation.extract.tagger import WordRange
    from legation.knowledge.cues import CueClass, CuePos

# Least mean probability of a tagged attribution that no rule bears out. From 0.6 up it costs no joint F1 on PolNeAR;
# on world news, from which the tagger has not learnt, what is less sure is mostly wrong.
_LEAST = 0.8
# Share of a quotation's words that a content must hold to hold them all.
_MOST = 0.5
# Share of words in common from which on the rules' content stands, which ends where clauses and quotations do.
_ALIKE = 0.8
# The same from which on a content without a cue is that of the rules.
_SAME = 0.3
_AUXILIARY = frozenset({"aux", "auxpass", "neg", "advmod", "mark", "punct"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_LIGHT = frozenset({"PUNCT", "AUX", "ADV", "PART"})
_GRAMMAR = frozenset({"ADP", "SCONJ", "PART", "DET", "PUNCT"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_REPORTING = frozenset({"speech", "writing"})
_TOLD_TO = frozenset({"that", "quote", "clause", "np"})
_DEEDS = frozenset({"AGREE", "CONSULT"})
_MATERIAL = frozenset({2, 4})  # quads of PLOVER: material cooperation and conflict
_TOLD = frozenset({"speech", "writing", "belief", "fear"})
_RELATIVES = frozenset({"WP", "WDT"})
_NO_CUES = frozenset({"ADP", "SCONJ"})
_KINDS: dict[str, CuePos] = {"NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an attribution of the rules stands, by token numbers."""

    attribution: Attribution
    content: frozenset[int]
    cue: frozenset[int]


def joined(
    doc: Doc, quoted: Quoted, words: Sequence[Token], cues: Iterable[FoundCue],
    rules: Sequence[Attribution], tagged: Iterable[Tagged],
) -> list[Attribution]:  # fmt: skip
    """The attributions of a report; `words` are what the tagger counts in, `cues` all that the table finds."""
    return _Joiner(doc, quoted, words, cues, rules).joined(tagged)


class _Joiner:
    def __init__(
        self, doc: Doc, quoted: Quoted, words: Sequence[Token], cues: Iterable[FoundCue], rules: Sequence[Attribution]
    ) -> None:
        self._doc = doc
        self._quoted = quoted
        self._words = words
        self._cues = {word.i: cue for cue in cues for word in cue.words}
        self._places = [_place(doc, attribution) for attribution in rules]
        self._by_cue, self._by_content = (_index(p.cue for p in self._places), _index(p.content for p in self._places))
        self._tagged: set[int] = set()  # tokens of cues

    def joined(self, tagged: Iterable[Tagged]) -> list[Attribution]:
        found: list[Attribution] = []
        used: set[int] = set()
        tagged = list(tagged)
        self._tagged = {word.i for one in tagged for word in self._tokens(one.cue)}
        # What is surer chooses first which of the rules' attributions it is.
        for one in sorted(tagged, key=lambda t: (-t.chance, t.content)):
            made = self._joined(one, used)
            if made is not None:
                found.append(made)
        found += self._continued(found, used)
        covered = {i for a in found for i in _place(self._doc, a).content}
        for number, place in enumerate(self._places):
            if number not in used and self._stands(place, covered):
                found.append(place.attribution)
        kept = {id(a) for a in found}
        for attribution in found:
            if attribution.continues is not None and id(attribution.continues) not in kept:
                attribution.continues = None
        return sorted(found, key=lambda a: (a.start, a.end, a.cue.head.i))

    def _continued(self, found: Sequence[Attribution], used: set[int]) -> list[Attribution]:
        """Quotations that go on from indirect words are statements of their own; taken out of those they go on from."""
        kept = {id(attribution) for attribution in found}
        apart: list[Attribution] = []
        for number, place in enumerate(self._places):
            own, before = place.attribution, place.attribution.continues
            if before is None or id(before) not in kept or number in used:
                continue
            left = [s for s in before.spans if not any(s[0] < end and start < s[1] for start, end in own.spans)]
            if left and len(left) < len(before.spans):
                used.add(number)
                before.spans, own.source = left, before.source
                apart.append(own)
        return apart

    def _stands(self, place: _Place, covered: set[int]) -> bool:
        """True for what the rules alone find: a rare word in a plain construction, or one's words told by another.

        The tagger gives each word to one content, so that of "Rome said Oslo feared a war" it sees the half.
        """
        if len(place.content & covered) < _MOST * len(place.content):
            return True
        attribution = place.attribution
        return attribution.source is not None and attribution.cue.row.sense in _TOLD and not place.cue & self._tagged

    def _joined(self, tagged: Tagged, used: set[int]) -> Attribution | None:
        tokens = self._tokens(tagged.cue)
        tagged = replace(tagged, content=self._near(tagged, tokens))
        spans = self._spans(tagged.content)
        if not spans:
            return None
        number = self._same(tagged, tokens, used)
        if number is not None:
            used.add(number)
            return self._with_rule(self._places[number], tagged, spans)
        if not tokens or tagged.chance < _LEAST:
            return None
        cue = next((self._cues[t.i] for t in tokens if t.i in self._cues), None)
        if cue is None or not _fits(cue, self._tokens(tagged.content)):
            cue = self._unlisted(tokens, spans)
            if cue.head.pos_ in _NO_CUES or (cue.row.sense != "speech" and _is_deed(cue.head, tokens)):
                return None
            if cue.row.sense != "speech" and self._tells_of_a_statement(tagged):
                return None
        elif cue.row.sense in _REPORTING and (is_withheld(cue.head) or any(_is_no(t) for t in tokens)):
            # What somebody did not say.
            return None
        source = self._source(tagged)
        # What nobody is said to say is told by the rules alone: "it is feared that …".
        if source is None or is_nobody(source, cue) or is_only_telling_which(cue.head) or is_quoting(cue.head):
            return None
        return Attribution(cue, spans, source, "tagged")

    def _tells_of_a_statement(self, tagged: Tagged) -> bool:
        """True where the content is somebody's statement itself: "*Rome's refusal* dismayed many" is Rome's."""
        own = (self._places[n] for word in self._tokens(tagged.content) for n in self._by_cue.get(word.i, ()))
        return any(p.attribution.rule == "nominal" and p.attribution.source is not None for p in own)

    def _near(self, tagged: Tagged, cue: Sequence[Token]) -> tuple[WordRange, ...]:
        """The content without wrong links: what stands in other sentences than the cue and is no quotation, or one
        that the rules give to a cue of its own.
        """
        sentences = {word.sent.start for word in cue}
        own = {word.i for word in cue}
        kept = []
        for start, end in tagged.content:
            first, last = self._words[start], self._words[end - 1]
            if {first.sent.start, last.sent.start} & sentences:
                kept.append((start, end))
                continue
            quotation = self._quoted.holding(first)
            near = (self._places[n] for n in self._by_content.get(first.i, ()))
            claims = [place for place in near if place.attribution.rule == "object"]
            if quotation is not None and self._quoted.is_full(quotation) and all(p.cue & own for p in claims):
                kept.append((start, end))
        return tuple(kept) or tagged.content

    def _with_rule(self, place: _Place, tagged: Tagged, spans: list[tuple[int, int]]) -> Attribution:
        """The rules' attribution with the tagged source, and the tagged content where the two differ widely."""
        attribution = place.attribution
        attribution.source = self._surer(attribution, tagged)
        content = {t.i for t in self._tokens(tagged.content)}
        is_alike = _share(self._doc, content, place.content) >= _ALIKE
        if not is_alike and not _is_bounded(attribution) and not self._lacks_words(content, place):
            attribution.spans = spans
        return attribution

    def _lacks_words(self, content: AbstractSet[int], place: _Place) -> bool:
        """True where the tagged content is the rules' without what stands in quotation marks."""
        missing = place.content - content
        return content < place.content and all(self._quoted.holding(self._doc[i]) is not None for i in missing)

    def _surer(self, attribution: Attribution, tagged: Tagged) -> Token | None:
        """The rules' source where the tagged one is the same phrase, or a letter that tells who wrote it, or where
        it stands right before the cue: "with the minister, Ana Silva, saying".
        """
        source = attribution.source
        if source is not None and source == quoted_speaker(attribution.cue.head):
            return source
        if source is None or tagged.source is None:
            return source or self._source(tagged)
        first, end = source_range(source)
        cue = attribution.cue.head.i
        if any(first <= word.i < end for word in self._words[slice(*tagged.source)]):
            return source
        is_work = source.pos_ == "NOUN" and medium_of(source, "work") is not None
        is_beside = end <= cue and all(word.pos_ in _LIGHT for word in self._doc[end:cue])
        return source if is_work or is_beside else self._source(tagged)

    def _same(self, tagged: Tagged, tokens: list[Token], used: set[int]) -> int | None:
        """The number of the rules' attribution that this is: by its cue, or by its content where no cue is tagged."""
        content = {t.i for t in self._tokens(tagged.content)}
        index, least = (self._by_cue, -1.0) if tokens else (self._by_content, _SAME)
        near = {number for i in ({t.i for t in tokens} or content) for number in index.get(i, ())} - used
        ranked = []
        for number in near:
            place = self._places[number]
            share = len(content & place.content) / max(1, len(content | place.content))
            if share > least:
                ranked.append((place.attribution.continues is None, share, -number))
        return -max(ranked)[2] if ranked else None

    def _tokens(self, ranges: Iterable[WordRange]) -> list[Token]:
        return [word for start, end in ranges for word in self._words[start:end]]

    def _spans(self, ranges: Iterable[WordRange]) -> list[tuple[int, int]]:
        """A content's stretches in the reading text: no loose punctuation at their ends, quotations whole."""
        doc = self._doc
        found = []
        for start, end in ranges:
            held = trimmed(doc, (self._words[start].i, self._words[end - 1].i + 1))
            if held is not None:
                found.append(self._snapped(doc[held[0]].idx, doc[held[1] - 1].idx + len(doc[held[1] - 1])))
        return join(found)

    def _snapped(self, start: int, end: int) -> tuple[int, int]:
        for quotation in self._quoted.between(start, end):
            shared = min(end, quotation.inner_end) - max(start, quotation.inner_start)
            if shared > _MOST * (quotation.inner_end - quotation.inner_start):
                start, end = min(start, quotation.start), max(end, quotation.end)
        return start, end

    def _source(self, tagged: Tagged) -> Token | None:
        """The word that heads the tagged source; for "who" and "which" the one they stand for."""
        if tagged.source is None:
            return None
        head = _head(self._words[slice(*tagged.source)])
        return antecedent(head) if head.tag_ in _RELATIVES else head

    def _unlisted(self, tokens: list[Token], spans: list[tuple[int, int]]) -> FoundCue:
        """A cue that the table doesn't have: of speech where whole sentences are quoted, else of attitude.

        What is neither quoted nor a clause is what somebody is for, wants or tries.
        """
        head = _head([t for t in tokens if t.dep_ not in _AUXILIARY and not t.is_punct] or tokens)
        quotations = [q for s, e in spans for q in self._quoted.between(s, e)]
        sense: CueClass = "speech" if any(self._quoted.is_full(q) for q in quotations) else "attitude"
        is_told = bool(quotations) or any(
            t.tag_ in _FINITE for s, e in spans for t in self._doc.char_span(s, e, alignment_mode="expand") or ()
        )
        act = "assert" if is_told else "believe"
        row = Cue(
            words=(head.lemma_.lower(),), pos=_KINDS.get(head.pos_, "verb"), sense=sense, act=act, acts={},
            frames=frozenset(), addressee="", channel=None, example="", line=0,
        )  # fmt: skip
        return FoundCue(row, head, (head, *(t for t in tokens if t != head)))


def _is_bounded(attribution: Attribution) -> bool:
    """True where the parse knows best how far the content goes.

    A clause behind a noun or adjective ends before the main verb ("the claim that he left *angered* Oslo"); who is
    urged is addressed, and only what they should do is said; "according to" says which clause it stands in.
    """
    content = attribution.content
    if attribution.rule in {"adjectival", "parenthetical"}:
        return True
    if attribution.rule == "nominal":
        return content is not None and content.frame == "that"
    is_addressed = attribution.cue.row.addressee == "object"
    return is_addressed and content is not None and content.frame not in _TOLD_TO


def _is_deed(head: Token, cue: Sequence[Token]) -> bool:
    """True for a cue that tells of something done: to sign, to ban and to hold talks is more than to say so."""
    if is_support(head):
        words = [t for t in cue if t.pos_ == "NOUN"]
        if not words:
            # "renewed their partnership": the verb only lends a noun its subject.
            return head.pos_ == "VERB"
    else:
        words = [head]
    found = (p for t in words for form in get_args(Form) for p in patterns().get((form, t.lemma_.lower()), ()))
    types = {pattern.type for pattern in found if pattern.type}  # a line without a type tells what is no event
    return any(type_ in _DEEDS or plover_type(type_).quad in _MATERIAL for type_ in types)


def _is_no(word: Token) -> bool:
    return word.dep_ == "neg" or word.lower_ == "no"


def _fits(cue: FoundCue, content: Sequence[Token]) -> bool:
    """True where a cue of the table may have such a content though the rules did not find it so.

    A cue of belief is one with a clause: "held that …", but not "held talks on the border".
    """
    if cue.row.sense in _REPORTING or "np" in cue.row.frames:
        return True
    return any(t.tag_ in _FINITE or t.dep_ == "mark" for t in content)


def _share(doc: Doc, one: AbstractSet[int], other: AbstractSet[int]) -> float:
    """How much two sets of words have in common; what is only grammar does not count."""
    first, second = ({i for i in found if doc[i].pos_ not in _GRAMMAR} for found in (one, other))
    return len(first & second) / max(1, len(first | second))


def _head(tokens: Sequence[Token]) -> Token:
    """The word that hangs on none of the others, a noun if there is one."""
    within = {t.i for t in tokens}
    tops = [t for t in tokens if t.head.i not in within or t.head == t] or list(tokens)
    return next((t for t in tops if t.pos_ in _NOMINAL), tops[0])


def _index(parts: Iterable[AbstractSet[int]]) -> dict[int, list[int]]:
    """Token to the numbers of the parts that hold it."""
    found: dict[int, list[int]] = {}
    for number, part in enumerate(parts):
        for token in part:
            found.setdefault(token, []).append(number)
    return found


def _place(doc: Doc, attribution: Attribution) -> _Place:
    content: set[int] = set()
    for start, end in attribution.spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        content.update(t.i for t in span or () if not t.is_space)
    return _Place(attribution, frozenset(content), frozenset(w.i for w in attribution.cue.words))
