"""Attributions: cue, content and source tied together over the parse, before anybody is known by name.

The steps are kept apart: cues are found (`cue`), each is given its content (`content`, `bounds`) and its source
(`speaker`), quotations that the parse leaves over are given to a cue or go on from the one before (`continuation`),
and what says the same thing twice is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from legation.extract.bounds import cut_before, escapes, stretches
from legation.extract.content import Content, find_content
from legation.extract.speaker import find_source, is_misread_active, quoted_speaker, source_beside
from legation.knowledge.cues import cues_by_word
from legation.knowledge.modality import cues_of
from legation.language.clause import agent, is_passive, negation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from legation.extract.cue import FoundCue
    from legation.extract.quoted import Quoted

Rule: TypeAlias = Literal[
    "direct", "mixed", "verb", "object", "nominal", "adjectival", "parenthetical", "continued", "tagged"
]

_REPORTING = frozenset({"speech", "writing"})
_NOBODY = frozenset({"nobody", "none", "neither", "nothing", "you"})
_AUTHORS = frozenset({"i", "we"})
_LOOSE_SENSES = frozenset({"intention", "belief", "attitude"})


@dataclass(slots=True, eq=False)
class Attribution:
    """One attribution in the making; `spans` are its content in reading offsets, in order."""

    cue: FoundCue
    spans: list[tuple[int, int]]
    source: Token | None
    rule: Rule
    content: Content | None = None
    continues: Attribution | None = None  # whose words go on here without a cue
    dropped: bool = field(default=False)

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]

    def holds(self, offset: int) -> bool:
        """True if the reading offset lies in the content."""
        return any(start <= offset < end for start, end in self.spans)


def find_attributions(quoted: Quoted, every_cue: Iterable[FoundCue]) -> list[Attribution]:
    """The attributions that the rules find in a parsed report with these cues, in the order of their contents."""
    from legation.extract.continuation import attach_quotations

    cues = {cue.head.i: cue for cue in every_cue if quoted.holding(cue.head) is None}
    found: list[Attribution] = []
    pending: list[FoundCue] = []
    controllers: dict[int, FoundCue] = {}
    for cue in cues.values():
        if _tells_nothing(cue, quoted):
            continue
        made = _attribute(cue, cues, controllers, quoted)
        if made is not None:
            found.append(made)
        if "quote" in cue.row.frames and (made is None or made.rule == "object"):
            pending.append(cue)
    for attribution in found:
        attribution.source = _source(attribution.cue, controllers)
    found = attach_quotations(found, pending, quoted)
    for attribution in found:
        attribution.source = attribution.source or _source(attribution.cue, controllers)
    for attribution in found:
        if attribution.source is not None and quoted.holding(attribution.source) is not None:
            # The parser tied a cue to a subject inside the very quotation that it introduces.
            attribution.source = source_beside(attribution.cue, quoted)
    _share_sources(found)
    for attribution in found:
        # "did not answer a request for comment", "fears of war": without an owner and a clause a noun tells nothing.
        is_bare = attribution.rule == "nominal" and attribution.source is None
        if is_bare and attribution.content is not None and attribution.content.frame != "that":
            attribution.dropped = True
        if attribution.source is None and _is_anybodys(attribution.cue):
            attribution.dropped = True
        if attribution.source is not None and is_nobody(attribution.source, attribution.cue):
            attribution.dropped = True
    _drop_doublets(found)
    return sorted((a for a in found if not a.dropped), key=lambda a: (a.start, a.end, a.cue.head.i))


def _tells_nothing(cue: FoundCue, quoted: Quoted) -> bool:
    """True for what somebody didn't say, and for a participle that only tells which: "firms suspected of fraud"."""
    if cue.row.pos == "noun" and any(c.dep_ == "det" and c.lower_ == "no" for c in cue.head.children):
        # "made no mention of the attack"
        return cue.row.sense in _REPORTING
    denied = negation(cue.head)
    if cue.row.sense in _REPORTING and cue.row.pos != "noun" and denied is not None and denied not in cue.words:
        # "“Probably not,” she said": the parser hangs every "not" on a verb.
        return quoted.holding(denied) is None
    if cue.row.sense in _REPORTING and (is_withheld(cue.head) or is_quoting(cue.head)):
        return True
    return is_only_telling_which(cue.head)


def is_quoting(verb: Token) -> bool:
    """True for the first cue of "an agency *quoted* an official as saying …": the second one says whose words it is."""
    inner = (c for child in verb.children if child.dep_ == "prep" for c in child.children)
    return any(quoted_speaker(c) is not None and c.lemma_.lower() in cues_by_word() for c in inner)


def is_only_telling_which(verb: Token) -> bool:
    """True for a passive participle behind a noun, with nobody named: "firms *suspected* of fraud"."""
    is_participle = verb.dep_ == "acl" and is_passive(verb) and agent(verb) is None
    return is_participle and not is_misread_active(verb)


def is_withheld(verb: Token) -> bool:
    """True for what somebody fails or is unable to say: "refused to *explain* why", "is unable to *say* when"."""
    above = verb.head
    if verb.dep_ not in {"xcomp", "pcomp"} or above == verb:
        return False
    if above.pos_ == "ADP":
        above = above.head
    forms = (cues_of("verb"), cues_of("adjective"))
    rows = [row for form in forms for row in form.get(above.lemma_.lower(), ()) if row.doer_is_subject]
    return any(row.modality == "negated" and len(row.words) == 1 for row in rows)


def _attribute(
    cue: FoundCue, cues: dict[int, FoundCue], controllers: dict[int, FoundCue], quoted: Quoted
) -> Attribution | None:
    """The attribution that the parse gives for one cue, its source still open; None if it has no content."""
    content = find_content(cue)
    if content is None:
        return None
    next_cue = escapes(cue, content, cues, quoted)
    if next_cue is not None:
        controllers[next_cue.i] = controllers.get(cue.head.i, cue)
        cut_before(content, next_cue)
    spans = stretches(cue.head.doc, content, quoted, {word.i for word in cue.words})
    if not spans:
        return None
    quotation = quoted.at(spans[0][0])
    in_marks = quotation is not None and quotation.start == spans[0][0]
    if content.frame == "that" and "that" not in cue.row.frames and not in_marks:
        return None
    return Attribution(cue, spans, None, _rule(cue, content), content)


def _rule(cue: FoundCue, content: Content) -> Rule:
    if cue.row.pos == "noun":
        return "nominal"
    if cue.row.pos == "adjective":
        return "adjectival"
    if content.frame == "clause":
        return "parenthetical"
    return "verb" if content.frame in {"that", "inf", "ing"} else "object"


def _source(cue: FoundCue, controllers: dict[int, FoundCue]) -> Token | None:
    return find_source(controllers.get(cue.head.i, cue))


def _is_anybodys(cue: FoundCue) -> bool:
    """True for what would be said, or is meant, by nobody in particular: "to *explain* this, …", "is *intended* to"."""
    verb = cue.head
    if is_passive(verb):
        return cue.row.sense == "intention"
    return verb.tag_ == "VB" and cue.row.sense in _REPORTING and verb.dep_ not in {"ccomp", "conj"}


def is_nobody(source: Token, cue: FoundCue) -> bool:
    """True where nobody thinks so ("no one knows why"), the reader does, or the report's own author ("I suspect")."""
    if is_dummy(source, cue.head):
        return True
    if source.lower_ in _NOBODY or any(c.dep_ == "det" and c.lower_ == "no" for c in source.children):
        return True
    return source.lower_ in _AUTHORS and cue.row.sense not in _REPORTING


def is_dummy(source: Token, cue: Token) -> bool:
    """True for the "it" of "it is wrong to *say* so", "it was a shock to *learn* that …": what is to be said by nobody.

    Of a state, "it is eager to *say* so" tells what it wants: such adjectives are cues themselves.
    """
    if source.lower_ != "it":
        return False
    if any(c.tag_ == "TO" for c in cue.children):
        judged = cue.head
    elif cue.pos_ == "ADJ" and any(c.dep_ in {"xcomp", "ccomp"} for c in cue.children):
        judged = cue
    else:
        return False
    stands = judged.head if judged.dep_ in {"acomp", "attr"} else judged
    is_judged = stands.lemma_ == "be" or any(c.lemma_ == "be" for c in stands.lefts)
    listed = any(row.pos == "adjective" for row in cues_by_word().get(judged.lower_, ()))
    return is_judged and source.head == stands and not (judged == cue.head and listed)


def _share_sources(found: list[Attribution]) -> None:
    """Give a participle without a subject ("… and adding that") the source of the statement before in its sentence."""
    before: Attribution | None = None
    for attribution in sorted(found, key=lambda a: a.cue.head.i):
        head = attribution.cue.head
        is_bare = head.tag_ == "VBG" and head.dep_ in {"conj", "advcl", "dep"}
        if attribution.source is None and is_bare and before is not None and before.cue.head.sent == head.sent:
            attribution.source = before.source
        if attribution.source is not None and attribution.cue.row.pos in {"verb", "multiword"}:
            before = attribution


def _drop_doublets(found: list[Attribution]) -> None:
    """Mark what another attribution says already.

    "wants to announce a truce": the announcement is the statement. "said he hoped for a truce": what is said is.
    """
    by_head = {
        a.content.head.i: a
        for a in found
        if a.content is not None and a.content.frame in {"inf", "ing"} and a.cue.row.sense in _LOOSE_SENSES
    }
    for attribution in found:
        outer = by_head.get(attribution.cue.head.i)
        if outer is not None and outer is not attribution and outer.cue.row.act != "deny":
            outer.dropped = True
            if attribution.source is None:
                attribution.source = outer.source
    kept = sorted(
        (a for a in found if not a.dropped), key=lambda a: (a.start, -a.end, a.rule == "nominal", a.cue.head.i)
    )
    said = {tuple(a.spans) for a in kept if a.rule != "nominal"}
    for attribution in kept:
        # "said in a statement that …" is one statement.
        attribution.dropped = attribution.rule == "nominal" and tuple(attribution.spans) in said
    kept = [a for a in kept if not a.dropped]
    holders: list[Attribution] = []
    for attribution in kept:
        holders = [h for h in holders if h.end > attribution.start]
        at = attribution.cue.head.idx
        around = [h for h in holders if h.holds(at) and h.holds(attribution.start)]
        if around and not all(_is_aside(attribution, h) for h in around):
            attribution.dropped = True
            continue
        holders.append(attribution)


def _is_aside(inner: Attribution, outer: Attribution) -> bool:
    """True where a statement inside another's content is somebody else's, told beside it.

    "announced an embargo, which Rome called foolish"; "the port, according to Rome, is safe, Oslo reported".
    """
    source, cue = inner.source, inner.cue
    if source is None or (outer.source is not None and source.lower_ == outer.source.lower_):
        return False
    if cue.row.pos == "preposition":
        return True
    if outer.content is not None and outer.content.head == cue.head and outer.content.frame == "that":
        # "Oslo is unhappy that Rome announced a ban": Rome has, whatever Oslo feels about it.
        return outer.cue.row.sense not in _REPORTING and cue.row.sense in _REPORTING
    if cue.head.dep_ not in {"relcl", "acl"} or cue.row.sense not in _REPORTING | {"attitude", "belief"}:
        return False
    if cue.head.dep_ == "acl" and agent(cue.head) is not None:
        return True
    before = cue.head.left_edge.i - 1
    return before >= 0 and cue.head.doc[before].text in {",", "–", "—"}
