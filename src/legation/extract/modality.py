"""Whether an event took place: occurred, ongoing, future, hypothetical, negated or historical.

The verb group of the trigger speaks first (tense, aspect, modals, negation), then what governs it ("planned to",
"denied", "talks that could …"), the subordinator over its clause ("if", "unless"), adjectives and prepositions
around a noun ("the planned visit", "ahead of the talks"), and last the date: a year and more before the report is
history, after it is to come. The words are `modality.csv`'s; the order and the joining of two are here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from legation.extract.carrier import cue_at, governors
from legation.extract.modality_cues import about_subject, attributive, subordinator, words_before
from legation.extract.trigger import Trigger
from legation.knowledge.modality import ModalityCue, cues_of
from legation.language.clause import (
    TenseAspect,
    auxiliaries,
    clause_tokens,
    governing_verb,
    is_passive,
    is_verb,
    mark_of,
    modals,
    negation,
    tense_aspect,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

Modality: TypeAlias = Literal["occurred", "ongoing", "future", "hypothetical", "negated", "historical"]

_CLIMB = 8  # clauses above a trigger that may bear on it
_TIME_CLAUSE = frozenset({"when", "after", "before", "until", "till", "once", "as", "while"})
_YET_TO_COME = frozenset({"before", "until", "till"})
_MORE = frozenset({"additional", "another", "any", "future", "more", "new", "further"})
_PAST_PREPOSITIONS = frozenset({"after", "since", "following"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_SUPPOSING = frozenset({"would", "could", "might"})
_RULE_OUT = ("rule", "out")
_EVEN_IF = ("even", "if")
_NOW = TenseAspect("present", perfect=False, progressive=False)
_ORDINAL = frozenset({"first", "last", "second", "third", "only", "latest", "next"})


def modality(trigger: Trigger) -> Modality:
    """The modality that the words give, dates left aside."""
    token = trigger.token
    if trigger.pattern.form == "adjective":
        return _of_verb(token.head, 0) if is_verb(token.head) else "occurred"
    if trigger.pattern.form == "verb":
        return _of_verb(token, 0)
    return _of_noun(token, is_meeting=trigger.pattern.type == "CONSULT")


def of_clause(verb: Token) -> Modality:
    """The modality of a clause by its verb and what stands above it, for acts that no line of the table tells of."""
    return _of_verb(verb, 0)


def looks_back(token: Token) -> bool:
    """True where words of the clause look back on history: "during the cold war", "decades ago"."""
    cues = cues_of("phrase")
    for near in clause_tokens(token):
        for cue in cues.get(near.lower_, ()):
            if tuple(t.lower_ for t in near.doc[near.i : near.i + len(cue.words)]) == cue.words:
                return True
    return False


def _of_verb(verb: Token, depth: int) -> Modality:
    """The modality of a clause by its verb and what stands above it."""
    if depth > _CLIMB:
        return "occurred"
    if not _is_finite(verb):
        return _of_non_finite(verb, depth)
    own = _own(verb, depth)
    above = _from_above(verb, depth)
    if above is not None and own != "negated":
        return above
    return "occurred" if above == "negated" and own == "negated" else own


def _is_finite(verb: Token) -> bool:
    helpers = auxiliaries(verb)
    if verb.tag_ in {"VBD", "VBZ", "VBP"}:
        return True
    if any(h.tag_ in {"MD", "VBD", "VBZ", "VBP"} for h in helpers):
        return True
    # Headlines leave "was" out: "Minister arrested in Chad".
    return verb.dep_ == "ROOT" and verb.tag_ in {"VBN", "VBG", "VB"} and not any(h.tag_ == "TO" for h in helpers)


def _own(verb: Token, depth: int) -> Modality:
    """What a finite verb group says by itself."""
    if negation(verb) is not None:
        # "were not sent until spring": they were.
        return "occurred" if any(c.lower_ == "until" or mark_of(c) == "until" for c in verb.children) else "negated"
    for child in verb.children:
        if child.dep_ == "advmod":
            cue = next(iter(cues_of("adverb").get(child.lower_, ())), None)
            if cue is not None and cue.modality != "inherit":
                return _plain(cue)
    helpers = modals(verb)
    if helpers:
        return _by_modal(helpers, verb)
    if _is_awaited(verb):
        return "hypothetical"
    time = tense_aspect(verb)
    if time.progressive and time.tense == "present":
        return "ongoing"
    if time.tense == "present" and not time.perfect and (mark_of(verb) or "") in _TIME_CLAUSE:
        over = verb.head
        if is_verb(over) and over.i != verb.i and _of_verb(over, depth + 1) == "future":
            return "future"
    return "occurred"


def _is_awaited(verb: Token) -> bool:
    """True for what is to be before or until then: "act before he *leaves*", "no deal until they had *left*"."""
    over = verb.head
    if verb.dep_ != "advcl" or mark_of(verb) not in _YET_TO_COME or not is_verb(over):
        return False
    if {"will", "shall"} & set(modals(over)) and negation(over) is None:
        return False  # "will stay until they leave": to come
    time = tense_aspect(over)
    if tense_aspect(verb).tense == "present":
        return time.tense != "past" and not time.perfect
    return bool(modals(over)) and not time.perfect


def _plain(cue: ModalityCue) -> Modality:
    if cue.modality == "open":
        return "hypothetical"
    return "occurred" if cue.modality == "inherit" else cue.modality


def _by_modal(helpers: tuple[str, ...], verb: Token) -> Modality:
    if tense_aspect(verb).perfect and any(c.lower_ == "already" for c in verb.children):
        return "occurred"  # "will already have left"
    conditioned = any(c.dep_ == "advcl" and mark_of(c) in {"if", "unless"} for c in verb.children)
    if {"will", "shall"} & set(helpers):
        return "hypothetical" if conditioned else "future"
    if "would" in helpers and not conditioned and _is_reported(verb):
        # Sequence of tenses: what "will" was when it was said.
        return "future"
    return "hypothetical"


def _is_reported(verb: Token) -> bool:
    """True for what a past verb reports: "said it *would leave*", "the announcement that it *would leave*"."""
    if tense_aspect(verb).perfect:
        return False
    for _ in range(_CLIMB):
        if verb.dep_ == "ccomp" and is_verb(verb.head):
            return tense_aspect(verb.head).tense == "past" or tense_aspect(verb.head).perfect
        if verb.dep_ in {"acl", "relcl"} and mark_of(verb) == "that":
            return True
        if verb.dep_ != "conj" or verb.head.i == verb.i:
            return False
        verb = verb.head
    return False


def _from_above(verb: Token, depth: int) -> Modality | None:
    """What the words over a finite clause make of it, if anything: "if", "denied that", "the suggestion that"."""
    for _ in range(_CLIMB - depth):
        by_mark = subordinator(verb)
        if by_mark is not None and by_mark.modality != "inherit":
            # "even if she criticises him, she stays": what goes on in spite of it grants that it is so.
            is_granted = by_mark.words == _EVEN_IF and is_verb(verb.head) and tense_aspect(verb.head) == _NOW
            return None if is_granted and not modals(verb.head) else _plain(by_mark)
        label, head = verb.dep_, verb.head
        if label == "relcl" and mark_of(verb) == "that":
            label = "acl"  # "the allegation that they left"
        if head.i == verb.i or label not in {"ccomp", "acl", "conj", "xcomp", "advcl"}:
            return None
        if label in {"ccomp", "acl"}:
            cue = cue_at(head, ())
            if cue is not None and cue.modality in {"negated", "hypothetical", "open"}:
                over = _of_verb(head, depth + 1) if is_verb(head) else "occurred"
                return join(cue, over)
            if not is_verb(head):
                return None
        verb = head
    return None


def join(cue: ModalityCue, over: Modality) -> Modality:
    """What a cue makes of an event, where the cue itself occurred, is to come, or did not happen."""
    said: Modality | Literal["inherit"] = "hypothetical" if cue.modality == "open" else cue.modality
    if said == "inherit":
        return over
    if over == "negated" and not cue.doer_is_subject:
        return said  # who does not back an invasion says nothing of whether there was one
    if over == "negated":
        if said == "negated" and cue.words == _RULE_OUT:
            return "hypothetical"  # "has not ruled out attending" leaves it open
        # "did not fail to" did; "did not stop shelling" goes on; "does not plan to" will not.
        return {"negated": "occurred", "occurred": "ongoing"}.get(said, "negated")  # type: ignore[return-value]
    if over == "hypothetical":
        # "the plan is to prevent an attack" leaves open whether there will be one.
        return "negated" if said == "negated" and cue.doer_is_subject else "hypothetical"
    if over == "future":
        return said if said in {"hypothetical", "negated"} else "future"
    return said


def _of_non_finite(verb: Token, depth: int) -> Modality:
    if negation(verb) is not None:
        return "negated"
    label, head = verb.dep_, verb.head
    if label == "pcomp":
        for governor, path in governors(verb):
            cue = cue_at(governor, path)
            if cue is not None:
                return join(cue, _of_governor(governor, depth))
            break
    if label == "advcl" and verb.tag_ == "VBN" and mark_of(verb) == "as":
        return "occurred"  # "as demanded by Togo"
    is_infinitive = any(child.tag_ == "TO" for child in verb.children) or verb.tag_ == "VB"
    if label == "ROOT":
        return "future"  # a headline's "to": "Chad to visit Libya"
    by_preposition = words_before(verb, "preposition")
    if by_preposition is not None:
        return join(by_preposition, _state_over(verb, depth))
    if label == "conj" and is_verb(head):
        return _of_verb(head, depth + 1)
    before = _cue_right_before(verb)
    if before is not None:
        return join(before[1], _of_governor(before[0], depth))
    if label in {"xcomp", "ccomp"} and is_infinitive and (head.lemma_ in {"be", "have"} or head.lower_ == "going"):
        return _of_construction(head, depth)
    for governor, path in governors(verb):
        cue = cue_at(governor, path) if is_infinitive or label != "acl" else None
        if cue is not None:
            return join(cue, _of_governor(governor, depth))
        if is_verb(governor) or label == "acl":
            break
    return _without_cue(verb, depth, is_infinitive=is_infinitive)


def _cue_right_before(verb: Token) -> tuple[Token, ModalityCue] | None:
    """The cue that the clause follows on at once, whatever the parser has hung it on: "went on | to shell"."""
    first = verb.left_edge.i
    if verb.dep_ != "advcl" or first == 0:
        return None
    before = verb.doc[first - 1]
    governor = before.head if before.dep_ in {"prt", "advmod"} else before
    if governor.i not in {verb.head.i, before.i}:
        return None
    cue = cue_at(governor, ())
    return (governor, cue) if cue is not None else None


def _of_construction(head: Token, depth: int) -> Modality:
    """ "is to visit", "is going to visit", "has to visit"."""
    over = _of_verb(head, depth + 1)
    if over == "negated":
        return "negated"
    if head.lemma_ == "have":
        return "hypothetical"
    return "hypothetical" if over == "hypothetical" else "future"


def _without_cue(verb: Token, depth: int, *, is_infinitive: bool) -> Modality:
    """A participle shares the state of what it hangs on; an infinitive that nothing bears out did not happen yet."""
    label, head = verb.dep_, verb.head
    if label in {"acl", "relcl", "amod"}:
        if is_infinitive:
            modifies_first = any(c.lower_ in _ORDINAL for c in head.children)
            return _state_over(head, depth) if modifies_first else "hypothetical"
        if is_passive(verb):
            return "ongoing" if any(c.lower_ == "being" for c in verb.children) else "occurred"
        return "ongoing"
    if is_infinitive:
        # "didn't go there to fight"
        is_of_denied = label == "advcl" and is_verb(head) and head.i < verb.i and negation(head) is not None
        return "negated" if is_of_denied and not modals(head) else "hypothetical"
    if label == "advcl":
        # What is not so doesn't reach beyond itself: "would not attend, blaming the offensive".
        over = _state_over(verb, depth)
        is_done = any(c.lower_ == "having" for c in verb.children)
        if over == "occurred" and not is_done and is_verb(head) and tense_aspect(head) == _NOW:
            return "ongoing"  # "there are troops, training local forces"
        return "occurred" if over == "negated" else over
    if label in {"pcomp", "xcomp", "ccomp", "conj", "dep"}:
        return _state_over(verb, depth)
    return "occurred"


def _state_over(token: Token, depth: int) -> Modality:
    """The modality of the clause that a token stands in."""
    at = token
    for _ in range(_CLIMB):
        if at.head.i == at.i:
            return "occurred"
        at = at.head
        if is_verb(at):
            return _of_verb(at, depth + 1)
    return "occurred"


def _of_governor(governor: Token, depth: int) -> Modality:
    """The modality of a cue itself."""
    if is_verb(governor):
        return _of_verb(governor, depth + 1)
    if governor.pos_ == "ADJ":
        return _of_verb(governor.head, depth + 1) if is_verb(governor.head) else "occurred"
    return _of_noun(governor, is_meeting=False, depth=depth + 1)


def _of_noun(noun: Token, *, is_meeting: bool, depth: int = 0) -> Modality:
    """The modality of an event that a noun tells."""
    if negation(noun) is not None:
        return "negated"
    if depth > _CLIMB:
        return "occurred"
    by_word = attributive(noun)
    if by_word is not None:
        return _plain(by_word)
    by_preposition = words_before(noun, "preposition")
    if by_preposition is not None and by_preposition.modality != "inherit":
        if by_preposition.modality == "future" and not is_meeting and is_definite(noun) and _is_past_over(noun):
            return "occurred"  # "went to Moscow ahead of the invasion", told after both
        return _plain(by_preposition)
    for governor, path in governors(noun):
        cue = cue_at(governor, path)
        if cue is not None and cue.modality == "open" and is_definite(noun):
            return "occurred"
        if cue is not None:
            over = _of_governor(governor, depth)
            is_whose = any(c.dep_ == "poss" for c in noun.children)
            is_standing = cue.modality == "occurred" and over == "hypothetical" and is_whose
            return "occurred" if is_standing else join(cue, over)  # "to stop Kenya's incursion": there is one to stop
        if is_verb(governor):
            break
    return _by_clause(noun, is_meeting=is_meeting, depth=depth)


def _is_past_over(noun: Token) -> bool:
    """True for a noun in a clause that is told as past."""
    verb = governing_verb(noun)
    return verb is not None and tense_aspect(verb).tense == "past"


def _adjunct_of_main(noun: Token) -> Token:
    """The noun, or the infinitive that the parser has hung it on: "in a call to mark the day, she told him"."""
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    if noun.dep_ == "pobj" and verb.tag_ == "VB" and noun.i < verb.i and not _is_finite(verb):
        return verb
    return noun


def _by_clause(noun: Token, *, is_meeting: bool, depth: int) -> Modality:
    """What the clause around says of a noun that no cue governs."""
    head = noun.head
    if noun.dep_ in {"nsubj", "nsubjpass", "csubj"} and is_verb(head):
        over = _of_verb(head, depth + 1)
        about = about_subject(head)
        if about is not None:
            return join(about, over)
        supposed = not is_meeting and _SUPPOSING & set(modals(head))
        if is_definite(noun) and "would" not in modals(head) and over == "hypothetical":
            return "occurred"  # "her threats should be seen as": there were threats
        is_some_more = over == "future" and any(c.lower_ in _MORE for c in noun.children)
        if over == "hypothetical" or supposed or (is_some_more and not is_meeting):
            return "hypothetical"  # "a withdrawal would be welcomed", whoever said so and when
        return "future" if over == "future" and is_meeting else "occurred"
    over = _state_over(_adjunct_of_main(noun), depth)
    if over not in {"future", "hypothetical"}:
        return "occurred"
    if noun.dep_ == "pobj" and head.lower_ in _PAST_PREPOSITIONS:
        return "occurred"
    return over if is_meeting or not is_definite(noun) else "occurred"


def is_definite(noun: Token) -> bool:
    """True for what is taken as known: "the invasion", "Turkey's offensive", "these talks"."""
    return any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in _DEFINITE) for c in noun.children)
