"""Who governs what: subjects, objects, voice, tense and clause bounds over a dependency parse.

Pure functions over spaCy tokens with the labels of the ClearNLP scheme (`nsubj`, `dobj`, `relcl`, `xcomp` …), as
en_core_web_sm gives them. What a verb lacks at the surface is taken from where English leaves it: a coordinated verb
shares its first sibling's subject, an infinitive is controlled by the verb above, a relative pronoun stands for its
antecedent. Each function climbs or descends a bounded number of steps, so that a broken parse costs no time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.language.control import ADDRESSED, OF_OTHERS, subject_control
from legation.language.verb_group import (
    SUBJECTS,
    TenseAspect,
    auxiliaries,
    is_finite,
    is_infinitive,
    is_passive,
    is_verb,
    modals,
    negation,
    tense_aspect,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

__all__ = [
    "SUBJECTS",
    "TenseAspect",
    "agent",
    "antecedent",
    "auxiliaries",
    "clause_of",
    "clause_span",
    "clause_tokens",
    "complement_clauses",
    "conjuncts",
    "doer",
    "first_conjunct",
    "governing_verb",
    "indirect_objects",
    "is_finite",
    "is_infinitive",
    "is_passive",
    "is_verb",
    "mark_of",
    "modals",
    "negation",
    "objects",
    "phrase_span",
    "possessors",
    "prep_objects",
    "subject",
    "sufferers",
    "tense_aspect",
]

# A subject more clauses away than this is a parser's mistake (or a text of ten thousand "and"s).
_CLIMB = 12
_NEXT_VERB = 3  # words from a verb to the next that shares its object: "backed and later armed"
_LONGEST_LIST = 40  # coordinated members looked at; longer lists are catalogues, not clauses

_CLAUSAL = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "acl", "relcl", "pcomp", "csubj", "csubjpass", "parataxis"})
_SUBORDINATE = frozenset({"ccomp", "advcl", "acl", "relcl", "csubj", "parataxis"})
_OUTSIDE_PHRASE = frozenset({"relcl", "acl", "conj", "cc", "punct", "appos", "preconj", "advcl"})
_RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})
# "accuse somebody of going", "stop somebody from going": the object goes.
_OBJECT_CONTROL_PREPOSITIONS = frozenset({"of", "from", "into", "for", "against"})


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it to the right, in order: "A, B and C" from A gives all three."""
    found, at = [token], 0
    while at < len(found) < _LONGEST_LIST:
        found.extend(child for child in found[at].rights if child.dep_ == "conj" or _is_listed(child))
        at += 1
    return found


def _is_listed(name: Token) -> bool:
    """True for the second of three names that the parser takes for a description: "Mali, *Niger* and Togo"."""
    return name.dep_ == "appos" and name.pos_ == "PROPN" and any(c.pos_ == "PROPN" for c in _children(name, "conj"))


def first_conjunct(token: Token) -> Token:
    """The first member of the coordination that the token stands in; the token itself if it stands in none."""
    for _ in range(_LONGEST_LIST):
        if token.dep_ != "conj" or token.head.i == token.i:
            break
        token = token.head
    return token


def _children(token: Token, *labels: str) -> Iterator[Token]:
    return (child for child in token.children if child.dep_ in labels)


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for ("the troops *which* left" gives troops); any other token is itself.

    "that" is a relative pronoun only where its clause is a relative one.
    """
    if token.tag_ not in _RELATIVE_TAGS and token.lower_ not in {"that", "which", "who", "whom"}:
        return token
    verb = token.head
    for _ in range(_CLIMB):
        if verb.dep_ == "relcl":
            return verb.head
        if verb.dep_ not in {"conj", "xcomp", "ccomp", "prep", "pcomp", "pobj"} or verb.head.i == verb.i:
            break
        verb = verb.head
    return token


def subject(verb: Token) -> Token | None:
    """The grammatical subject: of a passive it is who suffers the act; `agent` or `doer` gives who does it.

    Shared subjects of coordinated verbs, controlled subjects ("agreed to send", "forced him to leave", "accused of
    leaving"), subjects of participles and relative clauses are found where they stand. None if there is none.
    """
    for _ in range(_CLIMB):
        own = next(_children(verb, "nsubj", "nsubjpass"), None)
        if own is not None:
            return antecedent(own)
        if any(_children(verb, "expl")):
            return next(_children(verb, "attr"), None)  # "there were protests"
        label, head = verb.dep_, verb.head
        if label in {"relcl", "acl"} and not is_verb(head):
            if is_infinitive(verb):
                return _first_to_do(head) if head.dep_ == "attr" else _holder(head)
            return head
        if label == "conj" and is_verb(head):
            verb = head
        elif label == "conj" and head.dep_ == "acl":
            return head.head  # "the rebels, armed and backed by": the parser takes the first for an adjective
        elif label == "xcomp":
            controller = _controller(head)
            if controller is not None:
                return controller
            verb = head
        elif label in {"acomp", "oprd"} and is_verb(head):
            verb = head  # "is due to visit"
        elif label in {"advcl", "ccomp"} and is_verb(head) and not is_finite(verb):
            controller = _left_with(verb)
            if controller is not None:
                return controller
            verb = head
        elif label == "pcomp":
            controller, above = _above_preposition(head)
            if controller is not None or above is None:
                return controller
            verb = above
        else:
            return None
    return None


def _left_with(infinitive: Token) -> Token | None:
    """Whom the verb above leaves with what the infinitive completes: "left *the Turks* with a free hand to attack"."""
    noun = infinitive.doc[max(infinitive.left_edge.i - 1, 0)]
    if noun.dep_ == "pobj" and noun.head.lower_ == "with" and noun.head.head.i == infinitive.head.i:
        return next(_children(infinitive.head, "dobj"), None)
    return None


def _first_to_do(noun: Token) -> Token | None:
    """Who is told to be the first, the one, to do something: "*she* was the first leader to visit"."""
    return subject(noun.head)


def _controller(head: Token) -> Token | None:
    """The object that controls an infinitive under `head`, if one does: "urged *Iran* to stop"."""
    if head.lemma_ in subject_control() or is_passive(head):
        return None
    return next(_children(head, "dobj", "dative"), None)


def _above_preposition(preposition: Token) -> tuple[Token | None, Token | None]:
    """For a gerund under a preposition: who controls it, or else the verb whose subject does."""
    above = preposition.head
    if above.pos_ in {"ADV", "ADJ"} and is_verb(above.head):
        above = above.head  # "stopped short of leaving", "is capable of leaving"
    if not is_verb(above):
        holder = _holder(above) if above.pos_ in {"NOUN", "PROPN"} else None
        return holder, None
    if preposition.lower_ in _OBJECT_CONTROL_PREPOSITIONS and not is_passive(above):
        target = next(_children(above, "dobj"), None)
        if target is not None:
            return target, None
    return None, above


def _holder(noun: Token) -> Token | None:
    """Whose the noun's infinitive is: the possessor ("Iran's vow to leave"), else the subject of the verb above."""
    if noun.lemma_ in ADDRESSED:
        return next(iter(prep_objects(noun, "to", "for", "on")), None)  # "its invitation to *Kenya* to join"
    owner = next(iter(possessors(noun)), None)
    if owner is None:
        owner = next((c for c in _children(noun, "compound", "nmod") if c.pos_ == "PROPN"), None)
    if owner is not None:
        return owner
    above = noun.head
    if noun.dep_ == "dobj":
        given = indirect_objects(above)
        if given:
            return given[0]  # "gave *Russia* a chance to mine"
    if noun.dep_ == "pobj" and above.lower_ == "with" and is_verb(above.head):
        return next(_children(above.head, "dobj"), None)  # "left *the Turks* with a free hand to attack"
    if noun.dep_ == "pobj" and above.lower_ == "with" and above.head.dep_ == "dobj":
        return above.head  # the same where the parser has hung the phrase on the object
    if (
        noun.dep_ in {"dobj", "attr", "oprd"}
        and is_verb(above)
        and not is_passive(above)
        and above.lemma_ not in OF_OTHERS
    ):
        own = next(_children(above, "nsubj"), None)
        if own is not None:
            return antecedent(own)
        return subject(above.head) if above.dep_ in {"conj", "xcomp"} and is_verb(above.head) else None
    return None


def possessors(noun: Token) -> list[Token]:
    """Whose the noun is: its possessive determiner or the name before "'s", also where the parser lost the link."""
    found = list(_children(noun, "poss"))
    if not found and noun.left_edge.i > 0:
        before = noun.doc[noun.left_edge.i - 1]
        if before.tag_ == "POS" and before.head.dep_ != "poss":
            found = [before.head]
    return found


def objects(verb: Token) -> list[Token]:
    """The direct objects at the surface, conjuncts not listed; a relative clause's gap is filled by its antecedent.

    "condemned and sanctioned Russia": both verbs have the object.
    """
    found = [antecedent(child) for child in _children(verb, "dobj")]
    if found:
        return found
    if verb.dep_ == "relcl" and not is_passive(verb) and not is_verb(verb.head):
        own = next(_children(verb, "nsubj"), None)
        if own is not None and antecedent(own).i == own.i and not _has_gap_elsewhere(verb):
            return [verb.head]
    # After "let" the parser tags a bare infinitive as present tense.
    bare = [clause for clause in _children(verb, "ccomp") if verb.lemma_ == "let" or not is_finite(clause)]
    raised = [child for clause in bare for child in _children(clause, "nsubj")]
    if raised:
        return raised  # "helped *Mali* rebuild", "let *them* go"
    for sibling in _children(verb, "conj"):
        if sibling.i - verb.i <= _NEXT_VERB and is_verb(sibling) and _same_form(sibling, verb):
            return [antecedent(child) for child in _children(sibling, "dobj")]
    return []


def _same_form(one: Token, other: Token) -> bool:
    """True for two verbs that may share an object: past tense and past participle look alike."""
    past = {"VBD", "VBN"}
    return one.tag_ == other.tag_ or (one.tag_ in past and other.tag_ in past)


def _has_gap_elsewhere(verb: Token) -> bool:
    """True where a clause lacks no object: intransitive with an adverb of place, or a preposition left hanging."""
    shared = [child for sibling in _children(verb, "conj") for child in sibling.children]
    if any(child.tag_ == "WRB" and child.i < verb.i for child in shared):
        return True  # "when they arrested and charged him": the parser hangs "when" on the second verb
    for child in verb.children:
        if child.dep_ in {"xcomp", "ccomp", "acomp", "attr"} or child.tag_ == "WRB":
            return True
        if child.dep_ == "prep" and not any(True for _ in child.children):
            return True
    return False


def agent(verb: Token) -> Token | None:
    """The doer named by "by" under a passive, or None."""
    for preposition in _children(verb, "agent"):
        doer_word = next(_children(preposition, "pobj"), None)
        if doer_word is not None:
            return antecedent(doer_word)
    for sibling in _children(verb, "conj"):
        # "was attacked and looted by rebels": the last of them names who did it all.
        if sibling.tag_ == "VBN" and not any(_children(sibling, "nsubj", "nsubjpass", "dobj", "aux")):
            return agent(sibling) if sibling.i > verb.i else None
    return None


def doer(verb: Token) -> Token | None:
    """Who does what the verb says, in either voice; None where a passive names nobody."""
    return agent(verb) if is_passive(verb) else subject(verb)


def sufferers(verb: Token) -> list[Token]:
    """Whom or what the verb's act meets, in either voice: the passive's subject or the active's objects."""
    if not is_passive(verb):
        return objects(verb)
    if verb.dep_ == "amod":
        return [verb.head]
    met = subject(verb)
    return [met] if met is not None else []


def indirect_objects(verb: Token) -> list[Token]:
    """Receivers: "gave *Kyiv* arms", "gave arms to *Kyiv*"."""
    found: list[Token] = []
    for child in _children(verb, "dative"):
        inner = next(_children(child, "pobj"), None)
        found.append(antecedent(inner if inner is not None else child))
    return found


def prep_objects(head: Token, *prepositions: str) -> list[Token]:
    """The nouns under the head's own prepositional phrases with one of these (lower-case) prepositions, in order."""
    found: list[Token] = []
    for child in _children(head, "prep", "agent", "dative"):
        if child.lower_ in prepositions:
            found.extend(antecedent(inner) for inner in _children(child, "pobj"))
    return found


def governing_verb(token: Token) -> Token | None:
    """The nearest verb above the token (never itself), or None."""
    for _ in range(4 * _CLIMB):
        if token.head.i == token.i:
            return None
        token = token.head
        if is_verb(token):
            return token
    return None


def clause_of(token: Token) -> Token:
    """The head of the innermost clause that holds the token: a verb, or the root of a verbless sentence."""
    for _ in range(4 * _CLIMB):
        if (is_verb(token) and (token.dep_ in _CLAUSAL or token.dep_ == "conj")) or token.head.i == token.i:
            return token
        token = token.head
    return token


def complement_clauses(verb: Token) -> list[Token]:
    """The verbs that head what is said, wanted or begun: "said *left*", "agreed to *leave*", "denied *leaving*"."""
    found = list(_children(verb, "ccomp", "xcomp"))
    for preposition in _children(verb, "prep"):
        found.extend(_children(preposition, "pcomp"))
    return found


def mark_of(verb: Token) -> str | None:
    """The subordinator that opens the verb's clause, in lower case ("if", "unless", "while", "after" …), or None."""
    for child in verb.children:
        if child.dep_ == "mark" or (child.dep_ == "advmod" and child.tag_ == "WRB"):
            return child.lower_
    if verb.dep_ == "pcomp":
        return verb.head.lower_
    return None


def clause_tokens(token: Token) -> list[Token]:
    """The words of the clause that holds the token, in no order; clauses below it and what is coordinated left out."""
    head = clause_of(token)
    inside, at = [head], 0
    while at < len(inside):
        inside.extend(
            child
            for child in inside[at].children
            if child.dep_ not in _SUBORDINATE and not (child.dep_ == "conj" and is_verb(child))
        )
        at += 1
    return inside


def clause_span(token: Token) -> tuple[int, int]:
    """`[start, end)` in reading-text offsets of the clause that holds the token.

    Reported, adverbial and relative clauses at its edges are left out, and punctuation at both ends.
    """
    inside = clause_tokens(token)
    words = sorted((t for t in inside if not t.is_punct and not t.is_space), key=lambda t: t.i) or inside[:1]
    return words[0].idx, words[-1].idx + len(words[-1])


def phrase_span(token: Token) -> tuple[int, int]:
    """`[start, end)` in reading-text offsets of the noun phrase headed by the token, without clauses and conjuncts.

    "the US troops in Poland who left" gives "the US troops in Poland".
    """
    first = last = token
    stack = [token]
    while stack:
        here = stack.pop()
        first, last = min(first, here, key=lambda t: t.i), max(last, here, key=lambda t: t.i)
        stack.extend(c for c in here.children if c.dep_ not in _OUTSIDE_PHRASE and not c.is_space)
    return first.idx, last.idx + len(last)
