"""What a cue governs: the clause, infinitive, object or predicate that is said, and where in the text it lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from legation.extract.channel import medium_of
from legation.language.clause import SUBJECTS, agent, is_passive, is_verb, mark_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from legation.extract.cue import FoundCue

TokenRange: TypeAlias = tuple[int, int]  # [first, end) token indices

# The constructions that are the message itself; an object beside them is the one addressed.
CLAUSAL = frozenset({"quote", "that", "inf", "ing", "clause"})
_PREDICATE = frozenset({"as", "adj"})
# Words looked back through for where a clause begins; longer ones are no prose.
_WINDOW = 200
_OBJECTS = frozenset({"dobj", "dative"})
_EMPTY_OBJECTS = frozenset({"it", "that", "this", "so", "what", "which", "who", "whom", "one", "something", "anything"})
_REPORTING_MARKS = frozenset({"that", "whether", "how", "why", "what", "where", "when", "who"})
_PARTS = frozenset({";", ":"})
_CUTS = _PARTS | {",", "–", "—"}
_SUBORDINATORS = frozenset({"if", "whether"})


@dataclass(frozen=True, slots=True)
class Complement:
    """One thing that a cue governs: the construction, its head and its words."""

    frame: str
    head: Token
    words: TokenRange


@dataclass(slots=True)
class Content:
    """What is said: token ranges in order, the construction it was found by, and the word that heads it."""

    ranges: list[TokenRange]
    frame: str
    head: Token
    complements: list[Complement] = field(default_factory=list)


def find_content(cue: FoundCue) -> Content | None:
    """The content that the parse gives a cue, or None where the cue governs nothing that its row allows."""
    if cue.row.pos == "preposition":
        return _governing_clause(cue, _phrase_end(cue))
    found = [c for c in _complements(cue) if _allows(cue, c)]
    chosen = _choose(cue, found)
    if chosen:
        ranges = _bridged(cue.head.doc, _merge([r for c in chosen for r in _without(cue, c)]))
        return Content(ranges, chosen[0].frame, chosen[0].head, chosen) if ranges else None
    if "that" in cue.row.frames and cue.row.pos in {"verb", "multiword"}:
        return _host_clause(cue)
    return None


def _allows(cue: FoundCue, complement: Complement) -> bool:
    """True where the row has the construction; a finite clause may also turn out to be a quotation."""
    if complement.frame in {"inf", "ing"} and complement.head.i < cue.head.i:
        # "To mark the day, Oslo said …" tells why, not what.
        return False
    if complement.frame in cue.row.frames:
        return True
    if complement.frame == "np" and "finding" in cue.row.frames:
        # "The survey shows a drop": what a report shows it says; what a man shows he may hold in his hand.
        return any(c.dep_ == "nsubj" and medium_of(c, "work") is not None for c in cue.head.children)
    return complement.frame == "that" and "quote" in cue.row.frames


def _choose(cue: FoundCue, found: list[Complement]) -> list[Complement]:
    """The complements that make up the content together."""
    clausal = [c for c in found if c.frame in CLAUSAL and not _stands_apart(cue, c)]
    if clausal:
        # "While not all is lost, Oslo said talks would go on": what follows the cue is what it says.
        clausal.sort(key=lambda c: (c.words[0] < cue.head.i and len(clausal) > 1 and c.frame != "quote", c.words))
        # "is expected to resign": who is expected to belongs to what is expected.
        raised = [c for c in found if c.frame == "np" and is_passive(cue.head) and not cue.row.addressee]
        return clausal[:1] + raised if clausal[0].frame == "inf" else clausal[:1]
    objects = [c for c in found if c.frame == "np"]
    others = [c for c in found if c.frame != "np"]
    if others and cue.row.addressee == "object":
        return others
    kept = [c for c in objects if not (c.head.lower_ in _EMPTY_OBJECTS or _is_gap(cue, c))]
    relative = [c for c in objects if c.head.tag_ in {"WDT", "WP"} and cue.head.dep_ == "relcl"]
    if others:
        return kept + others
    if cue.row.sense not in {"attitude", "fear"}:
        kept = [c for c in kept if c.head.pos_ != "PRON"]
    if not kept and relative:
        # "the plan, which he denied": what is denied has its name before the pronoun.
        named = cue.head.head
        return [Complement("np", named, (named.left_edge.i, named.i + 1)), *relative]
    return kept or [c for c in objects if _is_gap(cue, c)]


def _stands_apart(cue: FoundCue, complement: Complement) -> bool:
    """True for a clause before the cue that the parser tied to it though it is no part of what is said.

    "Oslo agreed; Rome says that …", "42 were hurt: officials say …", "While Oslo waits, Rome says …".
    """
    first, end = complement.words
    if complement.frame != "that" or first > cue.head.i:
        return False
    doc = cue.head.doc
    if end < len(doc) and doc[end].text in _PARTS and end < cue.head.i:
        return True
    opener = mark_of(complement.head)
    return opener is not None and opener not in _REPORTING_MARKS and doc[first].lower_ == opener


def _bridged(doc: Doc, ranges: list[TokenRange]) -> list[TokenRange]:
    """The ranges, those with only a preposition between them made one: "the offer … *as* an insult"."""
    bridged: list[TokenRange] = []
    for first, end in ranges:
        between = doc[bridged[-1][1] : first] if bridged else ()
        words = [t for t in between if not t.is_punct]
        if (
            bridged
            and len(words) == 1
            and words[0].pos_ in {"ADP", "SCONJ"}
            and all(t.text not in _CUTS for t in between)
        ):
            bridged[-1] = (bridged[-1][0], end)
        else:
            bridged.append((first, end))
    return bridged


def _is_gap(cue: FoundCue, complement: Complement) -> bool:
    """True for the antecedent of a relative clause or a participle that the cue itself heads."""
    return complement.head == cue.head.head and cue.head.dep_ in {"relcl", "acl"}


def _complements(cue: FoundCue) -> list[Complement]:
    """Everything that hangs on the cue's words, in order of the text."""
    found: list[Complement] = []
    own = set(cue.words)
    for word in cue.words:
        for child in word.children:
            if child not in own:
                found.extend(_as_complement(cue, word, child))
            if child.dep_ == "dobj":
                # "reminded the council of its promise", "framed the sale as a gift": hung on the object.
                for inner in child.rights:
                    if inner.dep_ == "prep" and _may_hang_on_object(cue, inner):
                        found.extend(_as_complement(cue, word, inner))
    if cue.row.pos == "adjective" and cue.head.dep_ == "acomp":
        clauses = [c for c in cue.head.head.rights if c.dep_ == "ccomp" and c.i > cue.head.i]
        found.extend(c for clause in clauses for c in _as_complement(cue, cue.head.head, clause))
    if "that" in cue.row.frames and is_verb(cue.head) and not any(c.frame == "that" for c in found):
        found.extend(_misplaced_clauses(cue))
    told_of = cue.head.dep_ == "relcl" or (cue.head.dep_ == "acl" and agent(cue.head) is not None)
    if told_of and is_verb(cue.head) and not any(c.frame == "np" for c in found):
        found.append(_whole("np", cue.head.head, upto=cue.head))
    return sorted(found, key=lambda c: c.words)


def _may_hang_on_object(cue: FoundCue, preposition: Token) -> bool:
    if preposition.lower_ not in cue.row.frames:
        return False
    return cue.row.addressee == "object" or preposition.lower_ == "as"


def _misplaced_clauses(cue: FoundCue) -> Iterator[Complement]:
    """A that-clause that a parser hung on a noun in between: "told Rome in a call *that the truce would hold*"."""
    for child in cue.head.rights:
        nouns = [child] if child.dep_ in _OBJECTS else [c for c in child.children if c.dep_ == "pobj"]
        for noun in nouns:
            for clause in noun.rights:
                is_clause = clause.dep_ in {"acl", "relcl", "ccomp"}
                if is_clause and any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.lefts):
                    yield _whole("that", clause)


def _as_complement(cue: FoundCue, word: Token, child: Token) -> Iterator[Complement]:
    label = child.dep_
    if label in {"ccomp", "xcomp"}:
        yield _whole(clause_frame(child), child)
    elif label in _OBJECTS and child.pos_ != "ADP":
        yield _whole("np", child)
    elif label == "nsubjpass":
        if is_passive(cue.head) and child.lower_ not in _EMPTY_OBJECTS:
            yield _whole("np", child)
    elif label in {"oprd", "acomp", "attr"} and is_verb(word):
        yield _whole("np" if label == "attr" and "adj" not in cue.row.frames else "adj", child)
    elif label in {"pobj", "pcomp"}:
        yield _whole("np" if label == "pobj" else clause_frame(child), child)
    elif label == "prep" and child.lower_ == "as":
        # "as beyond repair", "as having failed": whatever the predicate is.
        inner = next(child.rights, None)
        if inner is not None:
            yield Complement("as", inner, (child.i + 1, child.right_edge.i + 1))
    elif label in {"prep", "dative", "agent"}:
        for inner in child.children:
            if inner.dep_ in {"pobj", "pcomp", "amod", "acomp"}:
                yield _whole(child.lower_, inner)
    elif label in {"acl", "relcl", "advcl"} and word.pos_ in {"NOUN", "ADJ"}:
        frame = clause_frame(child)
        if frame == "inf" or (frame == "that" and _opens_with_that(child)):
            yield _whole(frame, child)
    elif (
        label == "advcl"
        and is_verb(word)
        and child.i > word.i
        and clause_frame(child) == "inf"
        and _is_close(cue, child)
    ):
        yield _whole("inf", child)
    elif label == "advcl" and cue.row.act == "ask" and mark_of(child) in _SUBORDINATORS:
        yield _whole("that", child)


def _opens_with_that(clause: Token) -> bool:
    """True for "the claim *that he had left*", not for "the claim that he made"."""
    opener = clause.left_edge
    if opener.lower_ != "that":
        return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)
    return opener.dep_ == "mark" or opener.tag_ == "IN" or clause.dep_ == "acl"


def _is_close(cue: FoundCue, clause: Token) -> bool:
    """True for an infinitive that the parser took for a purpose: "urged them to turn", "appealed for her to stay"."""
    if mark_of(clause) == "for":
        return True
    objects = [c for c in cue.head.rights if c.dep_ == "dobj"]
    return cue.row.addressee == "object" and bool(objects) and objects[-1].right_edge.i + 1 == clause.left_edge.i


def clause_frame(clause: Token) -> str:
    """The construction of a complement clause: `inf`, `ing`, `adj` (no verb: "called it a farce") or `that`."""
    helpers = [c for c in clause.children if c.dep_ in {"aux", "auxpass"}]
    if any(c.tag_ == "TO" for c in helpers):
        return "inf"
    if not is_verb(clause):
        return "that" if any(c.dep_ == "mark" for c in clause.children) else "adj"
    if helpers or clause.tag_ in {"VBD", "VBZ", "VBP", "VB", "MD"}:
        return "that"
    return "ing" if clause.tag_ == "VBG" else "adj"


def _whole(frame: str, head: Token, *, upto: Token | None = None) -> Complement:
    end = head.right_edge.i + 1
    if upto is not None:
        end = min(end, upto.left_edge.i)
    return Complement(frame, head, (head.left_edge.i, max(end, head.i + 1)))


def _without(cue: FoundCue, complement: Complement) -> list[TokenRange]:
    """The complement's words without the cue's own clause where that stands inside: "The talks, he said, failed"."""
    first, end = complement.words
    if complement.frame == "inf" and cue.row.addressee == "object":
        # "urged both sides not to wait": who is urged is addressed, what they should do is said.
        first = min((c.i for c in complement.head.lefts if c.tag_ == "TO" or c.dep_ == "neg"), default=first)
    own = [w.i for w in cue.words]
    if not any(first <= i < end for i in own):
        return [(first, end)]
    left = min([*own, *(c.left_edge.i for c in cue.head.children if c.dep_ == "nsubj")])
    right = max([*own, *(c.right_edge.i for c in cue.head.children if c.dep_ == "nsubj")])
    return [r for r in ((first, max(first, left)), (min(right + 1, end), end)) if r[0] < r[1]]


def _phrase_end(cue: FoundCue) -> TokenRange:
    """The words of a prepositional cue with its object: "according to two officials in Oslo"."""
    return cue.head.i, max(cue.head.right_edge.i, cue.tail.right_edge.i) + 1


def _host_clause(cue: FoundCue) -> Content | None:
    """The clause that the cue's own clause stands in: "The talks, he said, failed"; "As Oslo noted, it failed"."""
    verb = cue.head
    subject = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    if verb.dep_ == "parataxis" or (verb.dep_ == "advcl" and any(c.lower_ == "as" for c in verb.lefts)):
        return _governing_clause(cue, (verb.left_edge.i, verb.right_edge.i + 1))
    if not subject or verb.dep_ in {"relcl", "acl", "xcomp", "pcomp"}:
        return None
    # "…, he said." at a sentence's end, whatever the parse made of it.
    doc, sentence = verb.doc, verb.sent
    first = min(c.left_edge.i for c in [*subject, verb])
    first = min(first, verb.i)
    if first - 1 <= sentence.start or doc[first - 1].text != "," or verb.head == verb:
        return None
    after = doc[max([verb.i, *(c.right_edge.i for c in subject)]) + 1 : sentence.end]
    if any(is_verb(t) or t.text in {",", ";", ":"} for t in after):
        return None
    head = sentence.root if sentence.root.i < first else doc[sentence.start]
    if not any(
        t.tag_ in {"VBD", "VBZ", "VBP", "MD"} and t.head.dep_ != "relcl" for t in doc[sentence.start : first - 1]
    ):
        return None
    return Content([(sentence.start, first - 1)], "clause", head)


def _governing_clause(cue: FoundCue, phrase: TokenRange) -> Content | None:
    """The clause around a parenthetical phrase: what precedes it where it ends the sentence, else what surrounds it."""
    doc, sentence = cue.head.doc, cue.head.sent
    first, end = phrase
    if end <= first or first < sentence.start:
        return None
    end = min(end, sentence.end)
    before, after = (sentence.start, first), (end, sentence.end)
    has_after = any(t.is_alpha for t in doc[end : sentence.end])
    if not has_after:
        before = (_coordinate_start(doc, *before), first)
        ranges = [before]
    elif not any(t.is_alpha for t in doc[sentence.start : first]):
        ranges = [after]
    else:
        start = _coordinate_start(doc, *before)
        follows = next(t for t in doc[end : sentence.end] if t.is_alpha)
        # "…, according to Oslo, and Rome said …" goes on in the report's own voice.
        ranges = [(start, first)] if follows.dep_ == "cc" else [(start, first), after]
        if first - 1 >= sentence.start and doc[first - 1].lower_ in {"and", "but", ","} and start >= first - 2:
            ranges = [after]
    ranges = [r for r in ranges if any(t.is_alpha for t in doc[r[0] : r[1]])]
    if not ranges:
        return None
    head = next((t for r in ranges for t in doc[r[0] : r[1]] if is_verb(t) and t.dep_ in {"ROOT", "conj"}), None)
    return Content(ranges, "clause", head or doc[ranges[0][0]])


def _coordinate_start(doc: Doc, start: int, end: int) -> int:
    """Where the last main clause before `end` begins: "It rained, and the talks failed, according to …"."""
    for token in reversed(doc[max(start, end - _WINDOW) : end]):
        is_clause = token.dep_ == "conj" and is_verb(token) and any(c.dep_ in SUBJECTS for c in token.lefts)
        if is_clause and token.head == token.sent.root and token.left_edge.i < end:
            return max(start, token.left_edge.i)
    joined = end - 1
    while joined > start and doc[joined].is_punct:
        joined -= 1
    if joined > start and doc[joined].lower_ in {"and", "but"}:
        return joined + 1
    return start


def _merge(ranges: list[TokenRange]) -> list[TokenRange]:
    merged: list[TokenRange] = []
    for first, end in sorted(ranges):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((first, end))
    return merged
