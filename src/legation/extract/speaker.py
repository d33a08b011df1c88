"""Whose words or thoughts a cue introduces: the source phrase, in the clause of the cue or where English leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.extract.channel import medium_of
from legation.extract.cue import is_support
from legation.language.clause import agent, antecedent, is_passive, is_verb, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.extract.cue import FoundCue
    from legation.extract.quoted import Quoted

_OUTSIDE_SOURCE = frozenset({"relcl", "acl", "advcl", "punct", "cc", "parataxis", "ccomp", "npadvmod"})
_TIMES = frozenset({"DATE", "TIME"})
_AUTHOR_PREPOSITIONS = frozenset({"by", "from"})
_EXPLETIVES = frozenset({"it", "there", "that", "what", "which"})
_AUTHORS = frozenset({"GPE", "ORG", "NORP", "PERSON"})
_MODIFIERS = frozenset({"amod", "compound", "nmod"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_CLIMB = 6
_REACH = 30  # words between a quotation and its cue


def find_source(cue: FoundCue) -> Token | None:
    """The head of the source phrase, conjuncts not listed; None where nobody is named ("it is thought that …")."""
    if cue.row.pos == "preposition":
        return next((c for c in cue.tail.children if c.dep_ in {"pobj", "pcomp"}), None)
    if cue.head.pos_ == "NOUN" and cue.row.pos == "noun":
        return _author(cue.head)
    verb = cue.head
    quoted = quoted_speaker(verb)
    if quoted is not None:
        return quoted
    if cue.row.pos == "adjective":
        is_participle = is_verb(cue.head) and cue.head.dep_ != "acomp"
        verb = cue.head if is_participle else _copula(cue.head) or cue.head
        return _named(subject(verb)) if is_verb(verb) else None
    if is_passive(verb):
        return _passive_source(cue)
    return _named(
        _appositive_subject(verb)
        or _issuer(verb)
        or _absolute(verb)
        or _inverted(verb)
        or _nearest_subject(verb)
        or subject(verb)
        or _neighbour(verb)
    )


def quoted_speaker(verb: Token) -> Token | None:
    """Who is quoted in "an agency quoted *an official* as saying …", "*she* was quoted as saying …"."""
    if verb.dep_ != "pcomp" or verb.tag_ != "VBG" or verb.head.lower_ != "as":
        return None
    quoting = verb.head.head
    if not is_verb(quoting):
        return None
    wanted = "nsubjpass" if is_passive(quoting) else "dobj"
    return next((c for c in quoting.children if c.dep_ == wanted), None)


def _absolute(verb: Token) -> Token | None:
    """Who speaks in "…, with the minister, Ana Silva, saying …"."""
    if verb.tag_ != "VBG" or verb.dep_ != "advcl":
        return None
    for child in verb.head.children:
        if child.dep_ == "prep" and child.lower_ == "with" and child.i < verb.i <= child.right_edge.i + 2:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _inverted(verb: Token) -> Token | None:
    """The name right behind a cue that follows a comma: "…, many of them hurt, said Ana Silva"."""
    doc = verb.doc
    if verb.tag_ not in {"VBD", "VBZ"} or not verb.i or verb.i + 1 >= len(doc):
        return None
    behind = doc[verb.i + 1]
    if doc[verb.i - 1].text != "," or behind.pos_ != "PROPN" or behind.sent != verb.sent:
        return None
    top = _top(behind, verb)
    return top if top.head == verb and top.dep_ not in {"npadvmod", "nsubj"} else None


def source_beside(cue: FoundCue, quoted: Quoted) -> Token | None:
    """The phrase between a quotation and its cue ("…,” the envoy, Ana Silva, said"), else the one behind the cue."""
    doc, first = cue.head.doc, cue.head.i
    while first > 0 and cue.head.i - first < _REACH and quoted.holding(doc[first - 1]) is None:
        first -= 1
    between = range(first, cue.head.i)
    heads = [doc[i] for i in between if doc[i].pos_ in _NOMINAL and doc[i].head.i not in between]
    if heads:
        return heads[-1]
    behind = [t for t in doc[cue.head.i + 1 : cue.head.i + _REACH] if quoted.holding(t) is None]
    return next((_top(t, cue.head) for t in behind if t.pos_ in _NOMINAL), None)


def relative_of(verb: Token) -> Token | None:
    """The relative pronoun that stands for the source in the cue's own clause: "the minister, *who* said …"."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"} and child.tag_ in {"WP", "WDT"} and verb.dep_ == "relcl":
            return child
    return None


def _issuer(verb: Token) -> Token | None:
    """Who issued the statement that a participle tells from: "*Oslo* issued a statement saying that …"."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ != "VBG" or noun.pos_ != "NOUN" or medium_of(noun, "work") is None:
        return None
    owner = possessor(noun)
    if owner is not None:
        return owner
    above = noun.head
    if noun.dep_ == "dobj" and is_verb(above) and not is_passive(above):
        return _named(subject(above))
    return None


def _neighbour(verb: Token) -> Token | None:
    """The phrase beside a finite cue whose subject the parser lost: right before it, or behind an inverted one."""
    if verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    doc, sentence = verb.doc, verb.sent
    before = verb.i - 1
    while before > sentence.start and (doc[before].dep_ in {"aux", "neg"} or doc[before].pos_ in {"ADV", "AUX"}):
        before -= 1
    if before > sentence.start and doc[before].text == ",":
        # "Jon Berg, the father of the boy, said …"
        before -= 1
        is_inverted = False
    else:
        is_inverted = before < sentence.start or doc[before].is_punct or doc[before].is_quote
    if before >= sentence.start and doc[before].pos_ in _NOMINAL:
        return _top(doc[before], verb)
    after = verb.i + 1
    while is_inverted and after < sentence.end and doc[after].pos_ in {"DET", "ADJ"}:
        after += 1
    if is_inverted and after < sentence.end and doc[after].pos_ in _NOMINAL:
        top = _top(doc[after], verb)
        # "said his daughter had left": what is said has its subject there.
        return None if top.dep_ in {"nsubj", "nsubjpass"} and top.head != verb else top
    return None


def _top(token: Token, verb: Token) -> Token:
    """The head of the phrase that the token stands in, on its own side of the verb."""
    for _ in range(_CLIMB):
        head = token.head
        same_side = (head.i < verb.i) == (token.i < verb.i)
        if head.pos_ not in _NOMINAL | {"ADP"} or not same_side or head == token:
            break
        if head.pos_ == "ADP" and (head.head.pos_ not in _NOMINAL or (head.head.i < verb.i) != (token.i < verb.i)):
            break
        token = head
    return token.head if token.pos_ == "ADP" else token


def _named(source: Token | None) -> Token | None:
    """No source for an expletive: "it is clear that", "there are fears that"."""
    if source is None or (source.lower_ in _EXPLETIVES and source.tag_ in {"EX", "WDT", "WP", "DT", "IN"}):
        return None
    return source


def _passive_source(cue: FoundCue) -> Token | None:
    """The one named by "by"; a passive of believing has its subject in what is believed, so nobody else."""
    by = agent(cue.head)
    if by is not None:
        return by
    repaired = _appositive_subject(cue.head)
    return _named(repaired)


def _appositive_subject(verb: Token) -> Token | None:
    """The subject that a parser takes for an apposition: "a sum the minister, Ana Silva, described as fair"."""
    if verb.dep_ != "acl" or verb.tag_ not in {"VBN", "VBD"} or agent(verb) is not None:
        return None
    for child in verb.head.children:
        if child.dep_ == "appos" and child.i < verb.i and child.left_edge.i > verb.head.i:
            return verb.head if verb.head.dep_ == "appos" else child
    return None


def _nearest_subject(verb: Token) -> Token | None:
    """The last of several subjects before the verb: a parser gives two where it joined two clauses."""
    found = [c for c in verb.lefts if c.dep_ == "nsubj"]
    return found[-1] if len(found) > 1 else None


def is_misread_active(verb: Token) -> bool:
    """True for a past tense that the parser takes for a participle, its subject for an apposition."""
    return _appositive_subject(verb) is not None


def _copula(adjective: Token) -> Token | None:
    """The verb that joins an adjective to its subject: "is", "remained"."""
    head = adjective
    for _ in range(_CLIMB):
        if head.head == head:
            return None
        above = head.head
        if is_verb(above):
            return above
        if head.dep_ not in {"conj", "acomp", "attr", "prep"}:
            return None
        head = above
    return None


def _author(noun: Token) -> Token | None:
    """Whose promise, fear or report a noun is."""
    own = possessor(noun)
    if own is not None:
        return own
    verb = noun.head
    if noun.dep_ in {"dobj", "attr"} and is_verb(verb) and is_support(verb):
        return agent(verb) if is_passive(verb) else _named(subject(verb))
    # "a US announcement that …", "French fears of …"
    return next((c for c in noun.lefts if c.ent_type_ in _AUTHORS and c.dep_ in _MODIFIERS), None)


def possessor(noun: Token) -> Token | None:
    """The owner or author beside a noun: "Oslo’s report", "a report by Oslo"."""
    for child in noun.children:
        # A typographic ’s is no possessive to the tagger, which then calls the owner a modifier.
        has_case = any(c.dep_ == "case" for c in child.children)
        if child.dep_ == "poss" or (child.dep_ in {"nmod", "compound"} and has_case):
            return antecedent(child)
    for child in noun.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in _AUTHOR_PREPOSITIONS:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _is_aside(word: Token) -> bool:
    """True for what hangs on a source but is no part of it: a time, a clause taken for a second member."""
    if word.is_space or (word.dep_ == "conj" and word.pos_ not in _NOMINAL):
        return True
    if word.dep_ == "prep" and word.i and word.nbor(-1).text == ",":
        return True
    return word.dep_ == "prep" and any(c.ent_type_ in _TIMES for c in word.children)


def source_range(source: Token) -> tuple[int, int]:
    """`[first, end)` token indices of the source phrase: its modifiers, apposition and conjuncts, not its clauses."""
    first = last = source.i
    stack = [source]
    while stack:
        here = stack.pop()
        first, last = min(first, here.i), max(last, here.i)
        stack.extend(c for c in here.children if c.dep_ not in _OUTSIDE_SOURCE and not _is_aside(c))
    return first, last + 1
